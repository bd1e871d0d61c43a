import { closest, distance } from "fastest-levenshtein";

/** Returns the candidate most like `name`, if any is like it at all. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(name, candidates);
  return distance(name.toLowerCase(), best.toLowerCase()) <= Math.max(1, name.length / 3)
    ? best
    : undefined;
}
