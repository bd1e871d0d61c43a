/** Structs of C that were imported and exported again, and what gcc has said of them: `record-round-trips.ts`. */
import { readFileSync } from "node:fs";
import type { Output } from "structview";
import type { CTargetName } from "structview/schema";
import { asks, rowOf } from "../import-c/corpus.js";
import { importText } from "../import-c/import-header.js";
import type { Answer } from "../import-c/questions.js";
import { randomHeader } from "../import-c/random-c.js";
import type { RoundTrip } from "./round-trip.js";
import { compileImports, exportAgain } from "./round-trip.js";

/** The targets that there are records for: they differ in sizes, in the order of the bytes, and in whose rules hold. */
export const recordedTargets: readonly CTargetName[] = [
  "x86_64-linux",
  "i386-linux",
  "s390x-linux",
  "x86_64-windows-gnu",
];

/** Imports and exports the structs that are recorded. */
export async function recordedTrip(
  target: CTargetName,
): Promise<RoundTrip & { readonly outputs: readonly Output[] }> {
  const { layouts, outputs } = await compileImports([
    importText(randomHeader(1, 60, target), target),
  ]);
  const [layout] = layouts;
  if (layout === undefined) throw new Error("no layout");
  return { ...exportAgain(layout, target), outputs };
}

/** Returns a recorded file: the declarations, or the answers about them. */
export function fileOf(target: CTargetName, extension: "h" | "txt"): URL {
  return new URL(`round-trips/${target}.${extension}`, import.meta.url);
}

/** Returns the text of a recorded file. */
export function readRecorded(target: CTargetName, extension: "h" | "txt"): string {
  return readFileSync(fileOf(target, extension), "utf8");
}

/** Asks the compiler of a target about what was exported: one line for each struct. */
export function rowsOfCompiler(trip: RoundTrip, target: CTargetName): string {
  const ask = asks[target];
  if (ask === undefined) throw new Error(`there is no compiler for ${target}`);
  // Not all targets have the library of C.
  const text = trip.text
    .replace("#pragma once", "")
    .replace("#include <assert.h>", "#define static_assert _Static_assert");
  return rowsOf(trip, ask(text, trip.questions));
}

/** Returns answers, by default those of the schema, as one line for each struct. */
export function rowsOf(trip: RoundTrip, answers: readonly Answer[] = trip.answers): string {
  return trip.questions.map((each, index) => `${rowOf(each, answers[index])}\n`).join("");
}
