/** Schemas that are imported: what their modules are made of, where they lead, when they are made. */
import { TraceMap, originalPositionFor } from "@jridgewell/trace-mapping";
import { describe, expect, test } from "vitest";
import { DirectCompiler } from "../../compiler/dist/plugin/direct.js";
import type { DirectModule } from "../../compiler/dist/plugin/direct.js";
import { Project } from "../cli/project.js";
import type { Files } from "../cli/project.js";

const isSchema = (file: string): boolean => /\.layout\.(ts|json)$/.test(file);

async function compilerOf(files: Files): Promise<{
  readonly project: Project;
  readonly compile: (file: string) => Promise<DirectModule>;
}> {
  const project = await Project.of(files);
  const compiler = new DirectCompiler(project.root, isSchema);
  return { project, compile: async (file) => compiler.compile(project.pathOf(file)) };
}

const shapes = `import { array, bits, enumeration, flags, struct, u16, u8 } from "structview/schema";

export const Kind = enumeration(u8, {
  dot: 1,
  line: 2,
});
export const Marks = flags(u8, { filled: 1, dashed: 2 });

const common = { kind: Kind, marks: Marks };
const pair = () => struct({ first: u8, second: u16 });

export const Shape = struct({
  ...common,
  at: array(u16, 2), e: u8,
  low: bits(4), high: bits(4),
});
export const Pair = pair();
`;

