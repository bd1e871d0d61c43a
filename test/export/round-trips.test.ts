/**
 * Structs of C that were imported and exported again are what gcc was asked about, and what it said holds: of the
 * layouts, and of bytes in which the generated classes have set all bits of a bit field.
 */
import { test } from "vitest";
import { exportLayouts } from "../../compiler/dist/emit-export/languages.js";
import { importText } from "../import-c/import-header.js";
import { importTexts } from "../oracle/modules.js";
import { compileImports, countBits } from "./round-trip.js";
import { readRecorded, recordedTargets, recordedTrip, rowsOf } from "./round-trips.js";

test.for(recordedTargets)("have the layout that gcc gave them: %s", async (target, { expect }) => {
  const trip = await recordedTrip(target);
  expect(trip.text).toBe(readRecorded(target, "h"));
  expect(rowsOf(trip)).toBe(readRecorded(target, "txt"));
  const { all, others } = countBits(trip);
  expect(others).toBeLessThan(all / 5);
  expect(trip.text).toMatch(/^ {2}u?int\d+_t \w+ : \d+;$/m);
  expect(trip.text).toMatch(/^ {2}u?int\d+_t : \d+;$/m);
});

test.for(recordedTargets)("have bit fields where gcc set them: %s", async (target, { expect }) => {
  const { structs, questions, outputs } = await recordedTrip(target);
  const texts = outputs.map(({ text }) => text);
  const [module] = await importTexts(texts, `round-trip-${target}-${process.pid}`);
  if (module === undefined || module instanceof Error)
    throw new Error("no module", { cause: module });
  const rows = readRecorded(target, "txt").trimEnd().split("\n");
  let count = 0;
  for (const [index, struct] of structs.entries()) {
    const [, size, , ...offsets] = rows[index]?.split(" ") ?? [];
    for (const [leaf, { name, width }] of (questions[index]?.leaves ?? []).entries()) {
      const field = struct.fields.find((each) => each.name === name.replace(/_$/, ""));
      const bits = (field ?? struct.fields.find((each) => each.name === name))?.type;
      if (width === undefined || bits?.kind !== "bits" || struct.size === undefined) continue;
      const record = module[struct.name]?.create();
      if (record === undefined) throw new Error(`no class ${struct.name}`);
      Reflect.set(record, name, onesOf(bits.interpretation, width));
      const wanted = new Uint8Array(Number(size));
      for (let bit = 0; bit < width; bit++) {
        const at = Number(offsets[leaf]) + bit;
        const inByte = bits.bitOrder === "most-significant-first" ? 7 - (at % 8) : at % 8;
        wanted[Math.floor(at / 8)] = (wanted[Math.floor(at / 8)] ?? 0) | (1 << inByte);
      }
      expect(record.$bytes, `${struct.name}.${name}`).toEqual(wanted);
      count++;
    }
  }
  expect(count).toBeGreaterThan(50);
});

/** Returns the value of a bit field whose bits are all 1. */
function onesOf(
  interpretation: "unsigned" | "signed" | "boolean",
  width: number,
): boolean | number | bigint {
  if (interpretation === "boolean") return true;
  const ones = interpretation === "signed" ? -1n : (1n << BigInt(width)) - 1n;
  return width > 53 ? ones : Number(ones);
}

test("are refused where a typedef aligns them to less than their size is a multiple of", async ({
  expect,
}) => {
  const header = `typedef struct __attribute__((aligned(8), packed)) {
  short head; int number; char tail[];
} loose __attribute__((aligned(1)));`;
  const { layouts } = await compileImports([importText(header, "x86_64-linux")]);
  const records = layouts.flatMap(({ structs }) => structs);
  const reason = "tail begins at 6, and an alignment of 1 does not make it 8 bytes";
  for (const language of ["c", "rust", "zig"] as const) {
    const { refused } = exportLayouts({ records, modules: [] }, language, "little");
    expect(refused, language).toEqual([{ name: "loose", reason }]);
  }
});
