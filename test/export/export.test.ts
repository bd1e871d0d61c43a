/**
 * What `structview export` prints in each language, as recorded: `UPDATE=1` records it anew. That it compiles
 * is what the live tests ask compilers.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { ExportResult } from "../../compiler/dist/commands/export.js";
import { exportLanguages, extensions } from "../../compiler/dist/emit-export/languages.js";
import { Project } from "../cli/project.js";
import { blocksOf, spansOf, tableOf } from "../readme/markdown.js";
import { exportAll, hostileDocument, layoutsOf } from "./documents.js";

const schema = `import {
  array, at, bits, bytes, constant, enumeration, f32, f64, flags, i16, struct, u16, u24, u32, u64,
  rest, u8, union, utf8, variant, when,
} from "structview/schema";

export const limit = 12;
/** What a reading is of. */
export const Kind = enumeration(u16, { /** Degrees. */ temperature: 1, pressure: 300 });
export const State = flags(u8, { on: 1, broken: 4 });
/** Where it was. */
export const Point = struct({ x: f32, y: f32 }, { rules: "c" });
export const Scalar = union({ whole: u32, parts: array(u8, 4) });
/**
 * A reading of a sensor.
 * It has what languages differ in.
 */
export const Reading = struct({
  kind: Kind,
  state: State,
  /** Since the start. */
  time: u64,
  port: u16.be,
  low: bits(3), high: bits(5),
  serial: u24,
  places: array(Point, 2, { stride: 12 }),
  value: Scalar,
  name: utf8(5),
  last: at(64, f64),
});
export const Native = struct({ first: u8, second: f64, third: i16, words: array(u32, 3) }, { rules: "c" });
export const Samples = struct({ count: u32, items: array(Point, rest) }, { rules: "c" });
export const Ping = struct({ type: constant(u8, 1), id: u24 });
export const Pong = struct({ type: constant(u8, 2), id: u24 });
export const Message = variant("type", [Ping, Pong]);
export const Optional = struct({ flag: u8, more: when("flag", u32) });
export const Packet = struct({ length: u8, body: bytes("length * 2") });
`;

let project: Project;

beforeAll(async () => {
  project = await Project.of({ "schemas/all.ts": schema });
});

describe("an export", () => {
  test.each(exportLanguages)("in %s is the text that was recorded", async (language) => {
    const { exitCode, output, errors } = await project.structview(["export", language]);
    const folder = new URL("golden/", import.meta.url);
    const golden = new URL(`${language}.${extensions[language]}.txt`, folder);
    const text = `${output}\n=== on standard error ===\n${errors}`;
    if (process.env["UPDATE"] === "1") {
      mkdirSync(folder, { recursive: true });
      writeFileSync(golden, text);
    }
    expect(text).toBe(readFileSync(golden, "utf8"));
    expect(exitCode).toBe(0);
  });

  test("has the vectors and matrices of shaders in WGSL, and arrays elsewhere", async () => {
    const shaders = await Project.of({
      "schemas/scene.ts": `import { bool32, f16, f32, i32, mat, struct, vec2, vec3 } from "structview/schema";
