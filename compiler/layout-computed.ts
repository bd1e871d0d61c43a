/**
 * Part of stage 5: fields whose values come from the rest of their record, in an order in which each
 * finds right what it is computed from: expressions first, then checksums.
 */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { ChecksumName, ComputedExpression } from "./document.js";
import type { ComputedLayout, ExpressionLayout, FieldLayout, Position } from "./layout-types.js";
import { firstByteOf, numericOf } from "./layout-size.js";
import { endAnchor } from "./names.js";
import type { ResolvedField, ResolvedStruct } from "./resolve.js";
import { nearest } from "./suggest.js";

type Computation = ComputedLayout & { readonly kind: "expression" };
type ChecksumLayout = ComputedLayout & { readonly kind: "checksum" };
type ChecksumExpression = ComputedExpression & { readonly kind: "checksum" };

/** Width in bits of each checksum of the runtime. */
const checksumWidths: { readonly [Name in ChecksumName]: number } = {
  inet: 16,
  crc32: 32,
  crc32c: 32,
  adler32: 32,
  fletcher16: 16,
  sum8: 8,
  xor8: 8,
};

/** Puts computations behind those that they name, and where it can be behind those that they measure. */
export function orderComputations(
  struct: ResolvedStruct,
  computations: readonly Computation[],
  fields: readonly FieldLayout[],
): { readonly ordered: readonly Computation[]; readonly diagnostics: readonly Diagnostic[] } {
  const names = new Set(computations.map(({ field }) => field.name));
  const edges = new Map(
    computations.map((each) => {
      const named = namesIn(each.expression).filter((name) => names.has(name));
      const measured = measuredIn(each.expression, fields)
        .flatMap(lengthNamesOf)
        .filter((name) => names.has(name) && name !== each.field.name);
      return [each, { named, measured }] as const;
    }),
  );
  const ordered: Computation[] = [];
  const done = new Set<string>();
  let waiting = [...computations];
  while (waiting.length > 0) {
    const isDone = (name: string): boolean => done.has(name);
    const ready = waiting.filter((each) => edges.get(each)?.named.every(isDone));
    const next = ready.find((each) => edges.get(each)?.measured.every(isDone)) ?? ready[0];
    if (next === undefined) {
      const cycle = waiting.map(({ field }) => field.name).join(", ");
      const span = spanOf(struct, waiting[0]?.field.name);
      const parameters = { struct: struct.name, fields: cycle };
      return { ordered, diagnostics: [diagnose("computed-cycle", span, parameters)] };
    }
    ordered.push(next);
    done.add(next.field.name);
    waiting = waiting.filter((each) => each !== next);
  }
  return { ordered, diagnostics: [] };
}

/** Lays out the checksums of a struct, each behind those whose bytes it covers. */
export function layOutChecksums(
  struct: ResolvedStruct,
  fields: readonly FieldLayout[],
): { readonly ordered: readonly ChecksumLayout[]; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const found = struct.fields.flatMap((field) => {
    const at = fields.findIndex(({ name }) => name === field.name);
    const layout = fields[at];
    if (field.computed?.kind !== "checksum" || layout === undefined) return [];
    const range = rangeOf(field, field.computed, struct, fields, diagnostics);
    const checksum = checksumOf(field, field.computed, struct, layout, diagnostics);
    if (range === undefined || checksum === undefined) return [];
    const { start, end, first, last } = range;
    const covered = fields.slice(first, last + 1).map(({ name }) => name);
    const coversItself = covered.includes(field.name);
    return [{ checksum: { ...checksum, start, end, coversItself }, covered }];
  });
  const ordered: ChecksumLayout[] = [];
  let waiting = found;
  while (waiting.length > 0) {
    const names = waiting.map(({ checksum }) => checksum.field.name);
    const next = waiting.find(({ checksum, covered }) =>
      names.every((name) => name === checksum.field.name || !covered.includes(name)),
    );
    if (next === undefined) {
      const span = spanOf(struct, names[0]);
      const parameters = { struct: struct.name, fields: names.join(", ") };
      diagnostics.push(diagnose("computed-cycle", span, parameters));
      break;
    }
    ordered.push(next.checksum);
    waiting = waiting.filter((each) => each !== next);
  }
  return { ordered, diagnostics };
}

