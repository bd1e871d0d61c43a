/** What gcc says of unions, recorded: sizes, alignments, offsets, and the bytes of values. */
import { readFileSync } from "node:fs";
import { compile } from "structview";
import { beforeAll, describe, expect, test } from "vitest";
import { importDocument, windowOf } from "../oracle/modules.js";
import type { AnyModule } from "../oracle/modules.js";
import type { Answer } from "./gcc.js";
import { declarations, document, samples } from "./unions.js";

const answer = JSON.parse(readFileSync(new URL("answers.json", import.meta.url), "utf8")) as Answer;
let module: AnyModule;

beforeAll(async () => {
  module = await importDocument(document, `c-unions-${process.pid}`);
});

describe("with the rules of C", () => {
  test("gcc was asked about every type and every value", () => {
    expect(answer.types.map(({ name }) => name)).toEqual(declarations.map(({ name }) => name));
    expect(answer.samples).toHaveLength(samples.length);
  });

  test.each(answer.types)("$name has the size, alignment and offsets of C", (wanted) => {
    const { name, size, alignment, offsets } = wanted;
    const span = { file: "c.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
    const { layouts, diagnostics } = compile(
      [{ file: "c.json", data: document, spanAt: () => span }],
      () => "c.ts",
    );
    // A bool in a union is remarked on, and legal.
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const layout = layouts.flatMap(({ structs }) => structs).find((each) => each.name === name);
    expect({
      name,
      size: layout?.size,
      alignment: layout?.alignment,
      offsets: layout?.fields.map(({ position }) => position.bytes),
    }).toEqual({ name, size, alignment, offsets });
    expect([module[name]?.size, module[name]?.alignment]).toEqual([size, alignment]);
  });

  test.each(samples.map((each, index) => ({ ...each, wanted: answer.samples[index] ?? "" })))(
    "$union: $c.0 and what follows gives the bytes of C",
    ({ union, value, wanted }) => {
      const Union = module[union];
      const { bytes } = windowOf(new Uint8Array(wanted.length / 2).fill(0x5a), 3);
      Union?.write(bytes, value);
      expect(Buffer.from(bytes).toString("hex")).toBe(wanted);
      const [member = ""] = Object.keys(value);
      const read = Union?.view(Buffer.from(wanted, "hex"))[member];
      if (typeof value[member] !== "object") expect(read).toBe(value[member]);
    },
  );
});
