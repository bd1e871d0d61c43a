/** Imported types become a schema that compiles, whatever their names and places are. */
import { expect, test } from "vitest";
import type {
  ImportedMember,
  ImportedType,
  ImportedUse,
} from "../../compiler/dist/import/model.js";
import { schemaText } from "../../compiler/dist/import/print-schema.js";
import { Project } from "../cli/project.js";
import type { Layout } from "./compare.js";

const u8: ImportedUse = { kind: "scalar", scalar: "u8" };
const u32: ImportedUse = { kind: "scalar", scalar: "u32" };
const bits = (width: number): ImportedUse => ({ kind: "bits", width, interpretation: "unsigned" });
const of = (id: string): ImportedUse => ({ kind: "reference", id });
const member = (
  name: string | undefined,
  bitOffset: number,
  type: ImportedUse = u8,
): ImportedMember => ({
  name,
  bitOffset,
  type,
});
const record = (
  kind: "struct" | "union",
  name: string | undefined,
  size: number,
  members: readonly ImportedMember[],
  id = name ?? "",
): ImportedType => ({ kind, id, name, size, members });

/** Returns the layouts that are compiled from types, by name, and the remarks on them. */
async function compiled(types: readonly ImportedType[]): Promise<{
  readonly layouts: ReadonlyMap<string, Layout>;
  readonly remarks: readonly string[];
  readonly text: string;
}> {
  const placing = { kind: "offsets", byteOrder: "little" } as const;
  const { value: text, remarks } = schemaText({ origin: "x\n.o", placing, types });
  const project = await Project.of({ "schema.ts": text });
  const ran = await project.structview(["layout", "-s", "schema.ts", "--format", "json"]);
  expect({ errors: ran.errors, exitCode: ran.exitCode }).toEqual({ errors: "", exitCode: 0 });
  const { layouts } = JSON.parse(ran.output) as { readonly layouts: readonly Layout[] };
  return {
    layouts: new Map(layouts.map((layout) => [layout.name, layout])),
    remarks: remarks.map(({ subject, reason }) => `${subject} ${reason}`),
    text,
  };
}

test("names that a schema cannot have are others, and the comment has them as they were", async () => {
  const { layouts, text } = await compiled([
    record("struct", "at", 2, [member("toString", 0), member("constructor", 8)]),
    record("struct", "list", 1, [member("End", 0)]),
    record("struct", "listValue", 1, [member("list", 0)]),
    record("struct", "list", 2, [member("x", 0), member("x", 8)], "another list"),
    record("union", "std::map<int, a*>", 1, [member("a-b", 0)]),
    record("struct", "x*/ `y`", 1, [member("a", 0)]),
    record("struct", "Object", 1, [member("__proto__", 0)]),
    record("struct", "n".repeat(5000), 1, [member("m".repeat(5000), 0)]),
  ]);
  const names = [...layouts.keys()];
  expect(names.slice(0, -1)).toEqual([
    "at_",
    "list",
    "listValue_2",
    "list_2",
    "std_map_int_a_ptr",
    "x_ptr_y",
    "Object_",
  ]);
  expect(names.at(-1)).toMatch(/^n{111}_[0-9a-f]{8}$/);
  expect(layouts.get("at_")?.rows.map(({ name }) => name)).toEqual(["toString_", "constructor_"]);
  expect(layouts.get("list_2")?.rows.map(({ name }) => name)).toEqual(["x", "x_2"]);
  expect(text).toContain("/** `std::map<int, a*>`. */");
  expect(text).toContain("/** `x*\\/ 'y'`. */");
  expect(text).toMatch(/^\/\/ Imported by structview from x \.o\.\n/);
});

test("bits are a stream with padding where there are none, also in unions", async () => {
  const { layouts } = await compiled([
    record("struct", "Bits", 12, [
      member("a", 3, bits(2)),
      member("b", 8, bits(9)),
      member(undefined, 17, bits(4)),
      member("c", 40, bits(1)),
      member("d", 48, u8),
      member("e", 64, bits(12)),
    ]),
    record("union", "Either", 4, [member("low", 0, bits(3)), member("all", 0, bits(8))]),
  ]);
  const placesIn = (name: string): readonly unknown[] =>
    (layouts.get(name)?.rows ?? []).flatMap(({ kind, name: field, offset, size, bits: within }) =>
      kind === "field" ? [[field, offset * 8 + (within?.offset ?? 0), within?.width ?? size]] : [],
    );
  expect(placesIn("Bits")).toEqual([
    ["a", 3, 2],
    ["b", 8, 9],
    ["c", 40, 1],
    ["d", 48, 1],
    ["e", 64, 12],
  ]);
  expect(layouts.get("Bits")?.size).toBe(12);
  expect(placesIn("Either")).toEqual([
    ["low", 0, 1],
    ["all", 0, 8],
  ]);
  expect(placesIn("Either_low")).toEqual([["low", 0, 3]]);
  expect(layouts.get("Either")?.size).toBe(4);
});

