/** Mistakes of people who use the program, and what it says: tried as it is built, and as it is packed. */
import { chmod, mkdir, symlink } from "node:fs/promises";
import type { Files, Project } from "./project.js";

/** A mistake. */
export interface Mistake {
  readonly name: string;
  readonly files?: Files;
  /** What is done to the project, once its files are there. */
  readonly prepare?: (project: Project) => Promise<void>;
  /** Arguments; without them those of `generate`. */
  readonly args?: readonly string[];
  readonly exitCode: number;
  /** What is printed on standard error. */
  readonly want: RegExp;
  /** Whether it takes a user that permissions apply to. */
  readonly needsPermissions?: boolean;
}

const good = `import { struct, u16, u8 } from "structview/schema";

export const Point = struct({ x: u8, y: u16 });
`;
const schema = (text: string): Files => ({
  "schemas/a.ts": `import { at, bits, bytes, struct, u16, u8 } from "structview/schema";\n\n${text}\n`,
});
const json = (...types: readonly object[]): Files => ({
  "schemas/a.json": JSON.stringify({ types }, undefined, 2),
});
const structOf = (name: string, fields: Readonly<Record<string, unknown>>): object => ({
  kind: "struct",
  name,
  fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
});
const config = (value: unknown): Files => ({
  "schemas/a.ts": good,
  "structview.config.json": JSON.stringify(value),
});

