/**
 * Records BTF of the structs of `probes.c`, and where the compiled bytes say that each member lies:
 * `tsx test/import-btf/record-blobs.ts`. The tests of every day read them.
 */
import { copyFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bitsInObject, must, source } from "../import-dwarf/probes.js";

const folder = fileURLToPath(new URL("recorded", import.meta.url));
const work = mkdtempSync(path.join(tmpdir(), "structview-"));
const answers: Record<string, Readonly<Record<string, readonly [number, number]>>> = {};

for (const target of ["bpfel", "bpfeb"]) {
  const options = ["-target", target, "-g", "-O1", "-w", "-c", source, "-o", "probes.o"];
  await must("clang", options, work);
  await record(`${target}.o`, target === "bpfeb" ? "big" : "little");
  // What is not BTF is not needed.
  await must("llvm-objcopy", ["--strip-debug", "--keep-section=.BTF", "probes.o"], work);
  copyFileSync(path.join(work, "probes.o"), path.join(folder, `${target}.o`));
}
for (const [name, compiler] of [
  ["x86-64.btf", "gcc"],
  ["s390x.btf", "s390x-linux-gnu-gcc"],
] as const) {
  await must(compiler, ["-g", "-w", "-c", source, "-o", "probes.o"], work);
  await must("pahole", ["-J", "probes.o"], work);
  await record(name, name === "x86-64.btf" ? "little" : "big");
  const to = path.join(folder, name);
  await must("llvm-objcopy", [`--dump-section=.BTF=${to}`, "probes.o", "copy.o"], work);
}
writeFileSync(path.join(folder, "answers.json"), `${JSON.stringify(answers)}\n`);

async function record(name: string, byteOrder: "big" | "little"): Promise<void> {
  const bits = await bitsInObject(work, "probes.o", byteOrder, "ELF");
  answers[name] = Object.fromEntries(
    [...bits].map(([symbol, { bitOffset, width }]) => [symbol, [bitOffset, width]]),
  );
}