export const Camera = struct(
  { view: mat(4, 4, f32), normals: mat(3, 3, f32), eye: vec3(f32), far: f32, cell: vec2(i32), half: vec2(f16) },
  { rules: "wgsl-storage" },
);
export const Block = struct({ wide: mat(2, 2, f32), isOn: bool32 }, { rules: "std140" });
export const Rows = struct({ rows: mat(2, 3, f32, { order: "row" }) }, { rules: "std430" });
`,
    });
    const wgsl = await shaders.structview(["export", "wgsl"]);
    expect(wgsl.errors).toBe("");
    const types = [...wgsl.output.matchAll(/^ +@align\((\d+)\) .*: (.*),$/gm)];
    expect(types.map(([, alignment, type]) => `${alignment} ${type}`)).toEqual([
      "16 mat4x4<f32>",
      "16 mat3x3<f32>",
      "16 vec3<f32>",
      "4 f32",
      "8 vec2<i32>",
      "4 vec2<f16>",
      // A matrix of GLSL has more bytes between its columns.
      "4 array<f32, 8>",
      "4 u32",
      "8 mat3x2<f32>",
    ]);
    const c = await shaders.structview(["export", "c", "--struct", "Block"]);
    expect(c.output).toContain("float wide[8];");
    expect(c.output).toContain("uint32_t isOn;");
  });

  test("of a struct by name has what it nests, and nothing else", async () => {
    const args = ["export", "c", "--struct", "Native", "--struct", "Samples"];
    const { exitCode, output, errors } = await project.structview(args);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
    const declared = [...output.matchAll(/^typedef \w+ \w+ (\w+);/gm)].map(([, name]) => name);
    expect(declared).toEqual(["Native", "Point", "Samples"]);
    expect(output).toContain("Point items[];");
  });

  test("of a struct that a language cannot express is an error that names it", async () => {
    const { exitCode, output, errors } = await project.structview([
      "export",
      "rust",
      "--struct",
      "Packet",
      "-q",
    ]);
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: "" });
    expect(errors).toBe(
      "structview: Packet is not exported: the size of body depends on the contents\n",
    );
  });

  test("of an unknown struct is wrong usage", async () => {
    const { exitCode, errors } = await project.structview(["export", "c", "--struct", "Redaing"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("did you mean Reading?");
  });

  test("tells programs its text, its file and what is missing", async () => {
    const { output } = await project.structview(["export", "go", "--json", "--struct", "Native"]);
    const { result } = JSON.parse(output) as { readonly result: ExportResult };
    expect(result).toMatchObject({ language: "go", file: null, refused: [] });
    expect(result.text).toContain("type Native struct {");
    const failed = await project.structview(["export", "go", "--json", "--struct", "Scalar"]);
    const reason = "it is a union, and Go has none";
    expect(JSON.parse(failed.output)).toMatchObject({
      exitCode: 1,
      result: { text: "", refused: [{ name: "Scalar", reason }] },
    });
  });

  test("is written to a file or into a folder, and over nothing that people wrote", async () => {
    const first = await project.structview(["export", "c", "-o", "native/structs.h"]);
    expect(first.errors).toContain("wrote native/structs.h\n");
    const text = await project.read("native/structs.h");
    const second = await project.structview(["export", "rust", "-o", "native"]);
    expect(second.errors).toContain("wrote native/all.rs\n");
    expect(await project.read("native/all.rs")).toContain("pub struct Reading");
    // What an export has written is written over.
    await project.write({ "native/structs.h": `${text.slice(0, 150)}\n` });
    expect((await project.structview(["export", "c", "-o", "native/structs.h"])).exitCode).toBe(0);
    expect(await project.read("native/structs.h")).toBe(text);
    await project.write({ "native/own.h": "int own;\n" });
    const refused = await project.structview(["export", "c", "-o", "native/own.h"]);
    expect(refused.exitCode).toBe(2);
    expect(refused.errors).toContain("--force");
    expect(await project.read("native/own.h")).toBe("int own;\n");
    const forced = await project.structview(["export", "c", "-o", "native/own.h", "--force"]);
    expect(forced.exitCode).toBe(0);
    expect(await project.read("native/own.h")).toBe(text);
  });

  test("for a big-endian machine has numbers where the other one has bytes", async () => {
    const args = ["export", "c", "--struct", "Reading", "--byte-order", "big"];
    const { output } = await project.structview(args);
    expect(output).toContain("uint16_t port;");
    expect(output).toContain("uint8_t time[8];");
    expect(output).toContain("__ORDER_BIG_ENDIAN__");
  });
});

/** Returns a schema for a target of C with bit fields. */
function schemaFor(target: string, name: string): string {
  return `
import { bitField, cTarget, struct } from "structview/schema";
const c = cTarget("${target}");
export const ${name} = struct(
  { low: bitField(c.unsignedInt, 3), high: bitField(c.unsignedInt, 5), next: c.pointer },
  { rules: c },
);
`;
}

describe("structs of C", () => {
  test("are for the byte order of their target, if nothing else is said", async () => {
    const own = await Project.of({ "schemas/a.ts": schemaFor("s390x-linux", "Packet") });
    const { output } = await own.structview(["export", "c"]);
    expect(output).toContain("__ORDER_BIG_ENDIAN__");
    expect(output).toContain("  uint32_t low : 3;\n  uint32_t high : 5;\n  uint64_t next;\n");
    const other = await own.structview(["export", "c", "--byte-order", "little"]);
    // The first bit is the most significant one there, which no compiler for the other order does.
    expect(other.output).toContain(
      "enum { Packet_low_shift = 5 };\nenum { Packet_low_width = 3 };",
    );
  });

  test("have pointers where the schema has typed ones, in arrays too", async () => {
    const own = await Project.of({
      "schemas/a.ts": `