function checksumOf(
  field: ResolvedField,
  { algorithm }: ChecksumExpression,
  struct: ResolvedStruct,
  layout: FieldLayout,
  diagnostics: Diagnostic[],
): Pick<ChecksumLayout, "kind" | "field" | "type" | "algorithm"> | undefined {
  const { type } = layout;
  const width = typeof algorithm === "string" ? checksumWidths[algorithm] : 1;
  if (
    type.kind === "scalar" &&
    type.scalar.kind === "unsigned" &&
    !type.isNumber &&
    type.scalar.size * 8 >= width
  ) {
    return { kind: "checksum", field: layout, type, algorithm };
  }
  const subject = `${struct.name}.${field.name}`;
  const name = typeof algorithm === "string" ? algorithm : algorithm.name;
  diagnostics.push(diagnose("checksum-type", field.span, { subject, algorithm: name, width }));
  return undefined;
}

function rangeOf(
  field: ResolvedField,
  { from, to }: ChecksumExpression,
  struct: ResolvedStruct,
  fields: readonly FieldLayout[],
  diagnostics: Diagnostic[],
): { start: Position; end: Position | undefined; first: number; last: number } | undefined {
  const subject = `${struct.name}.${field.name}`;
  const indexOf = (name: string): number => fields.findIndex((each) => each.name === name);
  for (const name of [from, to]) {
    if (name === undefined || indexOf(name) >= 0) continue;
    const suggestion = nearest(
      name,
      fields.map((each) => each.name),
    );
    diagnostics.push(diagnose("unknown-field", field.span, { subject, name, suggestion }));
    return undefined;
  }
  const first = from === undefined ? 0 : indexOf(from);
  const last = to === undefined ? fields.length - 1 : indexOf(to);
  const [begin, final] = [fields[first], fields[last]];
  if (begin === undefined || final === undefined || last < first) {
    const parameters = { subject, from: from ?? "", to: to ?? "" };
    diagnostics.push(diagnose("checksum-range", field.span, parameters));
    return undefined;
  }
  const start: Position =
    from === undefined ? { after: undefined, bytes: 0 } : firstByteOf(begin.type, begin.position);
  return { start, end: to === undefined ? undefined : endOf(final), first, last };
}

/** The first byte behind a field. */
function endOf({ name, position, size, type }: FieldLayout): Position {
  if (size === undefined) return { after: endAnchor(name), bytes: 0 };
  const numeric = numericOf(type);
  const bytes = numeric?.kind === "bits" ? numeric.endByte : size;
  return { ...position, bytes: position.bytes + bytes };
}

/** Returns the fields of the record itself that an expression names. */
export function namesIn(expression: ExpressionLayout): readonly string[] {
  return leavesOf(expression).flatMap((leaf) =>
    leaf.kind === "field" && leaf.path.length === 1 ? leaf.path : [],
  );
}

/** Returns the fields of the record itself that the length of a part depends on. */
export function lengthNamesOf({ type }: FieldLayout): readonly string[] {
  const isPart =
    type.kind === "bytes" ||
    type.kind === "text" ||
    type.kind === "array" ||
    type.kind === "sequence";
  return isPart && type.length.kind === "expression" ? namesIn(type.length.expression) : [];
}

/** Returns the parts of dynamic length that an expression measures. */
function measuredIn(
  expression: ExpressionLayout,
  fields: readonly FieldLayout[],
): readonly FieldLayout[] {
  return leavesOf(expression).flatMap((leaf) => {
    if (leaf.kind !== "measure") return [];
    return leaf.field === undefined ? fields : [leaf.field];
  });
}

/** Returns the fields and measures that an expression is made of. */
export function leavesOf(expression: ExpressionLayout): readonly ExpressionLayout[] {
  switch (expression.kind) {
    case "number":
      return [];
    case "field":
    case "measure":
      return [expression];
    case "negation":
    case "not":
    case "complement":
      return leavesOf(expression.operand);
    case "binary":
      return [...leavesOf(expression.left), ...leavesOf(expression.right)];
    case "conditional":
      return [expression.test, expression.consequent, expression.alternate].flatMap(leavesOf);
  }
}

function spanOf(struct: ResolvedStruct, name: string | undefined): ResolvedStruct["span"] {
  return struct.fields.find((field) => field.name === name)?.span ?? struct.span;
}
