/** The READMEs, tried: what they show is compiled and run, and what they name is there. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as runtime from "@structview/runtime";
import { diagnosticCodes, methodGroups } from "structview";
import { isWarning } from "../../compiler/dist/diagnostics.js";
import * as language from "structview/schema";
import { ts } from "ts-morph";
import { beforeAll, describe, expect, test } from "vitest";
import type { Files } from "../cli/project.js";
import { Project, repository } from "../cli/project.js";
import { anchorsOf, blocksOf, linksOf, sectionOf, spansOf, tableOf } from "./markdown.js";
import { checkTypes, makeProject, runProgram, tryComments } from "./try-program.js";

const read = (file: string): string => readFileSync(path.join(repository, file), "utf8");
const names = ["README.md", "compiler/README.md", "runtime/README.md"];
const readme = read("README.md");
const root = JSON.parse(read("package.json")) as Package;
const words = Object.keys(language);
const imports = `import { ${words.join(", ")} } from "structview/schema";\n`;
const languageTable = tableOf(readme, "type", "bytes", "in TypeScript");

/** Milliseconds for what is made before the tests. */
const timeout = 60_000;

interface Package {
  readonly name: string;
  readonly engines: { readonly node: string };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

describe.each(names)("%s", (name) => {
  const markdown = read(name);
  const blocks = blocksOf(markdown);

  test("links to files and headings that exist", () => {
    const anchors = anchorsOf(markdown);
    for (const target of linksOf(markdown)) {
      if (target.startsWith("#")) expect(anchors).toContain(target);
      else {
        const [file = ""] = target.split("#");
        expect({ target, exists: existsSync(path.join(repository, name, "..", file)) }).toEqual({
          target,
          exists: true,
        });
      }
    }
  });

  test("names the file of each block of TypeScript", () => {
    const nameless = blocks.filter(({ language: is, file }) => is === "ts" && file === undefined);
    expect(nameless.map(({ line }) => `line ${line}`)).toEqual([]);
  });

  test("shows commands and scripts that exist", () => {
    const shown = [...markdown.matchAll(/\bnpm (start|test|run [\w:]+)/g)].map(([, script = ""]) =>
      script.replace("run ", ""),
    );
    expect(Object.keys(root.scripts ?? {})).toEqual(expect.arrayContaining(shown));
    const commands = [...markdown.matchAll(/(?:npx|\$) structview (\w+)/g)].map(([, word]) => word);
    expect([
      "init",
      "generate",
      "check",
      "layout",
      "import",
      "export",
      "explain",
      "completion",
    ]).toEqual(expect.arrayContaining([...new Set(commands)]));
    const installed = [...markdown.matchAll(/npm install (?:--save-dev )?([@\w/]+)/g)];
    const packages = ["compiler", "runtime"].map((each) => packageOf(each).name);
    expect(packages).toEqual(expect.arrayContaining(installed.map(([, each]) => each)));
  });
});

describe.each(names.slice(0, 2))("the programs of %s", (name) => {
  const blocks = blocksOf(read(name));
  const programs = blocks.filter(
    ({ file }) => file !== undefined && !isInput(file) && !isForBundlers(file),
  );
  const shown: { readonly wanted: unknown; readonly got: unknown }[] = [];
  let project: Project;

  beforeAll(async () => {
    project = await makeProject({});
    for (const { language: is, text, file } of blocks) {
      if (is === "ts" && file !== undefined && !isForBundlers(file))
        await project.write({ [file]: text });
      const command = is === "console" ? commandOf(text) : undefined;
      if (command === undefined) continue;
      const { exitCode, output, errors } = await project.structview(command.args);
      shown.push({
        wanted: { exitCode: 0, output: command.output },
        got: { exitCode, output: output + errors },
      });
    }
    await project.structview(["generate"]);
  }, timeout);

  test("print what is shown, and nothing is left to be generated", async () => {
    expect(shown.map(({ got }) => got)).toEqual(shown.map(({ wanted }) => wanted));
    expect(shown).toHaveLength(name === "README.md" ? 3 : 0);
    expect(await project.structview(["check"])).toMatchObject({ exitCode: 0 });
  });

  test("satisfy the TypeScript compiler, as their schemas do", async () => {
    const files = blocks.flatMap(({ file }) =>
      file === undefined || isForBundlers(file) ? [] : [file],
    );
    expect(await checkTypes(project, files)).toBe("");
  });

  test.for(programs.map(({ file, text }) => [file ?? "", text] as const))(
    "do what their comments say: %s",
    async ([file, text]) => {
      const { text: tried, count } = tryComments(text);
      expect(count).toBeGreaterThan(0);
      expect(await runProgram(project, file, tried)).toBe(`${count}\n`);
    },
  );
});

describe("the table of types", () => {
  const types = languageTable.flatMap(([shown = "", , typeName = ""]) =>
    spansOf(shown).map((type) => ({ type, typeName: spansOf(typeName)[0] })),
  );
  let project: Project;

  beforeAll(async () => {
    project = await makeProject({
      "codecs.ts": celsius,
      "schemas/types.ts": `${imports}${point}${types.map(({ type }, at) => structOf(type, at)).join("")}`,
    });
    expect(await project.structview(["generate"])).toMatchObject({ exitCode: 0 });
  }, timeout);

  test("has every word of the language in it, or in the text around it", () => {
    const section = sectionOf(readme, "## The schema language");
    const missing = words.filter((word) => !new RegExp(`\\b${word}\\b`).test(section));
    expect(missing).toEqual([]);
    const rows = languageTable.map(([shown = ""]) => shown).join(" ");
    const unlisted = words.filter((word) => !new RegExp(`\\b${word}\\b`).test(rows));
    expect([...unlisted].sort()).toEqual([
      "bitUnit",
      "byField",
      "check",
      "struct",
      "union",
      "variant",
    ]);
  });

  test("gives the TypeScript type of each", async () => {
    const lines = types.map(({ type, typeName }, at) => {
      const own = `T${at}["field"]`;
      const claim =
        typeName === undefined
          ? `Is<"field" extends keyof T${at} ? false : true>`
          : /^(ElementArray|FlagSet)/.test(typeName)
            ? `Is<Extends<${own}, ${typeName}>>`
            : `Is<Same<${own}, ${typeName}>>`;
      return `export const t${at}: ${claim} = true; // ${type}`;
    });
    await project.write({
      "types.ts": `import type { AsciiText, ElementArray, FlagSet, Latin1Text, Utf16Text, Utf8Text } from "@structview/runtime";
import type { Point, PointArray, Signal, Text, TextSequence, Word, ${types.map((_, at) => `T${at}`).join(", ")} } from "./generated/types.js";
type Is<T extends true> = T;
type IsAny<T> = 0 extends 1 & T ? true : false;
type Extends<A, B> = IsAny<A> extends true ? false : [A] extends [B] ? true : false;
type Same<A, B> = Extends<A, B> extends true ? Extends<B, A> : false;
${lines.join("\n")}
`,
    });
    expect(await checkTypes(project, ["types.ts"])).toBe("");
  });

  test("says what each holds", async () => {
    await project.write({ "schemas/claims.ts": imports + claimedSchema });
    expect(await project.structview(["generate"])).toMatchObject({ exitCode: 0 });
    await project.write({ "claims.ts": claims });
    expect(await checkTypes(project, ["claims.ts"])).toBe("");
    const { text, count } = tryComments(claims);
    expect(await runProgram(project, "claims.ts", text)).toBe(`${count}\n`);
  });
});

describe("the table of options of a struct", () => {
  const rows = tableOf(readme, "option", "values", "default");

  test("has the options that there are", () => {
    const source = ts.createSourceFile("", read("compiler/schema.ts"), ts.ScriptTarget.ES2022);
    const options = source.statements.flatMap((statement) =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === "StructOptions"
        ? statement.members.map(({ name }) => (name as ts.Identifier).text)
        : [],
    );
    expect(rows.map(([option = ""]) => spansOf(option)[0])).toEqual(options);
  });

  test("has values that compile", async () => {
    const options = rows.flatMap(([option = "", values = ""]) => {
      const literals = spansOf(values).filter((each) => /^(["[]|true$)/.test(each));
      const given = literals.length > 0 ? literals : ["8"];
      return given.map((value) => `${spansOf(option)[0]}: ${value}`);
    });
    const structs = options.map(
      (option, at) => `export const S${at} = struct({ a: u32, b: u32 }, { ${option} });\n`,
    );
    const project = await makeProject({ "schemas/options.ts": imports + structs.join("") });
    expect(await project.structview(["generate"])).toMatchObject({ exitCode: 0 });
    expect(await checkTypes(project, ["schemas/options.ts"])).toBe("");
  });
});

describe("the table of options of the build plugin", () => {
  const rows = tableOf(readme, "option", "default", "what it is");

  test("has the options that there are, and the default pattern", () => {
    const source = ts.createSourceFile(
      "",
      read("compiler/plugin/options.ts"),
      ts.ScriptTarget.ES2022,
    );
    const options = source.statements.flatMap((statement) =>
      ts.isInterfaceDeclaration(statement)
        ? statement.members.map(({ name }) => (name as ts.Identifier).text)
        : [],
    );
    const shown = rows.map(([option = ""]) => spansOf(option)[0]);
    expect([...shown].sort()).toEqual(options.sort());
    const [pattern] = spansOf(rows.find(([option]) => option === "`direct`")?.[1] ?? "");
    expect(read("compiler/plugin/options.ts")).toContain(`RegExp = ${pattern};`);
  });
});

describe("JSON schemas", () => {
  test("are the same document as the TypeScript that is shown", async () => {
    const shown = blocksOf(readme).find(({ language: is }) => is === "json")?.text ?? "";
    await expectSame({
      "json/sample.json": shown,
      "typescript/sample.ts": `${imports}
export const Quantity = enumeration(bits(4), { temperature: 1 });
export const Sample = struct({
  /** Always 1. */
  version: bits(4),
  quantity: Quantity,
  time: u32.le,
  note: bytes(rest),
}, { byteOrder: "big" });
`,
    });
  });

  test("say the same as TypeScript in each row of the table", async () => {
    const rows = tableOf(readme, "in TypeScript", "in JSON");
    const fieldsOf = (type: string, at: number): string => {
      const width = missingBits(type);
      const pad = { name: "pad", type: { kind: "bits", width } };
      return `{ "kind": "struct", "name": "T${at}"${isOfC(rows[at]?.[0] ?? "") ? ', "rules": "c"' : ""}, "fields": [
        { "name": "length", "type": "u8" }, { "name": "field", "type": ${spansOf(rows[at]?.[1] ?? "")[0]} }
        ${width === 0 ? "" : `, ${JSON.stringify(pad)}`}] }`;
    };
    const types = rows.map(([type = ""]) => spansOf(type)[0] ?? "");
    const shown = spansOf(sectionOf(readme, "### The same in JSON"));
    const [union, alias] = ["union", "alias"].map((kind) =>
      shown.find((each) => each.includes(`"kind": "${kind}"`)),
    );
    const unit = shown.find((each) => each.includes('"kind": "unit"'));
    const pointInJson = `{ "kind": "struct", "name": "Point", "fields": [
      { "name": "x", "type": "u16" }, { "name": "y", "type": "u16" }] }, {
      "kind": "struct", "name": "Text", "fields": [{ "name": "length", "type": "u8" },
      { "name": "text", "type": { "kind": "bytes", "length": "length" } }] },
      { "kind": "struct", "name": "Ping", "fields": [
        { "name": "type", "type": { "kind": "constant", "base": "u8", "value": 1 } }] },
      { "kind": "struct", "name": "Pong", "fields": [
        { "name": "type", "type": { "kind": "constant", "base": "u8", "value": 2 } },
        { "name": "id", "type": "u8" }] },
      { "kind": "variant", "name": "Signal", "tag": "type", "cases": ["Ping", "Pong"] },
      { "kind": "enumeration", "name": "Kind", "base": "u8", "members": [
        { "name": "ping", "value": 1 }, { "name": "pong", "value": 2 }] }`;
    const unitInJson = `{ "kind": "struct", "name": "Unit", "fields": [${unit}] }`;
    await expectSame({
      "json/rows.json": `{ "types": [${[pointInJson, union, alias, unitInJson, ...types.map(fieldsOf)].join(", ")}] }`,
      "typescript/rows.ts": `${imports}${point}export const Place = Point;
export const Unit = struct({ ...bitUnit(u16.be, { all: bits(16) }) });\n${types.map(structOf).join("")}`,
    });
  });

  test("refer to other files as it is said", async () => {
    const reference = spansOf(sectionOf(readme, "### The same in JSON")).find((each) =>
      each.includes('"reference"'),
    );
    const { exitCode } = await (
      await makeProject({
        "schemas/point.json": `{ "types": [{ "kind": "struct", "name": "Point", "fields": [{ "name": "x", "type": "u8" }] }] }`,
        "schemas/line.json": `{ "types": [{ "kind": "struct", "name": "Line", "fields": [{ "name": "from", "type": ${reference} }] }] }`,
      })
    ).structview(["generate"]);
    expect(exitCode).toBe(0);
  });
});

describe("the members of generated classes", () => {
  const kinds = ["fixed size", "dynamic size", "slice"];
  let members: readonly { readonly statics: string[]; readonly own: string[] }[] = [];
  let arrays: { readonly [name: string]: readonly string[] } = {};
  const scalars = words.filter((word) => /^([ui]\d+|b?f\d+|bool|lenientBool|char)$/.test(word));

  beforeAll(async () => {
    const project = await makeProject({
      "schemas/kinds.ts": `${imports}${point}
export const Track = struct({ count: u8, points: array(Point, "count") });
export const Samples = struct({ channel: u16, values: array(u32, rest) });
export const Arrays = struct({
  runs: array(bytes(4), 2), grid: array(array(u16, 2), 2), points: array(Point, 2),
  ${scalars.map((scalar) => `s_${scalar}: array(${scalar}, 2)`).join(", ")}
});
`,
    });
    expect(await project.structview(["generate"])).toMatchObject({ exitCode: 0 });
    const output = await runProgram(
      project,
      "names.ts",
      `import * as kinds from "./generated/kinds.js";
const { Point, Track, Samples, Arrays } = kinds as any;
const inherited = (value: object) => Object.getOwnPropertyNames(Object.getPrototypeOf(value));
const members = [Point, Track, Samples].map((each) => {
  const record = each.create();
  return { statics: Object.getOwnPropertyNames(each), own: [...Object.keys(record), ...inherited(record)] };
});
const record = Arrays.create();
const arrays: any = {};
for (const [name, is] of Object.entries(Object.getOwnPropertyDescriptors(Arrays.prototype)) as any) {
  if (is.get === undefined || name.startsWith("$")) continue;
  const array = record[name];
  arrays[name] = ArrayBuffer.isView(array) ? [] : [...Object.keys(array), ...inherited(array)];
}
const cursor = record.points.cursor();
arrays.cursor = [...Object.keys(cursor), ...inherited(cursor)];
console.log(JSON.stringify({ members, arrays }));
`,
    );
    ({ members, arrays } = JSON.parse(output) as {
      members: { statics: string[]; own: string[] }[];
      arrays: Record<string, string[]>;
    });
  }, timeout);

  test("exist where the table says so", () => {
    for (const [member = "", , exists = ""] of tableOf(readme, "member", "does", "exists for")) {
      const [, owner = "", name = ""] = /^`(\w)(?:\.|\[")([$~]?\w+)/.exec(member) ?? [];
      // Structs without computed fields have none of what belongs to them.
      if (owner === "a" || exists === "computed fields") continue;
      const found = kinds.filter((_, at) =>
        (owner === "X" ? members[at]?.statics : members[at]?.own)?.includes(name),
      );
      expect({ name, found }).toEqual({
        name,
        found: exists === "all" ? kinds : exists.split(", "),
      });
    }
  });

  test("are all in the table", () => {
    const table = tableOf(readme, "member", "does", "exists for").map(([member = ""]) => member);
    const named = new Set(table.map((member) => /(?:\.|\[")([$~]?\w+)/.exec(member)?.[1]));
    const internal =
      /^(\$check|\$viewAt|\$validate|\$write|\$twin|\$hash|\$isInspectable|\$\w+End|length|name|prototype|constructor)$/;
    const all = members.flatMap(({ statics, own }) => [
      ...statics,
      ...own.filter((each) => each.startsWith("$")),
    ]);
    expect(all.filter((each) => !internal.test(each) && !named.has(each))).toEqual([]);
  });

  test("of arrays exist where the table says so", () => {
    const rows = tableOf(sectionOf(readme, "### Arrays"), "member", "does", "exists for");
    const listed = rows.map(([member = ""]) => /\.(\$?\w+)/.exec(member)?.[1]);
    const all = ["length", "at", "setAt", "subarray", "slice", "$bytes", "toArray", "typed"];
    expect(listed).toEqual([...all, "column", "search", "sort", "cursor"]);
    const rowOf = (name: string): readonly string[] => rows[listed.indexOf(name)] ?? [];
    const having = (name: string): readonly string[] =>
      Object.keys(arrays).filter((each) => arrays[each]?.includes(name));
    const inPlace = Object.keys(arrays).filter(
      (each) => !["s_u8", "s_i8", "cursor"].includes(each),
    );
    for (const name of ["length", "at", "subarray", "slice", "$bytes", "toArray"]) {
      expect(having(name), name).toEqual(inPlace);
    }
    expect(having("setAt")).toEqual(inPlace.filter((each) => each !== "grid"));
    const typed = spansOf(rowOf("typed")[2] ?? "").map((scalar) => `s_${scalar}`);
    expect([...having("typed")].sort()).toEqual(typed.sort());
    for (const name of ["column", "search", "sort", "cursor"]) {
      expect(having(name), name).toEqual(["points"]);
    }
    const ofCursor = spansOf(rowOf("cursor")[1] ?? "").map((each) => each.replace(/\(.*/, ""));
    expect(arrays["cursor"]).toEqual(expect.arrayContaining(ofCursor));
  });
});

describe("errors and messages", () => {
  const thrown = Object.values(runtime)
    .filter((each) => typeof each === "function" && each.prototype instanceof runtime.LayoutError)
    .map((each) => (each as { name: string }).name)
    .sort();

  test.each(["README.md", "runtime/README.md"])("%s has all errors in a table", (name) => {
    const table = tableOf(read(name), "error", "thrown when");
    expect(table.map(([error = ""]) => spansOf(error)[0]).sort()).toEqual(thrown);
  });

  test("the exports of the runtime that are recommended are there", () => {
    const index = ts.createSourceFile(
      "",
      ["arrays", "bytes", "flags", "parse", "readonly-view", "transmute", "wrappers"]
        .map((file) => read(`runtime/${file}.ts`))
        .join("\n"),
      ts.ScriptTarget.ES2022,
    );
    const exported = index.statements.flatMap((statement) =>
      "name" in statement ? [(statement.name as ts.Identifier).text] : [],
    );
    const shown = tableOf(read("runtime/README.md"), "export", "is");
    const recommended = shown.map(([each = ""]) => /\w+/.exec(each)?.[0]);
    expect(exported).toEqual(expect.arrayContaining(recommended));
  });

  test("the table of warnings has exactly those that there are, in their order", () => {
    const table = tableOf(readme, "warning", "what it means");
    const warnings = diagnosticCodes.filter((code) => isWarning(code));
    expect(table.map(([code = ""]) => spansOf(code)[0])).toEqual(warnings);
    expect(table.flat().filter((cell) => cell === "")).toEqual([]);
  });

  test("the message that is shown is the one that is printed", async () => {
    const shown = blocksOf(readme).find(({ text }) => text.startsWith("schemas/bad.ts"))?.text;
    const project = await Project.of({
      "schemas/bad.ts": `import { bits, struct } from "structview/schema";

export const Header = struct({
  version: bits(4),
  length: bits(8),
});
`,
    });
    const before = await project.contents();
    const { exitCode, output, errors } = await project.structview(["generate"]);
    expect({ exitCode, output, errors }).toEqual({ exitCode: 1, output: "", errors: shown });
    expect(await project.contents()).toEqual(before);
  });
});

describe("the command line", () => {
  const section = sectionOf(readme, "## Command line");
  const schema = `${imports}export const Byte = struct({ x: u8 });\n`;

  const commands = [
    "init",
    "generate",
    "check",
    "layout",
    "import",
    "export",
    "explain",
    "completion",
  ];

  test("has the commands and options that are named, and no others", async () => {
    const project = await Project.of({});
    const help = await project.structview(["--help"]);
    const listed = [...help.output.matchAll(/^ {2}(\w+) (?:\[options\]|<\w+>| )/gm)].map(
      ([, name]) => name,
    );
    expect(listed).toEqual(commands);
    const shown = [...section.matchAll(/^\$ structview (\w+)/gm)].map(([, name]) => name);
    expect(shown).toEqual(commands);

    const named = new Map<string, string[]>(commands.map((name) => [name, []]));
    for (const [options = "", of = ""] of tableOf(readme, "option", "of", "does")) {
      const flags = spansOf(options).flatMap((each) => /^--?[a-z]+/.exec(each)?.[0] ?? []);
      for (const name of of === "all" ? commands : of.split(" ")) named.get(name)?.push(...flags);
    }
    for (const name of commands) {
      const { output } = await project.structview([name, "--help"]);
      const options = [...output.matchAll(/^ {2}(?:(-\w), )?(--[a-z]+)/gm)];
      const flags = options.flatMap(([, short, long]) => [short, long]);
      // Those of help and version have their letters, which the table leaves out.
      const expected = flags.filter((each) => each !== undefined && !["-h", "-v"].includes(each));
      expect({ name, flags: named.get(name)?.sort() }).toEqual({ name, flags: expected.sort() });
    }
  });

  test("has the keys of the configuration that are named, with their defaults", async () => {
    const rows = tableOf(readme, "key", "is", "default");
    const defaults = Object.fromEntries(
      rows.map(([key = "", , value = ""]): readonly [string, unknown] => {
        const [name = ""] = spansOf(key);
        return [name, name === "methods" ? methodGroups : JSON.parse(spansOf(value)[0] ?? "")];
      }),
    );
    expect(Object.keys(defaults)).toEqual(["schemas", "out", "silence", "methods"]);
    expect(rows.at(-1)?.at(-1)).toBe("all groups");
    const files = { "schemas/a.ts": schema, "schemas/b.mts": schema, "schemas/deep/c.ts": schema };
    const outputs = await Promise.all(
      [{}, { "structview.config.json": JSON.stringify(defaults) }].map(async (config: Files) => {
        const project = await Project.of({ ...files, ...config });
        await project.structview(["generate"]);
        const made = await project.filesIn("generated");
        const texts = made.map(async (file) => [file, await project.read(file)] as const);
        return Object.fromEntries(await Promise.all(texts));
      }),
    );
    expect(Object.keys(outputs[0] ?? {})).toHaveLength(3);
    expect(outputs[1]).toEqual(outputs[0]);
    const unknown = await Project.of({ "structview.config.json": '{ "output": "x" }' });
    expect((await unknown.structview(["check"])).exitCode).toBe(2);
  });

  test("prints JSON of the shape that is shown", async () => {
    const shown = blocksOf(section).find(({ language: is }) => is === "json")?.text ?? "";
    const wanted = JSON.parse(shown) as {
      readonly root: string;
      readonly diagnostics: readonly { readonly message: string }[];
    };
    const project = await Project.of({
      "schemas/point.ts": schema,
      "schemas/empty.ts": "export {};\n",
    });
    const { output } = await project.structview(["check", "--json"]);
    const got = JSON.parse(output) as typeof wanted;
    expect(got).toEqual({
      ...wanted,
      root: project.root,
      diagnostics: wanted.diagnostics.map((each) => ({
        ...each,
        message: expect.stringContaining(each.message.replace(/, \.\.\.$/, "")),
      })),
    });
    expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort());
    const rows = tableOf(readme, "command", "`result`");
    expect(rows.map(([command]) => command)).toEqual(commands);
    const argumentsOf: Readonly<Record<string, readonly string[]>> = {
      explain: ["no-schemas"],
      export: ["c"],
      import: ["btf", path.join(repository, "test/import-btf/recorded/x86-64.btf")],
      completion: ["bash"],
    };
    for (const [command = "", keys = ""] of rows) {
      const ran = await project.structview([command, ...(argumentsOf[command] ?? []), "--json"]);
      const { result } = JSON.parse(ran.output) as { readonly result: object };
      for (const key of Object.keys(result))
        expect({ command, keys }).toMatchObject({ keys: expect.stringContaining(`\`${key}\``) });
    }
  });

  test("exits with the codes that are named", async () => {
    const project = await Project.of({ "schemas/byte.ts": schema });
    const codeOf = async (...args: string[]): Promise<number | null> =>
      (await project.structview(args)).exitCode;
    expect(await codeOf("check")).toBe(1);
    expect(await codeOf("generate")).toBe(0);
    expect(await codeOf("check")).toBe(0);
    expect(await codeOf("generate", "--nothing")).toBe(2);
    await project.write({ "generated/byte.ts": "export const mine = 1;\n" });
    expect(await codeOf("generate")).toBe(1);
    expect(await project.read("generated/byte.ts")).toBe("export const mine = 1;\n");
  });

  test("reads each configuration that is named", async () => {
    const [first = "", ...endings] =
      /`(structview\S+)` \(or (.+)\), or the key\s+`structview`/.exec(section)?.slice(1) ?? [];
    const files = [first, ...spansOf(endings.join()).map((end) => first.replace(".ts", end))];
    expect(files).toHaveLength(5);
    const config = { schemas: "layouts/*.ts", out: "made" };
    const contents: readonly Files[] = [
      ...files.map((file) => ({
        [file]: file.endsWith(".json")
          ? JSON.stringify(config)
          : `export default ${JSON.stringify(config)};\n`,
      })),
      { "package.json": JSON.stringify({ type: "module", structview: config }) },
    ];
    await Promise.all(
      contents.map(async (each) => {
        const project = await Project.of({ "layouts/byte.ts": schema, ...each });
        await project.write({ "within/empty.txt": "" });
        const ran = await project.structview(["generate"], { within: "within" });
        expect({ each, ran }).toMatchObject({ each, ran: { exitCode: 0 } });
        expect(await project.filesIn("made")).toEqual(["made/byte.ts"]);
      }),
    );
  });
});

describe("what is said of the repository", () => {
  test("the dependencies are those of the compiler, and the runtime has none", () => {
    const paragraph = /The dependencies of the compiler[\s\S]*?\n\n/.exec(readme)?.[0] ?? "";
    const dependencies = Object.keys(packageOf("compiler").dependencies ?? {});
    expect([...spansOf(paragraph)].sort()).toEqual(dependencies.sort());
    expect(packageOf("runtime").dependencies ?? {}).toEqual({});
  });

  test("the stages are those of the pipeline, in their order, each in its file", () => {
    const rows = tableOf(readme, "stage", "file", "from, to");
    const [, pipeline = ""] = /^ \* +(load -> .*)$/m.exec(read("compiler/compile.ts")) ?? [];
    expect(rows.map(([stage]) => stage).join(" -> ")).toBe(pipeline);
    for (const [, file = ""] of rows) {
      const [, label = "", target = ""] = /^\[(.+)\]\((.+)\)$/.exec(file) ?? [];
      expect(target).toBe(`compiler/${label.replace(/\/$/, "")}`);
      expect(existsSync(path.join(repository, target))).toBe(true);
    }
  });

  test("what a file is said to hold is in it", () => {
    const section = sectionOf(readme, "## How it works").replaceAll("\n", " ");
    const mentions = [...section.matchAll(/`(\w+)` in \[[^\]]+\]\(([^)]+)\)/g)];
    expect(mentions).not.toEqual([]);
    for (const [, name = "", file = ""] of mentions) expect(read(file)).toContain(name);
    expect(read("compiler/document.ts")).toContain("ScalarExpression");
    expect(read("generated/ipv4.ts")).toMatch(/^ \* +8 +1 +ttl$/m);
  });

