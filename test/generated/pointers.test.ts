/** Addresses in fields and in arrays, of structs of the same schema and of others, over bytes made by hand. */
import type { StructReflection } from "@structview/runtime";
import { transform } from "esbuild";
import process from "node:process";
import { describe, expect, test } from "vitest";
import type { Files, Project } from "../cli/project.js";
import { run } from "../cli/project.js";
import type { DocumentData } from "../oracle/document.js";
import { importDocument } from "../oracle/modules.js";
import type { AnyArray, AnyModule, AnyRecord } from "../oracle/modules.js";
import { checkTypes, makeProject } from "../readme/try-program.js";

/** The data models that addresses differ in. */
const models: readonly Model[] = [
  { target: "wasm32-wasi", size: 4, isLittle: true },
  { target: "m68k-linux", size: 4, isLittle: false },
  { target: "x86_64-linux", size: 8, isLittle: true },
  { target: "s390x-linux", size: 8, isLittle: false },
];

interface Model {
  readonly target: string;
  readonly size: 4 | 8;
  readonly isLittle: boolean;
}

/** `struct Node { Node *children[3]; Node *grid[2][2]; unsigned char value; }`, and what it may be beside. */
async function importTree({ target, size }: Model): Promise<AnyModule> {
  const pointer = { kind: "pointer", base: `u${size * 8}`, type: "Node" };
  const array = (element: unknown, length: unknown): object => ({ kind: "array", element, length });
  const data = {
    types: [
      {
        kind: "struct",
        name: "Node",
        rules: "c",
        target,
        fields: [
          { name: "children", type: array(pointer, 3) },
          { name: "grid", type: array(array(pointer, 2), 2) },
          { name: "value", type: "u8" },
        ],
      },
      {
        kind: "struct",
        name: "Maybe",
        byteOrder: "runtime",
        fields: [
          { name: "count", type: "u8" },
          { name: "next", type: { kind: "conditional", condition: "count > 1", type: pointer } },
          { name: "pair", type: { kind: "conditional", condition: "count", type: array(pointer, 2) } },
          { name: "some", type: array(pointer, "count") },
        ],
      },
      {
        kind: "struct",
        name: "Around",
        fields: [
          { name: "none", type: "u8" },
          { name: "node", type: { kind: "anonymous", type: "Node" } },
          { name: "spread", type: { ...array({ ...pointer, type: "Around" }, 2), stride: 16 } },
        ],
      },
    ],
  };
  return importDocument(data as unknown as DocumentData, `pointers-${target}`);
}

/** Returns the record that an address of a field leads to. */
function follow(record: AnyRecord, name: string, ...indexes: number[]): AnyRecord | undefined {
  const method = record[`$${name}Target`] as (...indexes: number[]) => AnyRecord | undefined;
  return method.call(record, ...indexes);
}

/** Puts an address into a memory. */
function point(memory: DataView, at: number, to: number | bigint, { size, isLittle }: Model): void {
  if (size === 8) memory.setBigUint64(at, BigInt(to), isLittle);
  else memory.setUint32(at, Number(to), isLittle);
}