import { array, cTarget, rest, struct } from "structview/schema";
const c = cTarget("x86_64-linux");
const node = c.pointerTo("Node");
export const Node = struct(
  { next: node, grid: array(array(node, 3), 2), plain: array(c.pointer, 2), tail: array(node, rest) },
  { rules: c },
);
`,
    });
    const { output } = await own.structview(["export", "c"]);
    const declared = output.match(/^ {2}.*;$/gm) ?? [];
    expect(declared.map((each) => each.trim())).toEqual([
      "struct Node *next;",
      "struct Node *grid[2][3];",
      "uint64_t plain[2];",
      "struct Node *tail[];",
    ]);
  });

  test("have the bit fields of one kind of compiler; of others they are constants", async () => {
    const own = await Project.of({
      "schemas/a.ts": schemaFor("x86_64-linux", "First"),
      "schemas/b.ts": schemaFor("x86_64-windows-msvc", "Second"),
      "schemas/c.ts": schemaFor("aarch64-linux", "Third"),
    });
    const { output } = await own.structview(["export", "c"]);
    expect(output).toContain("placed as on x86_64-linux");
    expect(output.match(/ {2}uint32_t low : 3;/g)).toHaveLength(2);
    expect(output.match(/(\w+)_low_shift/g)).toEqual(["Second_low_shift"]);
    const { output: last } = await own.structview(["export", "c", "--struct", "Second"]);
    expect(last).toContain("#if !defined(_WIN32) && !defined(__CYGWIN__)\n#error");
    expect(last).toContain("  uint32_t low : 3;");
  });
});

describe("the page about exports", () => {
  const page = readFileSync(new URL("../../compiler/EXPORT.md", import.meta.url), "utf8");

  test("shows a schema and what it comes to in C", async () => {
    const blocks = blocksOf(page);
    const shown = blocks.find(({ file }) => file === "schemas/reading.ts");
    const own = await Project.of({ "schemas/reading.ts": shown?.text ?? "" });
    const { exitCode, output } = await own.structview(["export", "c", "--struct", "Reading"]);
    expect(exitCode).toBe(0);
    expect(output.trim()).toBe(blocks.find(({ language }) => language === "c")?.text.trim());
  });

  test("shows a struct of C that is the same in C again", async () => {
    const blocks = blocksOf(page);
    const shown = blocks.find(({ file }) => file === "schemas/packet.ts");
    const declared = blocks.filter(({ language }) => language === "c")[1]?.text;
    const own = await Project.of({ "schemas/packet.ts": shown?.text ?? "" });
    const { output } = await own.structview(["export", "c"]);
    expect(output).toContain(declared?.trim());
    expect(output).toContain(
      "#if defined(_WIN32) || defined(__CYGWIN__) || defined(__m68k__)\n#error",
    );
    expect(output).toContain("offsetof(Packet, length) == 8");
    expect(output).not.toContain("_shift");
  });

  test("has a row for each language", () => {
    const rows = tableOf(page, "language", "from", "asserts");
    const named = rows.flatMap(([cell = ""]) => spansOf(cell));
    expect(named).toEqual([...exportLanguages]);
  });
});

describe("names that mean something elsewhere", () => {
  test.each(["c", "rust", "csharp", "zig", "go", "kaitai"] as const)(
    "come to the same other names each time in %s",
    (language) => {
      const [first, second] = [1, 2].map(() => exportAll(layoutsOf(hostileDocument), language));
      expect(first).toEqual(second);
      expect(first?.refused).toEqual([]);
      // No character of the schema ends its comment, or turns the direction of reading.
      expect(first?.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u2028\u2029]/);
    },
  );

  test("are none of the words of Python, Java, C++, C# and Lua for Kaitai Struct", () => {
    const { text } = exportAll(layoutsOf(hostileDocument), "kaitai");
    expect(text).toContain("id: xclass\n");
    const ids = [...text.matchAll(/ id: (\w+)$/gm)].map(([, id = ""]) => id);
    const words =
      "int template operator union string base fixed lock class def end lambda default switch";
    for (const word of words.split(" ")) expect(ids).not.toContain(word);
  });

  test("keep no text that ends a comment", () => {
    const { text } = exportAll(layoutsOf(hostileDocument), "c");
    const code = text.replace(/\/\*.*?\*\//gs, "");
    expect(code).not.toContain("#error <b>");
    expect(code).not.toContain("*/");
  });
});
