/** What may be relied on in every emitted text, whatever the schema says. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { compile, generatedHeader } from "structview";
import { check as isFormatted, resolveConfig } from "prettier";
import { ts } from "ts-morph";
import { describe, expect, test } from "vitest";
import { readProject } from "../../compiler/dist/read-config.js";
import { generate } from "../../compiler/dist/generate.js";
import type { DocumentData, TypeData } from "../oracle/document.js";
import { emit, root } from "../oracle/modules.js";
import { randomSchema } from "../oracle/random-schema.js";
import { Random } from "../oracle/random.js";
import type { ProjectFile } from "./strict-project.js";
import { compileStrictly, everyKind } from "./strict-project.js";

const generated = await Promise.all(
  (await readdir(path.join(root, "generated")))
    .filter((name) => name.endsWith(".ts"))
    .map(async (name) => ({
      name,
      text: await readFile(path.join(root, "generated", name), "utf8"),
    })),
);

describe("the committed output", () => {
  test.each(generated)("$name is as prettier leaves it", async ({ name, text }) => {
    const filepath = path.join(root, "generated", name);
    const options = await resolveConfig(filepath);
    expect(await isFormatted(text, { ...options, filepath })).toBe(true);
  });

  test.each(generated)("$name starts with the header that names its schema", ({ name, text }) => {
    const [first] = text.split("\n");
    expect(first).toBe(
      `${generatedHeader}schemas/${name}. Do not edit; run \`structview generate\`.`,
    );
  });

  test.each(generated)("$name has no absolute path, no time and no @ts-nocheck", ({ text }) => {
    expect(text).not.toContain(root);
    expect(text).not.toContain("@ts-");
    expect(text).not.toMatch(/["'`(\s]\/(home|root|tmp|work|Users|usr|var)\//);
    expect(text).not.toMatch(/[A-Za-z]:\\/);
    expect(text).not.toMatch(/\b20\d\d-[01]\d-[0-3]\d\b|\b\d\d:\d\d:\d\d\b/);
  });
});

describe("emitted code", () => {
  test("is left as it is, but for its types, when types are stripped", () => {
    const random = new Random(1);
    const texts = [
      ...generated.map(({ text }) => text),
      emit(everyKind),
      ...Array.from({ length: 20 }, () => emit(randomSchema(random).document)),
    ];
    for (const text of texts) {
      expect(unerasableIn(text)).toEqual([]);
      const { outputText, diagnostics } = ts.transpileModule(text, {
        reportDiagnostics: true,
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
      });
      expect(diagnostics).toEqual([]);
      // Every token of the JavaScript is in the TypeScript, in that order.
      const before = tokensOf(text);
      let at = 0;
      for (const token of tokensOf(outputText)) {
        while (at < before.length && before[at] !== token) at++;
        expect(at, `${token} is not in the source`).toBeLessThan(before.length);
        at++;
      }
    }
  });

  test("of a variant or a select that is told no order has none, and literals where it is known", () => {
    const text = emit(everyKind);
    const objectOf = (name: string): string => {
      const start = text.indexOf(`const ${name} = {`);
      return text.slice(start, text.indexOf("\n};", start));
    };
    expect(objectOf("Signal")).toContain("return new Ping(view, offset);");
    expect(objectOf("Signal")).not.toMatch(/byteOrder|littleEndian/);
    expect(objectOf("Slot")).toContain("return new $$Head(view, offset, littleEndian);");
    expect(objectOf("$Pages$either")).toContain("return new $$Head(view, offset, littleEndian);");
    expect(objectOf("$BigPages$either")).toContain("return new $$Head(view, offset, false);");
    expect(objectOf("$BigPages$any")).toContain('return $$Body.viewAt(view, offset, "big", end);');
    expect(objectOf("$BigPages$any")).not.toContain("littleEndian: boolean");
  });

  test("is the same for the same document, and knows nothing of the order of its keys", () => {
    const random = new Random(2);
    for (let index = 0; index < 20; index++) {
      const { document } = randomSchema(random);
      expect(emit(document)).toBe(emit(document));
      expect(emit(withKeysReversed(document) as DocumentData)).toBe(emit(document));
    }
  });
});

describe("two runs in two folders", () => {
  test("give the same bytes", async () => {
    const outputs: (readonly (readonly [string, string])[])[] = [];
    for (const prefix of ["structview-a-", "structview-much-longer-name-b-"]) {
      const folder = await mkdtemp(path.join(tmpdir(), prefix));
      try {
        const nested = path.join(folder, prefix);
        await mkdir(nested);
        await cp(path.join(root, "schemas"), path.join(nested, "schemas"), { recursive: true });
        await cp(path.join(root, ".prettierrc.json"), path.join(nested, ".prettierrc.json"));
        const project = await readProject(nested, { schemas: [], out: "generated" });
        const { plan, diagnostics } = await generate({ ...project, root: nested }, () => undefined);
        // Nothing is installed there.
        expect(diagnostics.map(({ code }) => code)).toEqual(["runtime-missing"]);
        const written = plan?.write.map(({ output }) => [output.path, output.text] as const) ?? [];
        expect(JSON.stringify(written)).not.toContain(prefix);
        outputs.push(written);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    expect(outputs[0]?.length).toBe(generated.length);
    expect(outputs[1]).toEqual(outputs[0]);
    // And those bytes are the committed ones.
    const committed = generated.map(({ name, text }) => [`generated/${name}`, text]);
    expect(outputs[0]?.toSorted()).toEqual(committed.toSorted());
  });
});

/** Texts that would do something if they reached code. */
const attacks = [
  "*/ globalThis.attacked = true; /*",
  "*\\/ */ */globalThis.attacked = true;//",
  "a\nglobalThis.attacked = true;",
  "a\rglobalThis.attacked = true;",
  "a\u2028globalThis.attacked = true;",
  "a\u2029globalThis.attacked = true;",
  "`;globalThis.attacked = true;`",
  "${globalThis.attacked = true}",
  '"; globalThis.attacked = true; "',
  "'; globalThis.attacked = true; '",
  "}; globalThis.attacked = true; {",
  "\\u002a/ globalThis.attacked = true;",
  "<!-- globalThis.attacked = true;",
  "\0",
  "\ud800",
  "*".repeat(50) + "/globalThis.attacked = true;",
];

