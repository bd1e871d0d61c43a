/**
 * Structs of C, imported, and exported to C again: compilers of the target accept all assertions, and values that
 * they put into members lie where the schema has them. `SEED` chooses the structs; failures print it.
 */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { CTargetName } from "structview/schema";
import { expect, test } from "vitest";
import { asks } from "../import-c/corpus.js";
import { importHeader, importText } from "../import-c/import-header.js";
import { randomHeader } from "../import-c/random-c.js";
import { execute, inFolder } from "./compilers.js";
import { compileImports, countBits, exportAgain } from "./round-trip.js";
import {
  readRecorded,
  recordedTargets,
  recordedTrip,
  rowsOf,
  rowsOfCompiler,
} from "./round-trips.js";

const targets = Object.keys(asks) as readonly CTargetName[];
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

/** Microsoft's compiler has no attributes, and no arrays without elements but at the end. */
function headerFor(target: CTargetName): string {
  const header = randomHeader(seed, 150, target);
  if (!target.endsWith("msvc")) return header;
  return `#define __attribute__(any)\n${header.replace(/\[0?\]/g, "[1]")}`;
}

test.for(targets)("random structs are the same again: %s", async (target, { expect }) => {
  const { layouts } = await compileImports([importText(headerFor(target), target)]);
  for (const layout of layouts) {
    const trip = exportAgain(layout, target);
    // What a typedef aligns is no struct that C can declare so.
    const { all, others } = countBits(trip);
    expect(others, `SEED=${seed}`).toBeLessThan(all / 5);
    expect(rowsOfCompiler(trip, target), `SEED=${seed}`).toEqual(rowsOf(trip));
  }
});

test.for(recordedTargets)("gcc says what was recorded: %s", async (target, { expect }) => {
  const trip = await recordedTrip(target);
  expect(rowsOfCompiler(trip, target)).toBe(readRecorded(target, "txt"));
});

const triples = {
  "x86_64-linux": "x86_64-linux-gnu",
  "i386-linux": "i386-linux-gnu",
  "s390x-linux": "s390x-linux-gnu",
} as const;

test.for(["x86_64-linux", "i386-linux", "s390x-linux"] as const)(
  "clang accepts structs with attributes, if the header does not refuse it: %s",
  async (target, { expect }) => {
    const [layout] = (await compileImports([importText(headerFor(target), target)])).layouts;
    const all = layout?.structs ?? [];
    const records = all.filter(({ name }) => {
      const { text } = exportAgain({ structs: all.filter((each) => each.name === name) }, target);
      return !text.includes("defined(__clang__)\n#error");
    });
    expect(records.length).toBeGreaterThan(all.length / 2);
    const { text } = exportAgain({ structs: records }, target);
    inFolder([text], "c", (folder, [file = ""]) => {
      const options = ["-std=c11", "-ffreestanding", "-fsyntax-only", "-w"];
      execute("clang-14", [`--target=${triples[target]}`, ...options, file], folder);
    });
  },
);

test("structs of the system's headers are the same again", async () => {
  const folder = "/usr/include/linux";
  const target = "x86_64-linux";
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".h"))
    .sort()
    .filter((_name, index) => index % 8 === 2);
  const imports = files.flatMap((name) => {
    try {
      return [importHeader(path.join(folder, name), target)];
    } catch {
      // It cannot be included alone.
      return [];
    }
  });
  const { layouts } = await compileImports(imports);
  let count = 0;
  for (const layout of layouts) {
    const trip = exportAgain(layout, target);
    expect(countBits(trip).others, layout.file).toBe(0);
    expect(rowsOfCompiler(trip, target), layout.file).toEqual(rowsOf(trip));
    count += trip.questions.length;
  }
  expect(count).toBeGreaterThan(250);
});