test("anonymous members, flexible arrays and members without bytes", async () => {
  const { layouts, text } = await compiled([
    record("struct", "Outer", 12, [
      member("a", 0, u32),
      member(undefined, 32, of("inner struct")),
      member(undefined, 64, of("inner union")),
      member("nothing", 96, of("empty")),
      member("rest", 96, { kind: "array", element: u32, length: "rest" }),
    ]),
    record("struct", undefined, 4, [member("b", 0, u32)], "inner struct"),
    record("union", undefined, 4, [member("c", 0, u32), member("d", 0, u8)], "inner union"),
    record("struct", "Empty", 0, [], "empty"),
    record("struct", "Holder", 13, [member("outer", 0, of("Outer")), member("behind", 96)]),
    { kind: "alias", id: "alias", name: "Again", target: of("Outer") },
  ]);
  expect([...layouts.keys()].sort()).toEqual(["Holder", "Outer", "Outer_anonymous1", "Outer_head"]);
  expect(layouts.get("Outer")?.rows.map(({ name }) => name)).toEqual([
    "a",
    "b",
    "anonymous",
    "rest",
  ]);
  expect(layouts.get("Outer")?.size).toBe(null);
  expect(layouts.get("Outer_head")?.size).toBe(12);
  expect(layouts.get("Holder")?.rows.map(({ type, offset }) => [type, offset])).toEqual([
    ["Outer_head", 0],
    ["u8", 12],
  ]);
  expect(text).toContain("Left out: nothing at offset 12, which is empty.");
  expect(text).toContain("export const Again = Outer;");
});

test("a bool in a union, or in what lies in one, is lenient", async () => {
  const bool: ImportedUse = { kind: "scalar", scalar: "bool" };
  const { layouts } = await compiled([
    record("struct", "Inner", 1, [member("is", 0, bool)]),
    record("struct", "Alone", 1, [member("is", 0, bool)]),
    record("union", "Union", 1, [member("inner", 0, of("Inner")), member("is", 0, bool)]),
  ]);
  const typeIn = (name: string): string | undefined => layouts.get(name)?.rows.at(-1)?.type;
  expect(["Inner", "Alone", "Union"].map(typeIn)).toEqual(["lenientBool", "bool", "lenientBool"]);
});

test("members that overlap, or end behind their record, are left out by name", async () => {
  const { layouts, remarks } = await compiled([
    record("struct", "Wrong", 4, [
      member("a", 0, u32),
      member("b", 16, u8),
      member("c", 32, u8),
      member("d", 3, u8),
    ]),
  ]);
  expect(layouts.get("Wrong")?.rows.map(({ name }) => name)).toEqual(["a"]);
  expect(remarks).toEqual([
    "Wrong.d overlaps a, which ends at bit 32; it is left out",
    "Wrong.b overlaps a, which ends at bit 32; it is left out",
    "Wrong.c ends at bit 40, behind the 4 bytes of the record; it is left out",
  ]);
});

test("a member of an empty class is left out where another one has its byte", async () => {
  const { layouts, remarks, text } = await compiled([
    record("struct", "Shared", 16, [
      member("deleter", 0, of("Empty")),
      member("pointer", 0, { kind: "scalar", scalar: "u64" }),
      member("alone", 64, of("Empty")),
    ]),
    record("struct", "Empty", 1, []),
  ]);
  expect(remarks).toEqual([]);
  expect(layouts.get("Shared")?.rows.map(({ name, offset }) => [name, offset])).toEqual([
    ["pointer", 0],
    ["alone", 8],
    ["", 9],
  ]);
  expect(text).toContain("Left out: deleter at offset 0, which is empty.");
});

test("what is beyond what a schema can say is left out, or cut off", async () => {
  const long = `Name<${"x".repeat(20_000)}>`;
  const { layouts, remarks, text } = await compiled([
    record("struct", "Huge", 2 ** 28 + 4, [member("a", 0, u32)]),
    record("struct", "Tail", 4, [
      member("a", 0, u32),
      member("rest", 32, { kind: "array", element: of("Huge"), length: "rest" }),
    ]),
    { kind: "alias", id: "alias", name: "Again", target: of("Huge") },
    { ...record("struct", "Long", 4, [member("a", 0, u32)]), title: long },
  ]);
  expect(remarks).toEqual([
    "Huge has 268435460 bytes, and a schema says 268435456 at most; it is left out",
  ]);
  expect([...layouts.keys()]).toEqual(["Tail", "Long"]);
  expect(text).toContain(`/** \`${long.slice(0, 1000)}...\`. */`);
});
