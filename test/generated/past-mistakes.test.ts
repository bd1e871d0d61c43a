/** Mistakes of the past, which must not come back. */
import { expect, test } from "vitest";
import type { DocumentData, StructData } from "../oracle/document.js";
import { errorOf, importDocument } from "../oracle/modules.js";
import type { AnyClass } from "../oracle/modules.js";

let count = 0;

async function load(
  fields: Readonly<Record<string, StructData["fields"][number]["type"]>>,
  ...others: DocumentData["types"]
): Promise<AnyClass> {
  const list = Object.entries(fields).map(([name, type]) => ({ name, type }));
  const types = [...others, { kind: "struct", name: "S", fields: list } as const];
  const module = await importDocument({ types }, `known-${process.pid}-${count++}`);
  if (module["S"] === undefined) throw new Error("no class");
  return module["S"];
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const rest = { kind: "rest" } as const;
const item = {
  kind: "struct",
  name: "Item",
  fields: [
    { name: "magic", type: { kind: "constant", base: "u8", value: 7 } },
    { name: "x", type: "u8" },
  ],
} as const;

test.each([
  ["a constant", { kind: "constant", base: "u64.number", value: 5 }],
  ["a number that is not zero", { kind: "nonzero", base: "u64.number" }],
  ["a number that is not zero, over a flag", { kind: "nonzero", base: { kind: "bits", width: 1, interpretation: "boolean" } }],
] as const)("%s is refused over what is no integer in the bytes", async (_, type) => {
  await expect(load({ a: type })).rejects.toThrow(/a base is an integer/);
});

test.each(["f16", "bf16"])("a constant that is no value of %s is refused", async (base) => {
  await expect(load({ a: { kind: "constant", base, value: 0.1 } })).rejects.toThrow();
});

test("padding does not clear a nested record of dynamic size", async () => {
  const inner = {
    kind: "struct",
    name: "Inner",
    fields: [
      { name: "n", type: "u8" },
      { name: "data", type: { kind: "bytes", length: "n" } },
    ],
  } as const;
  const S = await load({ gap: { kind: "padding", length: 1 }, inner: "Inner" }, inner);
  const record = S.create({ inner: { n: 2, data: bytes(8, 9) } });
  expect(record.$bytes).toEqual(bytes(0, 2, 8, 9));
});

test("bytes that are no whole element at the end are a SizeError", async () => {
  const S = await load({
    n: "u8",
    data: { kind: "bytes", length: "n" },
    words: { kind: "array", element: "u16", length: rest },
  });
  expect(errorOf(() => S.view(bytes(0, 1, 2, 3))).name).toBe("SizeError");
});

test("bytes that are no whole element of a nested record are a SizeError", async () => {
  const inner = {
    kind: "struct",
    name: "Inner",
    fields: [{ name: "words", type: { kind: "array", element: "u16", length: rest } }],
  } as const;
  const S = await load({ inner: "Inner" }, inner);
  expect(errorOf(() => S.view(bytes(1, 2, 3))).name).toBe("SizeError");
});

test.each(["count", "class", "delete", "static"])("an array at the end named %s", async (name) => {
  const S = await load({ [name]: { kind: "array", element: "u16", length: rest } });
  expect(S.sizeOf?.(3)).toBe(6);
});

test("a count that is no whole number is a ValidityError", async () => {
  const S = await load({
    n: "u8",
    shift: "i8",
    words: { kind: "array", element: "u16", length: "n << shift" },
  });
  expect(errorOf(() => S.view(bytes(5, 255, 1, 2, 3, 4, 5))).name).toBe("ValidityError");
});

test("create writes constants in an array whose length is an expression", async () => {
  const S = await load({ n: "u8", items: { kind: "array", element: "Item", length: "n" } }, item);
  expect(S.create({ n: 2 }).$bytes).toEqual(bytes(2, 7, 0, 7, 0));
});

test("create writes constants in an array of arrays", async () => {
  const inner = { kind: "array", element: "Item", length: 2 } as const;
  const S = await load({ items: { kind: "array", element: inner, length: 1 } }, item);
  expect(S.create().$bytes).toEqual(bytes(7, 0, 7, 0));
});

test("create writes the constants that an array is of", async () => {
  const element = { kind: "constant", base: "u8", value: 7 } as const;
  expect((await load({ all: { kind: "array", element, length: 2 } })).create().$bytes).toEqual(
    bytes(7, 7),
  );
});

test("null where an array takes the rest is a ValidityError", async () => {
  const S = await load({ words: { kind: "array", element: "u16", length: rest } });
  expect(errorOf(() => S.write(bytes(), { words: null })).name).toBe("ValidityError");
});

test.each(["nonzero", "enumeration"])("%s over a boolean bit is refused", async (kind) => {
  const base = { kind: "bits", width: 1, interpretation: "boolean" } as const;
  const members = [{ name: "x", value: 1 }];
  const seven = { kind: "bits", width: 7 } as const;
  const loading =
    kind === "nonzero"
      ? load({ a: { kind: "nonzero", base }, b: seven })
      : load({ a: "E", b: seven }, { kind: "enumeration", name: "E", base, members });
  await expect(loading).rejects.toThrow();
});