/** Names that mean something to the language, to every object or to a module. */
const names = (
  "constructor __proto__ prototype toString valueOf hasOwnProperty class enum default " +
  "function await yield let static async of get set eval arguments undefined NaN Infinity this " +
  "super null true any unknown never object string number bigint boolean symbol Record Object " +
  "Array Iterable Iterator IterableIterator Readonly Partial Exclude Function String Number " +
  "BigInt Boolean Math DataView ArrayBuffer SharedArrayBuffer ArrayBufferView Uint8Array " +
  "Int8Array Symbol Error Promise JSON Reflect Proxy globalThis window Place Bytes ByteOrder " +
  "ScalarArray SizeError ValidityError viewOf viewOfExactly placeOf placeWithin checkInteger " +
  "checkObject throwSize throwValidity throwIndex isGiven setBytes bytesOf countOf endOfPart " +
  "throwRoom bytesBetween BE LE U16Be U16Le U32Runtime F32Le I16Be Bool view offset bytes value " +
  "record place init index other size state toJSON Json hashBytes equals bodyRecord bodyEnd type interface declare namespace module " +
  "readonly abstract as is keyof infer satisfies using accessor implements package private _ $ a$"
).split(" ");

describe("hostile texts in a document", () => {
  test.each(attacks.map((attack) => ({ attack })))(
    "do nothing as a doc comment: $attack",
    async ({ attack }) => {
      const text = emit({
        types: [
          {
            kind: "enumeration",
            name: "Kind",
            base: "u8",
            ...({ doc: attack } as object),
            members: [{ name: "one", value: 1, ...({ doc: attack } as object) }],
          },
          {
            kind: "struct",
            name: "Host",
            doc: attack,
            fields: [
              { name: "kind", type: "Kind", doc: attack },
              { name: "none", type: { kind: "constant", base: "u8", value: 0 }, doc: attack },
              { name: "body", type: { kind: "bytes", length: "none" }, doc: attack },
            ],
          },
        ],
      });
      // As the compiler sees it: the attack is in comments only.
      const code = tokensOf(text).join(" ");
      expect(code).not.toContain("attacked");
      const plain = tokensOf(
        emit({
          types: [
            { kind: "enumeration", name: "Kind", base: "u8", members: [{ name: "one", value: 1 }] },
            {
              kind: "struct",
              name: "Host",
              fields: [
                { name: "kind", type: "Kind" },
                { name: "none", type: { kind: "constant", base: "u8", value: 0 } },
                { name: "body", type: { kind: "bytes", length: "none" } },
              ],
            },
          ],
        }),
      ).join(" ");
      expect(code).toBe(plain);
    },
  );

  test.each([...attacks, "", " ", "a b", "a-b", "1a", "é", "a\u200b", "a.b", "a[0]", "#a", "$a"])(
    "are refused as a name: %j",
    (attack) => {
      for (const document of documentsWith(attack)) {
        expect(codesOf(document).length, JSON.stringify(document)).toBeGreaterThan(0);
      }
    },
  );

  test.each(attacks)("are refused as the text of a length, or do nothing: %j", (attack) => {
    for (const length of [attack, `n + ${attack}`, `n // ${attack}`, `n /* ${attack} */`]) {
      const document: DocumentData = {
        types: [
          {
            kind: "struct",
            name: "Host",
            fields: [
              { name: "n", type: "u8" },
              { name: "body", type: { kind: "bytes", length } },
            ],
          },
        ],
      };
      const codes = codesOf(document);
      if (codes.length === 0) {
        const strings = /"(?:[^"\\]|\\.)*"/g;
        expect(tokensOf(emit(document)).join(" ").replace(strings, "")).not.toContain("attacked");
      }
    }
  });

  test.each([
    "globalThis.attacked = 1",
    "attack()",
    "n[0]",
    "n.constructor",
    "constructor",
    "__proto__",
    "this",
    "n ? 1 : attack()",
    "`n`",
    '"n"',
    "n; attack()",
    "n, 1",
    "[n]",
    "new n",
    "n++",
    "n => n",
    "1.5",
    "1e400",
  ])("are refused as a length where they are no arithmetic of fields: %s", (length) => {
    const codes = codesOf({
      types: [
        {
          kind: "struct",
          name: "Host",
          fields: [
            { name: "n", type: "u8" },
            { name: "body", type: { kind: "bytes", length } },
          ],
        },
      ],
    });
    expect(codes.length).toBeGreaterThan(0);
  });
});