describe.each(models)("an array of addresses of $target", (model) => {
  const { target, size, isLittle } = model;
  const nodeSize = 8 * size;

  test("leads to records of the same buffer, by one index for each array", async () => {
    const { Node } = await importTree(model);
    expect(Node?.size, target).toBe(target === "m68k-linux" ? 7 * size + 2 : nodeSize);
    const memory = new DataView(new ArrayBuffer(512));
    const at = 16;
    const places = [64, 0, 128, 192, 256, 320, 384];
    for (const [index, to] of places.entries()) {
      point(memory, at + index * size, to, model);
      if (to !== 0) memory.setUint8(to + 7 * size, index + 1);
    }
    // A record of a view that does not begin where its buffer does.
    const record = Node?.viewAt(new DataView(memory.buffer, 8), at - 8) as AnyRecord;
    const values = [0, 1, 2, -1, -3].map((index) => follow(record, "children", index)?.["value"]);
    expect(values).toEqual([1, undefined, 3, 3, 1]);
    const inner = [0, 1].map((i) => [0, 1].map((j) => follow(record, "grid", i, j)));
    expect(inner.map((row) => row.map((each) => each?.["value"]))).toEqual([
      [4, 5],
      [6, 7],
    ]);
    const [found] = inner[1] ?? [];
    expect([found?.$offset, found?.$view.byteOffset]).toEqual([320, 0]);
    expect(follow(record, "children", 0)?.$view.buffer).toBe(memory.buffer);

    // The addresses are what they were: numbers, and bigints where they have 64 bits.
    const numbers = places.map((place) => (size === 8 ? BigInt(place) : place));
    const children = record["children"] as AnyArray;
    expect(children.toArray()).toEqual(numbers.slice(0, 3));
    children.setAt(1, numbers[3]);
    expect(follow(record, "children", 1)?.["value"]).toBe(4);
    const copy = Node?.create(Node.toObject(record)) as AnyRecord;
    expect(copy.$bytes).toEqual(record.$bytes);
  });

  test("says which element leads out of the buffer", async () => {
    const { Node } = await importTree(model);
    const memory = new DataView(new ArrayBuffer(256));
    const record = Node?.viewAt(memory, 16) as AnyRecord;
    const last = 256 - (Node?.size ?? 0);
    const refused = (name: string, ...indexes: number[]): unknown => {
      try {
        return follow(record, name, ...indexes);
      } catch (error) {
        return error;
      }
    };
    point(memory, 16 + 2 * size, last, model);
    expect(follow(record, "children", 2)?.$offset).toBe(last);
    point(memory, 16 + 2 * size, last + 1, model);
    const sizes = { struct: "Node", expected: 257, got: 256, needed: 257 };
    const path = { path: "children[2]", offset: 2 * size };
    const message = `Node.children[2] at offset ${2 * size}: expected ${Node?.size} bytes at the address 0x${(last + 1).toString(16)}, got a buffer of 256`;
    expect(refused("children", 2)).toMatchObject({ name: "SizeError", message, ...sizes, ...path });
    expect(refused("children", -1)).toMatchObject({ ...sizes, ...path });
    const greatest = size === 8 ? 2n ** 64n - 1n : 2 ** 32 - 1;
    point(memory, 16 + 6 * size, greatest, model);
    expect(refused("grid", 1, 1)).toMatchObject({ path: "grid[1][1]", offset: 6 * size });
    for (const index of [3, -4, 0.5, Number.NaN]) {
      expect(refused("children", index)).toMatchObject({ name: "IndexError", got: index });
    }
    expect(refused("grid", 2, 0)).toMatchObject({ name: "IndexError", got: 2 });
    expect(refused("grid", 0, 2)).toMatchObject({ name: "IndexError", got: 2 });
  });

  test("may be absent, promoted, apart, or in an order chosen at run time", async () => {
    const { Maybe, Around } = await importTree(model);
    const order = isLittle ? "little" : "big";
    const memory = new DataView(new ArrayBuffer(512));
    const none = Maybe?.viewAt(memory, 400, order) as AnyRecord;
    expect([none["$nextTarget"], follow(none, "pair", 0)]).toEqual([undefined, undefined]);
    expect(() => follow(none, "some", 0)).toThrow(expect.objectContaining({ name: "IndexError" }));
    memory.setUint8(32, 2);
    point(memory, 33, 64, model);
    for (const pair of [1, 3]) {
      point(memory, 33 + pair * size, 128, model);
      point(memory, 33 + (pair + 1) * size, 192, model);
    }
    for (const at of [64, 128, 192]) memory.setUint8(at + 7 * size, at);
    const some = Maybe?.viewAt(memory, 32, order) as AnyRecord;
    expect((some["$nextTarget"] as AnyRecord)["value"]).toBe(64);
    for (const name of ["pair", "some"]) {
      const values = [0, 1].map((index) => follow(some, name, index)?.["value"]);
      expect(values, name).toEqual([128, 192]);
    }
    point(memory, 33 + 3 * size, 512, model);
    const outside = { path: "some[0]", offset: 1 + 3 * size };
    expect(() => follow(some, "some", 0)).toThrow(expect.objectContaining(outside));

    const around = Around?.viewAt(memory, 300) as AnyRecord;
    point(memory, 301 + 2 * size, 64, model);
    expect(follow(around, "children", 2)?.["value"]).toBe(64);
    const { $offset } = around["spread"] as AnyArray;
    // Of a struct that says no order, which is little-endian.
    point(memory, $offset + 16, 300, { ...model, isLittle: true });
    expect(follow(around, "spread", 1)?.$offset).toBe(300);
    point(memory, $offset + 16, 511, { ...model, isLittle: true });
    const path = { path: "spread[1]", offset: $offset - 300 + 16 };
    expect(() => follow(around, "spread", 1)).toThrow(expect.objectContaining(path));
  });
});

