/**
 * Structs of C, imported, and exported to C again: compilers of the target accept all assertions, and values that
 * they put into members lie where the schema has them. `SEED` chooses the structs; failures print it.
 */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { CTargetName } from "structview/schema";
import { expect, test } from "vitest";
import { cModels } from "../../compiler/dist/c-targets.js";
import { gccs } from "../import-c/corpus.js";
import { importHeader, importText } from "../import-c/import-header.js";
import { randomHeader } from "../import-c/random-c.js";
import { execute, inFolder } from "./compilers.js";
import { compileImports, constantsIn, exportAgain } from "./round-trip.js";
import { readRecorded, recordedTargets, recordedTrip, rowsOf, rowsOfGcc } from "./round-trips.js";

const targets = Object.keys(gccs) as readonly CTargetName[];
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));

test.for(targets)("random structs are the same again: %s", async (target, { expect }) => {
  const { layouts } = await compileImports([importText(randomHeader(seed, 150), target)]);
  for (const layout of layouts) {
    const trip = exportAgain(layout, target);
    expect(constantsIn(trip.text), `SEED=${seed}`).toEqual([]);
    expect(rowsOfGcc(trip, target), `SEED=${seed}`).toEqual(rowsOf(trip));
  }
});

test.for(recordedTargets)("gcc says what was recorded: %s", async (target, { expect }) => {
  const trip = await recordedTrip(target);
  expect(rowsOfGcc(trip, target)).toBe(readRecorded(target, "txt"));
});

const triples: Partial<Readonly<Record<CTargetName, string>>> = {
  "x86_64-linux": "x86_64-linux-gnu",
  "i386-linux": "i386-linux-gnu",
  "s390x-linux": "s390x-linux-gnu",
  "aarch64-macos": "arm64-apple-macos",
  "wasm32-wasi": "wasm32-wasi",
  "x86_64-windows-msvc": "x86_64-pc-windows-msvc",
  "i686-windows-msvc": "i686-pc-windows-msvc",
};

test.for(Object.entries(triples) as readonly [CTargetName, string][])(
  "clang accepts what random structs are exported as: %s",
  async ([target, triple], { expect }) => {
    const header = randomHeader(seed, 150);
    // Microsoft's compiler has no attributes, and no arrays without elements; clang follows gcc but for attributes.
    const plain = `#define __attribute__(any)\n${header.replace(/\[0?\]/g, "[1]")}`;
    const isOfClang = cModels[target].rules.kind === "clang";
    const { layouts } = await compileImports([importText(isOfClang ? header : plain, target)]);
    for (const layout of layouts) {
      const { text } = exportAgain(layout, target);
      expect(constantsIn(text), `SEED=${seed}`).toEqual([]);
      inFolder([text], "c", (folder, [file = ""]) => {
        // For targets without a library of C.
        writeFileSync(path.join(folder, "assert.h"), "#define static_assert _Static_assert\n");
        const options = ["-std=c11", "-ffreestanding", "-fsyntax-only", "-w", "-idirafter", "."];
        execute("clang-14", [`--target=${triple}`, ...options, file], folder);
      });
    }
  },
);

test.for(["x86_64-linux", "i386-linux", "s390x-linux"] as const)(
  "clang accepts structs with attributes, if the header does not refuse it: %s",
  async (target, { expect }) => {
    const [layout] = (await compileImports([importText(randomHeader(seed, 150), target)])).layouts;
    const all = layout?.structs ?? [];
    const records = all.filter(({ name }) => {
      const { text } = exportAgain({ structs: all.filter((each) => each.name === name) }, target);
      return !text.includes("defined(__clang__)\n#error");
    });
    expect(records.length).toBeGreaterThan(all.length / 2);
    const { text } = exportAgain({ structs: records }, target);
    inFolder([text], "c", (folder, [file = ""]) => {
      const options = ["-std=c11", "-ffreestanding", "-fsyntax-only", "-w"];
      execute("clang-14", [`--target=${triples[target] ?? ""}`, ...options, file], folder);
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
    expect(constantsIn(trip.text), layout.file).toEqual([]);
    expect(rowsOfGcc(trip, target), layout.file).toEqual(rowsOf(trip));
    count += trip.questions.length;
  }
  expect(count).toBeGreaterThan(250);
});
