/** Templates of JSON schemas become what the structs that are written out become. */
import { compile } from "structview";
import { describe, expect, test } from "vitest";

const spanAt = () => ({ file: "a.json", line: 1, column: 1, endLine: 1, endColumn: 1 });

function outputsOf(documents: { readonly [file: string]: readonly unknown[] }): readonly string[] {
  const schemas = Object.entries(documents).map(([file, types]) => ({
    file,
    data: { types },
    spanAt,
  }));
  const { outputs, diagnostics } = compile(schemas, (file) => file.replace(".json", ".ts"));
  expect(diagnostics).toEqual([]);
  return outputs.map(({ text }) => text);
}

const template = {
  kind: "template",
  name: "Run",
  doc: "A run.",
  parameters: ["T", "n"],
  byteOrder: "big",
  fields: [
    { name: "count", type: "u8", doc: "How many." },
    { name: "first", type: "T" },
    { name: "other", type: "T.le" },
    { name: "fixed", type: { kind: "array", element: "T", length: "n" } },
    { name: "part", type: { kind: "bytes", length: "count * n" } },
  ],
};

describe("an instance of a template", () => {
  test("is the struct with its arguments in the place of the parameters", () => {
    const instance = {
      kind: "instance",
      name: "ShortRun",
      template: "Run",
      arguments: { T: "u16", n: 4 },
    };
    const { fields } = template;
    const written = {
      kind: "struct",
      name: "ShortRun",
      doc: "A run.",
      byteOrder: "big",
      fields: [
        fields[0],
        { name: "first", type: "u16" },
        { name: "other", type: "u16.le" },
        { name: "fixed", type: { kind: "array", element: "u16", length: 4 } },
        { name: "part", type: { kind: "bytes", length: "count * (4)" } },
      ],
    };
    expect(outputsOf({ "a.json": [template, instance] })).toEqual(outputsOf({ "a.json": [written] }));
  });

  test("has units of bit fields whose integer and widths are parameters", () => {
    const unit = (base: string, width: number | string) => ({
      kind: "unit",
      base,
      bitOrder: "most-significant-first",
      fields: [
        { name: "low", type: { kind: "bits", width: 4 } },
        { name: "high", type: { kind: "bits", width } },
      ],
    });
    const register = {
      kind: "template",
      name: "Register",
      parameters: ["T", "n"],
      fields: [unit("T.be", "n")],
    };
    const instance = {
      kind: "instance",
      name: "Wide",
      template: "Register",
      arguments: { T: "u32", n: 28 },
    };
    const written = { kind: "struct", name: "Wide", fields: [unit("u32.be", 28)] };
    expect(outputsOf({ "a.json": [register, instance] })).toEqual(
      outputsOf({ "a.json": [written] }),
    );
  });

  test("takes types in place, lengths of expressions and structs, and has its own doc comment", () => {
    const point = { kind: "struct", name: "Point", fields: [{ name: "x", type: "u8" }] };
    const pair = {
      kind: "template",
      name: "Pair",
      parameters: ["A", "B", "length"],
      fields: [
        { name: "size", type: "u8" },
        { name: "a", type: "A" },
        { name: "b", type: { kind: "array", element: "B", length: "length" } },
      ],
    };
    const instance = {
      kind: "instance",
      name: "Both",
      doc: "Both.",
      template: "Pair",
      arguments: { A: { kind: "bits", width: 8 }, B: "Point", length: "size * 2" },
    };
    const written = {
      kind: "struct",
      name: "Both",
      doc: "Both.",
      fields: [
        { name: "size", type: "u8" },
        { name: "a", type: { kind: "bits", width: 8 } },
        { name: "b", type: { kind: "array", element: "Point", length: "size * 2" } },
      ],
    };
    expect(outputsOf({ "a.json": [point, pair, instance] })).toEqual(
      outputsOf({ "a.json": [point, written] }),
    );
  });

  test("can be in another file, whose types its fields name", () => {
    const point = { kind: "struct", name: "Point", fields: [{ name: "x", type: "u8" }] };
    const holder = {
      kind: "template",
      name: "Holder",
      parameters: ["T"],
      fields: [
        { name: "point", type: "Point" },
        { name: "value", type: "T" },
      ],
    };
    const instance = {
      kind: "instance",
      name: "Held",
      template: "Holder",
      from: "../lib/b.json",
      arguments: { T: "Own" },
    };
    const own = { kind: "struct", name: "Own", fields: [{ name: "y", type: "u16" }] };
    const written = {
      kind: "struct",
      name: "Held",
      fields: [
        { name: "point", type: { kind: "reference", name: "Point", from: "../lib/b.json" } },
        { name: "value", type: "Own" },
      ],
    };
    expect(outputsOf({ "app/a.json": [own, instance], "lib/b.json": [point, holder] })).toEqual(
      outputsOf({ "app/a.json": [own, written], "lib/b.json": [point] }),
    );
  });

  test("of itself is a cycle, and has no end that is looked for", () => {
    const node = {
      kind: "template",
      name: "Node",
      parameters: ["T"],
      fields: [{ name: "next", type: "T" }],
    };
    const instance = { kind: "instance", name: "Self", template: "Node", arguments: { T: "Self" } };
    const data = { types: [node, instance] };
    const { diagnostics } = compile([{ file: "a.json", data, spanAt }], () => "a.ts");
    expect(diagnostics.map(({ code }) => code)).toEqual(["type-cycle"]);
  });
});
