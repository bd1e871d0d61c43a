import { closest, distance } from "fastest-levenshtein";

/** Returns the candidate most like `name`, if any is like it at all. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(name, candidates);
  const [a, b] = [name.toLowerCase(), best.toLowerCase()];
  const difference = distance(a, b);
  // Two letters that are exchanged are one slip of the fingers.
  const isSwapped = difference === 2 && lettersOf(a) === lettersOf(b);
  return difference <= Math.max(1, name.length / 3) || isSwapped ? best : undefined;
}

function lettersOf(text: string): string {
  return [...text].sort().join("");
}