describe("names that mean something elsewhere", () => {
  test("are refused with a diagnostic, or compile with every strict flag", async () => {
    const files: ProjectFile[] = [];
    const uses = new Map<string, string>();
    for (const name of names) {
      for (const [index, document] of documentsWith(name).entries()) {
        if (codesOf(document).length > 0) continue;
        const file = `case-${names.indexOf(name)}-${index}.ts`;
        uses.set(file, `${name} as ${places[index]}`);
        files.push({ name: file, text: emit(document) });
      }
    }
    expect(files.length).toBeGreaterThan(100);
    // A syntax error anywhere keeps the compiler from looking for other errors, so once more without.
    const broken = new Map<string, string>();
    for (let left = files.length, round = 0; round < 3; round++) {
      const sound = files.filter(({ name }) => !broken.has(name));
      const output = await compileStrictly(sound, "names");
      for (const line of output.split("\n")) {
        const [, file = "", reason = ""] = /^([\w-]+\.ts)\(.*?\): error (.*)/.exec(line) ?? [];
        const use = uses.get(file);
        if (use !== undefined && !broken.has(file)) broken.set(file, `${use}: ${reason}`);
      }
      if (output === "" || files.length - broken.size === left) {
        expect(output).toBe("");
        break;
      }
      left = files.length - broken.size;
    }
    expect([...broken.values()].sort()).toEqual([]);
  }, 120_000);
});