/** All of them: in schemas, in the configuration, in files and folders, in the call. */
export const mistakes: readonly Mistake[] = [
  {
    name: "a misspelt option of a struct",
    files: schema('export const A = struct({ x: u8 }, { byteorder: "big" });'),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:14 error invalid-document: A: unknown key byteorder; did you mean byteOrder\?/,
  },
  {
    name: "a misspelt name of an import",
    files: { "schemas/a.ts": good.replaceAll("u16", "u166") },
    exitCode: 1,
    want: /^schemas\/a\.ts:1:18 error unknown-type: unknown type u166; did you mean u16\?/,
  },
  {
    name: "a missing import",
    files: { "schemas/a.ts": good.replace(", u8", "") },
    exitCode: 1,
    want: /^schemas\/a\.ts:3:34 error schema-throws: .*: u8 is not defined; import it from structview\/schema/,
  },
  {
    name: "a number for a type",
    files: schema("export const A = struct({ x: 8 as never });"),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:27 error invalid-document: A\.x\.type: expected a type such as u8, got 8/,
  },
  {
    name: "an offset within the field before",
    files: schema("export const A = struct({ x: u16, y: at(1, u8) });"),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:35 error offset-overlaps: A\.y is placed at offset 1, but what is before it ends at 2; move it to 2 or behind/,
  },
  {
    name: "bits that fill no byte",
    files: schema("export const A = struct({ x: bits(3), y: u8 });"),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:27 error bits-not-whole-bytes: .* has 3 bits, .*; add 5 bits/,
  },
  {
    name: "a length by a field that is misspelt",
    files: schema('export const A = struct({ length: u8, x: bytes("lenght") });'),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:39 error unknown-field: .*did you mean length\?/,
  },
  {
    name: "an expression that ends too early",
    files: schema('export const A = struct({ length: u8, x: bytes("length *") });'),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:39 error invalid-expression: the expression "length \*" cannot be used/,
  },
  {
    name: "structs that contain each other",
    files: json(structOf("A", { b: "B" }), structOf("B", { a: "A" })),
    exitCode: 1,
    want: /^schemas\/a\.json:\d+:\d+ error type-cycle: A > B > A: .*; break the cycle/,
  },
  {
    name: "a type that nobody declares",
    files: json(structOf("A", { b: "Bee" }), structOf("Beer", { a: "u8" })),
    exitCode: 1,
    want: /error unknown-type: unknown type Bee; did you mean Beer\?/,
  },
  {
    name: "a struct twice",
    files: json(structOf("A", { b: "u8" }), structOf("A", { a: "u8" })),
    exitCode: 1,
    want: /error duplicate-name: the type A is declared twice, first in line 5; rename one of them/,
  },
  {
    name: "words of the language as names",
    files: json(structOf("class", { b: "u8" }), structOf("B", { constructor: "u8" })),
    exitCode: 1,
    want: /error reserved-name: the type name class is reserved: .*\n[^]*error reserved-name: the field name constructor is reserved: /,
  },
  {
    name: "a name of generated code",
    files: json(structOf("DataView", { b: "u8" })),
    exitCode: 1,
    want: /error reserved-name: the type name DataView is reserved: generated code uses it/,
  },
  {
    name: "keys that would change all objects",
    files: { "schemas/a.json": '{ "__proto__": { "x": 1 }, "types": [] }' },
    exitCode: 1,
    want: /^schemas\/a\.json:1:\d+ error invalid-document: the document: unknown key __proto__; remove it/,
  },
  {
    name: "a JSON that is too deep",
    files: { "schemas/a.json": "[".repeat(100_000) },
    exitCode: 1,
    want: /^schemas\/a\.json:1:65 error schema-syntax: .*nested deeper than 64 levels/,
  },
  {
    name: "a slip in the syntax",
    files: schema("export const A = struct({ x: u8 ];"),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:33 error schema-syntax: syntax error: ',' expected\.\n[^]*\nFound 1 error in 1 file\.\n$/,
  },
  {
    name: "an empty JSON",
    files: { "schemas/a.json": "" },
    exitCode: 1,
    want: /^schemas\/a\.json:1:1 error schema-syntax: syntax error: the file is empty/,
  },
  {
    name: "a file in Latin-1",
    files: { "schemas/a.ts": Buffer.from(`${good}// caf\u00e9\n`, "latin1") },
    exitCode: 1,
    want: /^error schema-unreadable: schemas\/a\.ts cannot be read: it is not UTF-8; save it as that/,
  },
  {
    name: "a file in UTF-16",
    files: { "schemas/a.json": Buffer.from('\uFEFF{ "types": [] }', "utf16le") },
    exitCode: 1,
    want: /^error schema-unreadable: schemas\/a\.json cannot be read: it is not UTF-8; save it as that/,
  },
  {
    name: "a mark of the byte order and ends of lines as Windows has them",
    files: { "schemas/a.ts": `\uFEFF${good.replaceAll("\n", "\r\n").replace("y: u16", "x: u16")}` },
    exitCode: 1,
    want: /^schemas\/a\.ts:3:38 error duplicate-name: /,
  },
  {
    name: "a schema that throws",
    files: schema('throw new Error("not today");'),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:\d+ error schema-throws: .*: not today\n/,
  },
  {
    name: "a schema that recurses for ever",
    files: schema("const f = (n: number): number => f(n + 1) + 1;\nf(0);"),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:\d+ error schema-throws: .*: Maximum call stack size exceeded\n/,
  },
  {
    name: "a schema that ends the program",
    files: schema("process.exit(0);"),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:\d+ error schema-throws: .*: it ends the program with process\.exit\(0\)\n/,
  },
  {
    name: "a schema that forgets an error",
    files: schema('void Promise.reject(new Error("later"));'),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:\d+ error schema-throws: .*: later\n/,
  },
  {
    name: "a schema that waits for ever",
    files: schema("await new Promise(() => {});"),
    exitCode: 1,
    want: /^schemas\/a\.ts:1:1 error schema-throws: .*: an await of it never ends\n/,
  },
  {
    name: "a package that is not installed",
    files: schema('import "no-such-package";'),
    exitCode: 1,
    want: /^schemas\/a\.ts:3:9 error schema-throws: .*: Cannot find module 'no-such-package'\n/,
  },
  {
    name: "two schemas for one module",
    files: { "schemas/a.ts": good, ...json(structOf("A", { b: "u8" })) },
    exitCode: 1,
    want: /^schemas\/a\.ts:1:1 error output-collision: the output generated\/a\.ts is also that of schemas\/a\.json; rename one of the schema files/,
  },
  {
    name: "a misspelt key of the configuration",
    files: config({ schema: "x" }),
    exitCode: 2,
    want: /^structview: structview\.config\.json: unknown key schema; did you mean schemas\?\n$/,
  },
  {
    name: "a configuration of another type",
    files: { "package.json": '{ "structview": "schemas" }' },
    exitCode: 2,
    want: /^structview: "structview" in package\.json: expected an object with the keys schemas, out, silence, methods\n$/,
  },
  {
    name: "a configuration that is no JSON",
    files: { "structview.config.json": '{\n  "out": "x",\n}' },
    exitCode: 2,
    want: /^structview: structview\.config\.json:3:1 is no JSON: property name expected\n$/,
  },
  {
    name: "a package.json that is no JSON",
    files: { "package.json": '{ "structview": ' },
    exitCode: 2,
    want: /^structview: package\.json:1:\d+ is no JSON: value expected\n$/,
  },
  {
    name: "a configuration that throws",
    files: { "structview.config.ts": '\nthrow new Error("not today");\n' },
    exitCode: 2,
    want: /^structview: structview\.config\.ts:2 cannot be loaded: not today\n$/,
  },
  {
    name: "a slip in the syntax of the configuration",
    files: { "structview.config.ts": 'export default { out: "a" \n' },
    exitCode: 2,
    want: /^structview: structview\.config\.ts:2 cannot be loaded: syntax error: .*\n$/,
  },
  {
    name: "a configuration that exports nothing",
    files: { "structview.config.ts": "const out = 1;\n" },
    exitCode: 2,
    want: /^structview: structview\.config\.ts: it has no default export; write export default defineConfig\(\{ \.\.\. \}\)\n$/,
  },
  {
    name: "a folder where the configuration should be",
    prepare: async (project) => {
      await mkdir(project.pathOf("structview.config.json"));
    },
    exitCode: 2,
    want: /^structview: structview\.config\.json cannot be read: it is a folder\n$/,
  },
  {
    name: "a code that cannot be silenced",
    files: config({ silence: ["schema-emty"] }),
    exitCode: 2,
    want: /^structview: .*: silence: there is no code schema-emty; did you mean schema-empty\?\n$/,
  },
  {
    name: "schemas in the folder of the output",
    files: config({ out: "schemas" }),
    exitCode: 2,
    want: /^structview: schemas\/.* is in the output folder schemas, .*; name another folder\n$/,
  },
  {
    name: "a file where the output should be",
    files: { ...config({}), generated: "mine\n" },
    exitCode: 2,
    want: /^structview: generated is a file; the outputs go into a folder of that name\n$/,
  },
  {
    name: "a folder where a module should be",
    files: { ...config({}), "generated/a.ts/mine.txt": "mine\n" },
    exitCode: 2,
    want: /^structview: generated\/a\.ts is a folder; an output goes there\n$/,
  },
  {
    name: "a file of one's own where a module should be",
    files: { ...config({}), "generated/a.ts": "export const mine = 1;\n" },
    exitCode: 1,
    want: /^error output-not-ours: .*generated\/a\.ts/,
  },
  {
    name: "a configuration of prettier that is none",
    files: { ...config({}), ".prettierrc": "{ tabWidth:" },
    exitCode: 2,
    want: /^structview: the configuration of prettier cannot be used: .*\.prettierrc.* line 1/,
  },
  {
    name: "a plugin of prettier that is not installed",
    files: { ...config({}), ".prettierrc": '{ "plugins": ["no-such-plugin"] }' },
    exitCode: 2,
    want: /^structview: the configuration of prettier cannot be used: .*no-such-plugin/,
  },
  {
    name: "no schemas",
    exitCode: 1,
    want: /^error no-schemas: no schema file matches schemas\/\*\*\/\*\.\{ts,mts,json\}; name the files, or set "schemas" in the configuration\n/,
  },
  {
    name: "a glob that matches nothing",
    files: config({}),
    args: ["generate", "nowhere/*.ts"],
    exitCode: 1,
    want: /^error no-schemas: no schema file matches nowhere\/\*\.ts; /,
  },
  {
    name: "a schema that is not there",
    args: ["generate", "nowhere.ts"],
    exitCode: 1,
    want: /^error schema-unreadable: nowhere\.ts cannot be read: there is no such file\n/,
  },
  {
    name: "an address for a schema",
    args: ["generate", "https://example.com/x.ts"],
    exitCode: 1,
    want: /^error schema-unreadable: .*example\.com\/x\.ts cannot be read: there is no such file\n/,
  },
  {
    name: "a folder for a schema",
    prepare: async (project) => {
      await mkdir(project.pathOf("a.ts"));
    },
    args: ["generate", "a.ts"],
    exitCode: 1,
    want: /^error schema-unreadable: a\.ts cannot be read: it is a folder\n/,
  },
  {
    name: "a link that leads nowhere",
    prepare: async (project) => {
      await mkdir(project.pathOf("schemas"));
      await symlink("gone.ts", project.pathOf("schemas/a.ts"));
    },
    args: ["generate", "schemas/a.ts"],
    exitCode: 1,
    want: /^error schema-unreadable: schemas\/a\.ts cannot be read: there is no such file\n/,
  },
  {
    name: "a folder of schemas that cannot be read",
    files: { ...config({}), "schemas/deep/b.ts": good },
    prepare: async (project) => {
      await chmod(project.pathOf("schemas/deep"), 0);
    },
    exitCode: 1,
    want: /^error schema-unreadable: schemas\/deep cannot be read: permission denied\n/,
    needsPermissions: true,
  },
  {
    name: "an output that cannot be written",
    files: { ...config({}), "generated/mine.txt": "mine\n" },
    prepare: async (project) => {
      await chmod(project.pathOf("generated"), 0o555);
    },
    exitCode: 2,
    want: /^structview: generated\/a\.ts cannot be written: permission denied\n$/,
    needsPermissions: true,
  },
  {
    name: "an output that cannot be read",
    files: { ...config({}), "generated/mine.txt": "mine\n" },
    prepare: async (project) => {
      await chmod(project.pathOf("generated"), 0);
    },
    exitCode: 2,
    want: /^structview: generated cannot be read: permission denied\n$/,
    needsPermissions: true,
  },
  {
    name: "a misspelt command",
    args: ["genrate"],
    exitCode: 2,
    want: /^error: unknown command 'genrate'\n\(Did you mean generate\?\)\n$/,
  },
  {
    name: "a misspelt option",
    args: ["generate", "--wacth"],
    exitCode: 2,
    want: /^error: unknown option '--wacth'\n\(Did you mean --watch\?\)\n$/,
  },
  {
    name: "a misspelt code",
    args: ["explain", "type-cicle"],
    exitCode: 2,
    want: /^structview: there is no code type-cicle; did you mean type-cycle\?\n$/,
  },
  {
    name: "a misspelt struct",
    files: config({}),
    args: ["layout", "Piont"],
    exitCode: 2,
    want: /^structview: there is no struct, union or variant Piont; did you mean Point\?\n$/,
  },
  {
    name: "a format that there is not",
    args: ["layout", "--format", "pdf"],
    exitCode: 2,
    want: /^error: .*'pdf' is invalid\. Allowed choices are text, markdown, json, svg, rfc\.\n$/,
  },
  {
    name: "a shell that there is not",
    args: ["completion", "powershell"],
    exitCode: 2,
    want: /^error: .*'powershell' is invalid.* Allowed choices are bash, zsh, fish\.\n$/,
  },
];