  test("the version of Node is the one that is asked for", () => {
    const [, version] = /It needs Node (\S+) or later/.exec(readme) ?? [];
    expect(
      [root, packageOf("compiler"), packageOf("runtime")].map((each) => each.engines.node),
    ).toEqual([1, 2, 3].map(() => `>=${version}`));
  });

  test("the schemas and the example are there", () => {
    for (const name of ["pcap", "ethernet", "arp", "ipv4", "ipv6", "tcp", "udp", "icmp"]) {
      expect(existsSync(path.join(repository, `schemas/${name}.ts`))).toBe(true);
    }
    expect(root.scripts?.["start"]).toContain("examples/read-capture");
  });
});

/** Structs and a union that others refer to. */
const point = `export const Point = struct({ x: u16, y: u16 });
export const Text = struct({ length: u8, text: bytes("length") });
export const Ping = struct({ type: constant(u8, 1) });
export const Pong = struct({ type: constant(u8, 2), id: u8 });
export const Signal = variant("type", [Ping, Pong]);
export const Word = union({ real: f32 });
export const Kind = enumeration(u8, { ping: 1, pong: 2 });
`;

/** The module of a codec that a schema names. */
const celsius =
  "export const celsius = { decode: (raw: number): string => `${raw}`, encode: Number };\n";