test("the layout says what addresses lead to", async () => {
  const module: Readonly<Record<string, unknown>> = await importTree(models[0] as Model);
  const { fields } = module["NodeLayout"] as StructReflection;
  const said = fields.map(({ name, pointsTo }) => [name, pointsTo]);
  expect(said).toEqual([
    ["children", "Node"],
    ["grid", "Node"],
    ["value", undefined],
  ]);
});

/** Two schemas that point at each other, and one that nobody points at. */
const schemas: Readonly<Record<"TypeScript" | "JSON", Files>> = {
  TypeScript: {
    "schemas/hen.ts": `import { array, cTarget, struct } from "structview/schema";
import { Egg } from "./egg.js";
const c = cTarget("s390x-linux");
export const Hen = struct(
  { id: c.int, eggs: array(c.pointerTo(() => Egg), 2), sister: c.pointerTo("Hen") },
  { rules: c },
);
`,
    "schemas/egg.ts": `import { cTarget, struct } from "structview/schema";
import { Hen } from "./hen.js";
const c = cTarget("s390x-linux");
export const Egg = struct({ id: c.int, hen: c.pointerTo(() => Hen) }, { rules: c });
`,
    "schemas/farm.ts": `import { array, cTarget, struct } from "structview/schema";
import { Hen } from "./hen.js";
const c = cTarget("s390x-linux");
export const Farm = struct({ hens: array(c.pointerTo(Hen), 2) }, { rules: c });
`,
  },
  JSON: Object.fromEntries(
    [
      ["hen", "Hen", [
        ["id", "i32"],
        ["eggs", { kind: "array", element: pointerOf("Egg", "./egg.json"), length: 2 }],
        ["sister", pointerOf("Hen")],
      ]],
      ["egg", "Egg", [["id", "i32"], ["hen", pointerOf("Hen", "./hen.json")]]],
      ["farm", "Farm", [
        ["hens", { kind: "array", element: pointerOf("Hen", "./hen.json"), length: 2 }],
      ]],
    ].map(([file, name, fields]) => [
      `schemas/${String(file)}.json`,
      JSON.stringify({
        types: [
          {
            kind: "struct",
            name,
            rules: "c",
            target: "s390x-linux",
            fields: (fields as [string, unknown][]).map(([name, type]) => ({ name, type })),
          },
        ],
      }),
    ]),
  ),
};

function pointerOf(name: string, from?: string): object {
  const type = from === undefined ? name : { kind: "reference", name, from };
  return { kind: "pointer", base: "u64", type };
}

const program = `
const memory = new DataView(new ArrayBuffer(256));
const hen = Hen.viewAt(memory, 8);
const egg = Egg.viewAt(memory, 64);
const farm = Farm.viewAt(memory, 128);
[hen.id, egg.id] = [7, 9];
hen.eggs.setAt(1, 64n);
egg.hen = 8n;
farm.hens.setAt(0, 8n);
const first: Hen | undefined = farm.$hensTarget(0);
const found: Egg | undefined = first?.$eggsTarget(1);
const back: Hen | undefined = found?.$henTarget?.$eggsTarget(1)?.$henTarget;
const none: Hen | undefined = hen.$sisterTarget;
console.log(JSON.stringify([first?.id, found?.id, back?.id, none, memory.getBigUint64(64 + 8)].map(String)));
`;