/** Where `documentsWith` puts a name. */
const places = ["a struct", "an enumeration", "a field", "a dynamic field", "a member", "an alias"];

/** Names in a document, instead of harmless ones. */
interface Names {
  readonly struct?: string;
  readonly enumeration?: string;
  readonly field?: string;
  readonly dynamic?: string;
  readonly member?: string;
  readonly alias?: string;
}

/** Documents that use everything that generated code has names for, each with `name` in one place. */
function documentsWith(name: string): readonly DocumentData[] {
  return [
    documentOf({ struct: name }),
    documentOf({ enumeration: name }),
    documentOf({ field: name }),
    documentOf({ dynamic: name }),
    documentOf({ member: name }),
    documentOf({ alias: name }),
  ];
}

function documentOf(given: Names): DocumentData {
  const struct = given.struct ?? "Inner";
  const enumeration = given.enumeration ?? "Kind";
  return {
    types: [
      {
        kind: "enumeration",
        name: enumeration,
        base: "u16",
        members: [{ name: given.member ?? "one", value: 1 }],
      },
      {
        kind: "struct",
        name: struct,
        fields: [
          { name: given.field ?? "x", type: "u16" },
          { name: "kind1", type: enumeration },
          { name: "each1", type: twice("u16") },
          { name: "wide1", type: twice("u64") },
          { name: "flag1", type: twice("bool") },
        ],
      },
      {
        kind: "struct",
        name: "Tail",
        fields: [
          { name: "n1", type: "u8" },
          { name: given.dynamic ?? "data1", type: { kind: "bytes", length: "n1" } },
          { name: "end1", type: "u8" },
        ],
      },
      {
        kind: "struct",
        name: "Outer",
        byteOrder: "runtime",
        fields: [
          { name: "many1", type: twice(struct) },
          { name: "words1", type: twice("u32") },
          { name: "fixed1", type: struct },
          { name: "kind1", type: enumeration },
          { name: "body", type: "Tail" },
        ],
      },
      // The name of a struct of dynamic size, as that of a field with two local names in the code.
      {
        kind: "struct",
        name: "Around",
        fields: [{ name: "body", type: given.struct === undefined ? "Tail" : "Outer" }],
      },
      { kind: "alias", name: given.alias ?? "Also", target: "Tail" },
    ],
  };
}

function twice(element: TypeData): TypeData {
  return { kind: "array", element, length: 2 };
}

function codesOf(document: DocumentData): readonly string[] {
  const span = { file: "a.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const schema = {
    file: "a.json",
    data: JSON.parse(JSON.stringify(document)) as unknown,
    spanAt: () => span,
  };
  return compile([schema], () => "a.ts").diagnostics.map(({ code }) => code);
}

/** Returns the tokens of a source text, without comments and white space. */
function tokensOf(text: string): readonly string[] {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.JSDoc) return;
    if (node.getChildCount(source) === 0) {
      const token = node.getText(source);
      // Commas and semicolons may come and go.
      if (token !== "" && token !== "," && token !== ";") tokens.push(token);
    }
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return tokens;
}

/** Returns the kinds of syntax that are more than types: erasing them changes what the code does. */
function unerasableIn(text: string): readonly string[] {
  const source = ts.createSourceFile("a.ts", text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isParameterProperty = ts.isParameter(node) && (ts.getModifiers(node)?.length ?? 0) > 0;
    if (
      ts.isEnumDeclaration(node) ||
      ts.isModuleDeclaration(node) ||
      ts.isImportEqualsDeclaration(node) ||
      ts.isExportAssignment(node) ||
      ts.isDecorator(node) ||
      ts.isTypeAssertionExpression(node) ||
      isParameterProperty
    ) {
      found.push(`${ts.SyntaxKind[node.kind]}: ${node.getText(source).slice(0, 60)}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function withKeysReversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withKeysReversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, withKeysReversed(each)]);
  return Object.fromEntries(entries.reverse());
}