/** Returns the declaration of a struct `T<at>` whose field `field` has this type. */
function structOf(type: string, at: number): string {
  const isNamed = /^(enumeration|flags)\(/.test(type);
  const missing = missingBits(type);
  return `${isNamed ? `export const E${at} = ${type};\n` : ""}export const T${at} = struct({
  length: u8,
  field: ${isNamed ? `E${at}` : type},${missing === 0 ? "" : `\n  pad: bits(${missing}),`}
}${isOfC(type) ? ', { rules: "c" }' : ""});
`;
}

/** Whether a type is one that only structs with the rules of C have. */
function isOfC(type: string): boolean {
  return /^`?(bitField|unnamedBits)\(/.test(type);
}

/** Returns how many bits a field leaves of its last byte. */
function missingBits(type: string): number {
  const width =
    type === "flag" ? 1 : Number(/^(?:(?:padding|reserved)\()?bits\((\d+)/.exec(type)?.[1] ?? 0);
  return (8 - (width % 8)) % 8;
}

/** Whether a file is read by the compiler, and not a program that uses what it writes. */
function isInput(file: string): boolean {
  return /^(schemas\/|codecs\.|structview\.config\.)/.test(file);
}

/** Whether a file is tried with the bundlers, in test/bundlers. */
function isForBundlers(file: string): boolean {
  return file.startsWith("src/") || file.endsWith(".js");
}

/** Returns the first command of a block of a terminal and its output, if it shows any. */
function commandOf(
  text: string,
): { readonly args: readonly string[]; readonly output: string } | undefined {
  const [, args = "", output = ""] = /^\$ npx structview (.+)\n((?:[^$].*\n)+)/.exec(text) ?? [];
  return output === "" ? undefined : { args: args.split(" "), output };
}

/** Compiles `json/` and `typescript/` and expects the same modules but for their headers. */
async function expectSame(files: Files): Promise<void> {
  const project = await makeProject(files);
  const bodies: string[] = [];
  for (const folder of ["json", "typescript"]) {
    const ran = await project.structview(["generate", folder, "--out", `out/${folder}`]);
    expect(ran).toMatchObject({ exitCode: 0 });
    const [file = ""] = await project.filesIn(`out/${folder}`);
    bodies.push((await project.read(file)).replace(/^.*\n/, ""));
  }
  expect(bodies[0]).toBe(bodies[1]);
}

function packageOf(folder: string): Package {
  return JSON.parse(read(`${folder}/package.json`)) as Package;
}

/** What the text of the language section says, as a schema and a program. */
const claimedSchema = `${point}
export const Place = Point;
export const Metres = u16;
export const Colour = enumeration(u8, { red: 1, green: 2 });
export const Open = enumeration(u8, { red: 1 }, { open: true });
export const Values = struct({
  strict: bool, lenient: lenientBool, letter: char, safe: u64.asNumber, brain: bf16,
  present: nonZero(u8), maybe: optional(nonZero(u8)), magic: constant(u16, 0x4d42),
  colour: Colour, open: Open, height: Metres, gap: padding(3), place: Place,
});
export const Aligned = struct({ first: u8, second: aligned(4, u32), third: at(16, u16) });
export const Spread = struct({ values: array(u16, 4, { stride: 6 }) });
export const Rest = struct({ values: array(u32, rest) });
export const Order = struct({ big: u16.be, little: u16.le, inherited: u16 }, { byteOrder: "big" });
export const Chosen = struct({ value: u16, values: array(u16, 2) }, { byteOrder: "runtime" });
export const ChosenBits = struct(
  { high: bits(4), low: bits(4) },
  { byteOrder: "runtime", bitOrder: "most-significant-first" },
);
export const First = struct({ first: bits(4), second: bits(4) }, { byteOrder: "big" });
export const Last = struct({ first: bits(4), second: bits(4) }, { byteOrder: "little" });
export const Signed = struct({ value: bits(12, { signed: true }), pad: bits(4) });
export const Expressions = struct({
  n: u8, header: Point,
  sum: bytes("n + 0x1 - 1"), product: bytes("n * 2 / 3 % 4"), shifted: bytes("n << 1 >> 1"),
  masked: bytes("(n & 3) | 4 ^ 1"), chosen: bytes("n == 2 ? 5 : 6"),
  compared: bytes("(n != 1) + (n < 3) + (n <= 2) + (n > 2) + (n >= 2)"), nested: bytes("header.x"),
});
export const Negative = struct({ n: u8, run: bytes("n - 1") });
export const Names = struct({ offset: u8, length: u8, size: u8, view: u8, buffer: u8, name: u8 });
export const Behind = struct({ n: u8, run: bytes("n"), values: array(u32, rest) });
export const Riff = struct({ id: magic("RIFF"), signature: magic([0x89, 0]) });
export const Packed = struct({ a: u8, b: u32 }, { rules: "c", pack: 2 });
`;

const claims = `import {
  Aligned, Behind, Chosen, Colour, Expressions, First, Last, Names, Negative, Order, Packed, Place, Point, Rest, Riff,
  ChosenBits, Signed, Spread, Values, isColour,
} from "./generated/claims.js";

const ones = Values.view(new Uint8Array(Values.size).fill(255));
ones.strict; // throws ValidityError
ones.lenient; // true
ones.letter; // throws ValidityError
ones.safe; // throws ValidityError
ones.magic; // throws ValidityError
ones.colour; // throws ValidityError
ones.open; // 255
const zeros = Values.view(new Uint8Array(Values.size));
zeros.strict; // false
zeros.lenient; // false
zeros.present; // throws ValidityError
zeros.maybe; // null
zeros.letter = "\\u{1F600}";
zeros.letter; // "\\u{1F600}"
zeros.brain = 1;
[...zeros.$bytes.subarray(14, 16)]; // [128, 63]
Values.size; // 31
[Colour.red, isColour(2)]; // [1, true]
Place === Point; // true
Values.create({ present: 1, colour: 1 }).magic; // 0x4d42
Values.write(new Uint8Array(Values.size).fill(255), {
  ...Values.toObject(Values.create({ present: 1, colour: 1 })),
}).$bytes.subarray(24, 27).join(); // "0,0,0"
Values.create({ present: 0 }); // throws ValidityError
Values.create({ present: 256 }); // throws ValidityError
const stored = Values.create({ present: 1 });
stored.present = 257;
stored.present; // 1
Values.read(new Uint8Array(3)); // throws SizeError
Aligned.create({ second: 7, third: 9 }).$bytes.join(); // "0,0,0,0,7,0,0,0,0,0,0,0,0,0,0,0,9,0,0,0"
Spread.size; // 24
Rest.view(new Uint8Array(8)).values.length; // 2
Rest.view(new Uint8Array(9)); // throws SizeError
Rest.viewPrefix(new Uint8Array(9))[1].length; // 1
[...Order.create({ big: 1, little: 1, inherited: 1 }).$bytes]; // [0, 1, 1, 0, 0, 1]
Chosen.view(Uint8Array.of(0, 1, 0, 0, 0, 0), "big").value; // 1
Chosen.create("little", { value: 1 }).$bytes[0]; // 1
ChosenBits.view(Uint8Array.of(0x12), "big").high; // 1
First.view(Uint8Array.of(0x12)).first; // 1
Last.view(Uint8Array.of(0x12)).first; // 2
Signed.view(Uint8Array.of(255, 15)).value; // -1
const lengths = Expressions.viewPrefix(Uint8Array.of(2, 3, ...new Uint8Array(60)))[0];
[lengths.sum, lengths.product, lengths.shifted, lengths.masked].map((each) => each.length); // [2, 1, 2, 7]
[lengths.chosen, lengths.compared, lengths.nested].map((each) => each.length); // [5, 4, 3]
Negative.view(Uint8Array.of(0)); // throws ValidityError
Negative.view(Uint8Array.of(9)); // throws SizeError
[Packed.size, Packed.alignment]; // [6, 2]
Names.view(Uint8Array.of(1, 2, 3, 4, 5, 6)).length; // 2
const unwritable: Readonly<Names> = Names.create({ offset: 1 });
// @ts-expect-error It is the read-only view.
unwritable.offset = 2;
Behind.viewPrefix(new Uint8Array(11))[0].values.length; // 2
Behind.view(new Uint8Array(11)); // throws SizeError
[...Riff.create().$bytes]; // [0x52, 0x49, 0x46, 0x46, 0x89, 0]
Riff.view(new Uint8Array(6)).id; // throws ValidityError
Riff.parse(new Uint8Array(6)); // throws ValidityError
Point.view(new SharedArrayBuffer(4)).$offset; // 0
Point.array(new Uint8Array(8)).at(2); // throws IndexError
for (const each of Point.array(new Uint8Array(8))) each.x = 1;
const within = Uint8Array.of(9, 9, 1, 0, 2, 0, 9).subarray(2, 6);
Point.view(within).y; // 2
Point.viewSuffix(within)[0].length; // 0
Point.viewAt(new DataView(within.buffer), 2).x; // 1
`;