describe.each(["TypeScript", "JSON"] as const)("structs of other schemas in %s", (language) => {
  test("are found, also where modules import each other, whichever comes first", async () => {
    const project = await makeProject(schemas[language]);
    const generated = await project.structview(["generate"]);
    expect(generated.errors).toContain("3 written");
    const layout = await project.structview(["layout", "Farm"]);
    expect(layout.output).toContain("array(pointerTo(Hen), 2)");
    expect(await project.read("generated/farm.ts")).toContain("$$Hen.viewAt(");
    expect(await project.read("generated/hen.ts")).toContain(" Egg.viewAt(");
    const orders = [
      ["hen", "egg", "farm"],
      ["egg", "farm", "hen"],
    ];
    for (const [index, order] of orders.entries()) {
      const imports = order.map(
        (file) =>
          `import { ${file[0]?.toUpperCase()}${file.slice(1)} } from "./generated/${file}.js";\n`,
      );
      await project.write({ [`order${index}.ts`]: imports.join("") + program });
    }
    const sources = language === "TypeScript" ? ["hen", "egg", "farm"] : [];
    const files = sources.map((file) => `schemas/${file}.ts`);
    const programs = orders.map((_, index) => `order${index}.ts`);
    expect(await checkTypes(project, [...files, ...programs])).toBe("");
    for (const each of programs) {
      expect(await runTyped(project, each)).toEqual({
        exitCode: 0,
        output: '["7","9","7","undefined","8"]\n',
        errors: "",
      });
    }
  });
});

/** Runs a program of a project with the types left out, and so what is generated. */
async function runTyped(project: Project, file: string): ReturnType<typeof run> {
  const modules = (await project.filesIn("generated")).filter((each) => each.endsWith(".ts"));
  for (const each of [file, ...modules]) {
    const { code } = await transform(await project.read(each), { loader: "ts", format: "esm" });
    await project.write({ [each.replace(/\.ts$/, ".js")]: code });
  }
  return run(process.execPath, [file.replace(/\.ts$/, ".js")], { cwd: project.root });
}

describe("what an address leads to", () => {
  test("is imported for the fields of anonymous structs of other schemas", async () => {
    const project = await makeProject({
      ...schemas.TypeScript,
      "schemas/coop.ts": `import { anonymous, cTarget, struct } from "structview/schema";
import { Egg } from "./egg.js";
export const Coop = struct({ egg: anonymous(Egg) }, { rules: cTarget("s390x-linux") });
`,
    });
    const { exitCode } = await project.structview(["generate"]);
    expect(exitCode).toBe(0);
    await project.write({
      "program.ts": `import { Coop } from "./generated/coop.js";
const name: "Hen" | undefined = Coop.create().$henTarget?.$struct;
export { name };
`,
    });
    expect(await checkTypes(project, ["program.ts"])).toBe("");
  });

  test("is told where it throws, and where it has no name", async () => {
    const schema = (target: string): Files => ({
      "schemas/schema.ts": `import { cTarget, struct, u8 } from "structview/schema";
const c = cTarget("i386-linux");
const Hidden = struct({ a: u8 });
export const Node = struct({ next: c.pointerTo(${target}) }, { rules: c });
void Hidden;
`,
    });
    const told: readonly (readonly [string, string])[] = [
      ['() => { throw new Error("no"); }', "schema-throws: the schema module throws"],
      ["() => Hidden", "unnamed-type: the struct of Node.next has no name"],
      ["() => {}", "undefined-type"],
      ["u8", "invalid-document"],
    ];
    for (const [target, message] of told) {
      const project = await makeProject(schema(target));
      const { exitCode, errors } = await project.structview(["generate"]);
      expect(errors, target).toContain(`schemas/schema.ts:4:30 error ${message}`);
      expect(exitCode).toBe(1);
    }
  });
});