describe("the source map", () => {
  test("leads from each class, accessor and member to its name in the schema", async () => {
    const { compile } = await compilerOf({ "shapes.layout.ts": shapes });
    const module = await compile("shapes.layout.ts");
    const wanted = {
      "class Shape {": "shapes.layout.ts:12:14 null",
      "Shape {": "shapes.layout.ts:12:14 Shape",
      "static viewPrefix(": "shapes.layout.ts:12:14 null",
      "get at(": "shapes.layout.ts:14:3 null",
      "at() {": "shapes.layout.ts:14:3 at",
      "get high(": "shapes.layout.ts:15:17 null",
      "set high(": "shapes.layout.ts:15:17 null",
      "get kind(": "shapes.layout.ts:9:18 null",
      "class ShapeArray": "shapes.layout.ts:12:14 null",
      "const ShapeLayout": "shapes.layout.ts:12:14 null",
      "get second(": "shapes.layout.ts:10:40 null",
      "class Pair {": "shapes.layout.ts:17:14 null",
      "const Kind ": "shapes.layout.ts:3:14 null",
      "line: 2": "shapes.layout.ts:5:3 line",
      "function nameOfKind": "shapes.layout.ts:3:14 null",
      "dashed: 0x02": "shapes.layout.ts:7:45 dashed",
      "import {": "undefined:null:1 null",
    };
    const got = Object.fromEntries(
      Object.keys(wanted).map((text) => [text, placeOf(module, text)]),
    );
    expect(got).toEqual(wanted);
    expect(placeOf(module, /(?<=get )e\(/)).toBe("shapes.layout.ts:14:22 e");
    expect(module.output?.map.sourcesContent).toEqual([shapes]);
  });

  test("leads from the lines within an accessor to the field, and from those behind it away", async () => {
    const { compile } = await compilerOf({ "shapes.layout.ts": shapes });
    const module = await compile("shapes.layout.ts");
    const within = /(?<=set high\(value\) \{\n\s*)\S/;
    expect(placeOf(module, within)).toBe("shapes.layout.ts:15:17 null");
    expect(placeOf(module, "toJSON() {")).toBe("shapes.layout.ts:12:14 null");
  });

  test("leads into JSON", async () => {
    const { compile } = await compilerOf({
      "point.layout.json": `{ "types": [
  { "kind": "struct", "name": "Point", "fields": [
    { "name": "x", "type": "u8" },
    { "name": "y", "type": "u8" }
  ] }
] }`,
    });
    const module = await compile("point.layout.json");
    expect(placeOf(module, "class Point {")).toBe("point.layout.json:2:31 null");
    expect(placeOf(module, "get y(")).toBe("point.layout.json:4:15 null");
  });
});

describe("the module of a schema", () => {
  test("imports those of others by their files, modules of one's own by what they are, and no schema language", async () => {
    const { compile } = await compilerOf({
      "a.layout.ts": `import { array, struct, u8, u16, wrapped } from "structview/schema";
import { B } from "./in/b.layout.js";
export const A = struct({
  b: array(B, 2),
  c: wrapped(u8, { from: "./c.js", name: "c" }),
  d: wrapped(u16, { from: "./in/d.js", name: "d" }),
});`,
      "in/b.layout.ts": `import { struct, u8 } from "structview/schema";
export const B = struct({ x: u8 });`,
      "c.ts": "export const c = { decode: (n: number) => n, encode: (n: number) => n };",
      "in/d.js": "export const d = { decode: (n) => n, encode: (n) => n };",
    });
    const { output, inputs, diagnostics } = await compile("a.layout.ts");
    expect(diagnostics).toEqual([]);
    const sources = [...(output?.code ?? "").matchAll(/from "([^"]+)"/g)].map(([, from]) => from);
    expect(sources.sort()).toEqual([
      "./c.ts",
      "./in/b.layout.ts",
      "./in/d.js",
      "@structview/runtime",
    ]);
    expect(inputs.map((file) => file.split("/").at(-1))).toEqual(["a.layout.ts", "b.layout.ts"]);
    expect(output?.code).not.toMatch(/@generated|eslint|: number|interface /);
  });

  test("holds what is alone in a schema, of any kind", async () => {
    const { compile } = await compilerOf({
      "flags.layout.ts": `import { flags, u8 } from "structview/schema";
export const Marks = flags(u8, { filled: 1 });`,
      "variant.layout.ts": `import { variant } from "structview/schema";
import { A, B } from "./cases.layout.js";
export const Either = variant("tag", [A, B]);`,
      "cases.layout.ts": `import { constant, struct, u8 } from "structview/schema";
export const A = struct({ tag: constant(u8, 1) });
export const B = struct({ tag: constant(u8, 2) });`,
    });
    const codeOf = async (file: string): Promise<string | undefined> =>
      (await compile(file)).output?.code;
    expect(await codeOf("flags.layout.ts")).toContain("export const Marks");
    expect(await codeOf("variant.layout.ts")).toContain("export const Either");
  });

  test("is not made where a struct comes from a file that is no schema", async () => {
    const { compile } = await compilerOf({
      "a.layout.ts": `import { struct } from "structview/schema";
import { B } from "./b.js";
export const A = struct({ b: B });`,
      "b.ts": `import { struct, u8 } from "structview/schema";
export const B = struct({ x: u8 });`,
    });
    const { output, diagnostics } = await compile("a.layout.ts");
    expect(output).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(["unnamed-type"]);
  });

  test("is made again when its schema or what that imports has other contents, and only then", async () => {
    const header = `import { struct, u16, u8 } from "structview/schema";\n`;
    const a = `${header}import { n } from "./n.js";\nexport const A = struct({ x: n === 1 ? u8 : u16 });`;
    const n = "export const n: number = 1;";
    const { compile, project } = await compilerOf({ "a.layout.ts": a, "n.ts": n });
    const first = await compile("a.layout.ts");
    expect(await compile("a.layout.ts")).toBe(first);
    await project.write({ "a.layout.ts": a, "n.ts": n });
    expect(await compile("a.layout.ts")).toBe(first);

    await project.write({ "n.ts": "export const n: number = 2;" });
    const second = await compile("a.layout.ts");
    expect(second.output?.code).toContain("getUint16");
    await project.write({ "a.layout.ts": `${header}export const A = struct({ x: u9 });` });
    const third = await compile("a.layout.ts");
    expect(third.output).toBeUndefined();
    expect(third.diagnostics).not.toEqual([]);
    expect(await compile("a.layout.ts")).toBe(third);
    await project.write({ "a.layout.ts": `${header}export const A = struct({ x: u8 });` });
    const fourth = await compile("a.layout.ts");
    expect(fourth.output?.code).toContain("getUint8");
    expect(fourth.inputs).toEqual([project.pathOf("a.layout.ts")]);
  });
});

/** Returns the place in the schema that the first text in the code leads to. */
function placeOf({ output }: DirectModule, text: string | RegExp): string {
  const { code = "", map } = output ?? {};
  const offset = typeof text === "string" ? code.indexOf(text) : code.search(text);
  expect(offset, String(text)).toBeGreaterThanOrEqual(0);
  const before = code.slice(0, offset).split("\n");
  const column = before.at(-1)?.length ?? 0;
  const trace = new TraceMap(JSON.stringify(map));
  const found = originalPositionFor(trace, { line: before.length, column });
  return `${found.source?.split("/").at(-1)}:${found.line}:${Number(found.column) + 1} ${found.name}`;
}

describe("what a module has beside its classes", () => {
  test("is there in another way, too: names and values of enumerations, masks, layouts", async () => {
    const { compile, project } = await compilerOf({ "shapes.layout.ts": shapes });
    const { output } = await compile("shapes.layout.ts");
    await project.write({ "shapes.mjs": output?.code ?? "" });
    const module = (await import(project.pathOf("shapes.mjs"))) as {
      readonly Kind: Readonly<Record<string, number>>;
      readonly Marks: Readonly<Record<string, number>>;
      readonly nameOfKind: (value: number) => string | undefined;
      readonly isKind: (value: number) => boolean;
      readonly maskOfMarks: (name: string) => number;
      readonly ShapeLayout: { readonly size: number };
    };
    const nameOf = (value: number): string | undefined =>
      Object.entries(module.Kind).find(([, each]) => each === value)?.[0];
    for (const value of [0, 1, 2, 3]) {
      expect(nameOf(value)).toBe(module.nameOfKind(value));
      expect(nameOf(value) !== undefined).toBe(module.isKind(value));
    }
    expect(module.Marks["dashed"]).toBe(module.maskOfMarks("dashed"));
    const args = ["layout", "Shape", "--schema", "shapes.layout.ts", "--format", "json"];
    const printed = await project.structview(args);
    expect(JSON.parse(printed.output)).toMatchObject({
      layouts: [{ name: "Shape", size: module.ShapeLayout.size }],
    });
  });
});
