/** Joins statements, leaving out those that are empty. */
export function lines(statements: readonly string[]): string {
  return statements.filter((statement) => statement !== "").join("\n");
}

/** Returns the text of a sum, leaving out terms that are zero. */
export function sum(...terms: readonly string[]): string {
  const left = terms.filter((term) => term !== "0");
  return left.length === 0 ? "0" : left.join(" + ").replaceAll("+ -", "- ");
}
