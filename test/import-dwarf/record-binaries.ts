/**
 * Records small binaries of `probes.c`, and where the bytes that the compilers made say that each member
 * lies: `tsx test/import-dwarf/record-binaries.ts`. The tests of every day read them.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { bitsInModule, bitsInObject, formatOf, must, source } from "./probes.js";

const folder = path.join(path.dirname(source), "recorded");

/** Compilers with their options, by the name of the file. */
const commands: Readonly<Record<string, string>> = {
  "x86-64-dwarf-5.o": "gcc -g -gdwarf-5",
  "i386-dwarf-4-zlib.o": "gcc -m32 -gdwarf-4 -gz",
  "s390x-dwarf-2.o": "s390x-linux-gnu-gcc -gdwarf-2 -gstrict-dwarf",
  "powerpc64-type-units.o": "powerpc64-linux-gnu-gcc -gdwarf-5 -fdebug-types-section",
  "macos.o": "clang -g -target arm64-apple-macos",
  "i686-windows.o": "i686-w64-mingw32-gcc -g",
};

const answers: Record<string, Readonly<Record<string, readonly [number, number]>>> = {};
const work = mkdtempSync(path.join(tmpdir(), "structview-"));
for (const [name, command] of Object.entries(commands)) {
  const [compiler = "", ...options] = command.split(" ");
  const file = path.join(folder, name);
  await must(
    compiler,
    [...options, "-Os", "-w", "-c", "probes.c", "-o", file],
    path.dirname(source),
  );
  const byteOrder = /^(s390x|powerpc64)-/.test(name) ? "big" : "little";
  const bits = await bitsInObject(work, file, byteOrder, formatOf(command));
  answers[name] = toRows(bits);
}
const wasm = path.join(folder, "wasm32.wasm");
await must(
  "clang",
  ["-target", "wasm32", "-g", "-w", "-nostdlib", "-c", "probes.c", "-o", path.join(work, "wasm.o")],
  path.dirname(source),
);
await must("wasm-ld", ["--no-entry", "--export-all", "wasm.o", "-o", wasm], work);
answers["wasm32.wasm"] = toRows(await bitsInModule(wasm));
writeFileSync(path.join(folder, "answers.json"), `${JSON.stringify(answers)}\n`);

function toRows(
  bits: ReadonlyMap<string, { readonly bitOffset: number; readonly width: number }>,
): Readonly<Record<string, readonly [number, number]>> {
  return Object.fromEntries(
    [...bits].map(([symbol, { bitOffset, width }]) => [symbol, [bitOffset, width]] as const),
  );
}
