/**
 * Which file imports which. The pipeline runs in one direction, its core needs neither Node nor
 * anything heavy, the runtime stands alone, and generated code needs the runtime only.
 */
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { runInNewContext } from "node:vm";
import { compile } from "structview";
import { ts } from "ts-morph";
import { describe, expect, test } from "vitest";
import { root } from "../oracle/modules.js";

/** One import, export from, or call of `import`. */
interface Import {
  readonly file: string;
  /** As it is written, or for a relative one the path of the source file from the root. */
  readonly target: string;
  readonly isType: boolean;
}

/** What any file of the pipeline may import: it knows nothing of the stages. */
const shared = [
  "c-targets",
  "codec",
  "diagnostics",
  "document",
  "expression",
  "methods",
  "names",
  "paths",
  "platform-paths",
  "scalars",
  "suggest",
  "system-error",
  "usage-error",
  "words",
];

/** The stages in their order, with the files that are part of each. */
const stages: readonly { readonly name: string; readonly files: RegExp }[] = [
  // The schema language and the types of the configuration stand before the first stage.
  { name: "before", files: /^compiler\/(schema(-\w+)?|config)\.ts$/ },
  { name: "load", files: /^compiler\/(load(-\w+)?|typescript-(source|mistakes))\.ts$/ },
  { name: "expand", files: /^compiler\/templates\.ts$/ },
  { name: "parse", files: /^compiler\/parse\.ts$/ },
  { name: "check", files: /^compiler\/check\.ts$/ },
  { name: "resolve", files: /^compiler\/(resolve|scope|constants|module-names|unbroken)\.ts$/ },
  {
    name: "layout",
    files: /^compiler\/(layout(-\w+)?|bit-parts|facts|gpu-(rules|check)|rules|variants)\.ts$/,
  },
  { name: "emit", files: /^compiler\/emit-\w+\/[\w-]+\.ts$/ },
  // The core as a whole: all stages from parse to emit.
  { name: "compile", files: /^compiler\/compile\.ts$/ },
  { name: "format", files: /^compiler\/format(-configuration)?\.ts$/ },
  { name: "write", files: /^compiler\/write\.ts$/ },
];

/** Packages that only what lies around the core may use. */
const heavy = [
  "@babel/parser",
  "sucrase",
  "@clack/prompts",
  "chokidar",
  "ts-morph",
  "typescript",
  "prettier",
  "oxfmt",
  "jiti",
  "commander",
  "tinyglobby",
  "@babel/code-frame",
  "jsonc-parser",
  "nanospinner",
  "picocolors",
];

const files = [...sourcesIn("compiler"), ...sourcesIn("runtime"), ...sourcesIn("generated")];
const imports = files.flatMap(importsOf);

describe("the scan of imports", () => {
  test("sees imports of types and of values, exports and calls of import", () => {
    expect(imports).toContainEqual({
      file: "compiler/compile.ts",
      target: "compiler/parse.ts",
      isType: false,
    });
    expect(imports).toContainEqual({
      file: "compiler/compile.ts",
      target: "compiler/load.ts",
      isType: true,
    });
    expect(imports).toContainEqual({
      file: "compiler/load.ts",
      target: "compiler/load-typescript.ts",
      isType: false,
    });
    expect(imports).toContainEqual({
      file: "runtime/index.ts",
      target: "runtime/bytes.ts",
      isType: false,
    });
    for (const { name, files: pattern } of stages) {
      expect(
        files.filter((file) => pattern.test(file)),
        name,
      ).not.toEqual([]);
    }
  });

  test("finds every file that is imported", () => {
    const missing = imports.filter(
      ({ target }) => /^(compiler|runtime|generated)\//.test(target) && !files.includes(target),
    );
    expect(missing).toEqual([]);
  });
});

describe("the pipeline", () => {
  test("has stages that import earlier ones only", () => {
    const wrong = imports.flatMap(({ file, target }) => {
      const stage = stageOf(file);
      if (stage < 0 || !target.startsWith("compiler/") || isShared(target)) return [];
      const other = stageOf(target);
      const isEarlier = other >= 0 && other <= stage;
      return isEarlier ? [] : [`${file} (${stages[stage]?.name}) imports ${target}`];
    });
    expect(wrong).toEqual([]);
  });

  test("takes from the configuration and from load nothing but types", () => {
    const wrong = imports.filter(
      ({ file, target, isType }) =>
        !isType &&
        stageOf(file) > stages.findIndex(({ name }) => name === "load") &&
        ["before", "load"].includes(stages[stageOf(target)]?.name ?? ""),
    );
    expect(wrong).toEqual([]);
  });

  test("has shared files that know no stage", () => {
    const wrong = imports.filter(
      ({ file, target }) => isShared(file) && target.startsWith("compiler/") && !isShared(target),
    );
    expect(wrong).toEqual([]);
  });

  test("uses zod where data is parsed, and where its shape is told to editors", () => {
    const users = imports.filter(({ target }) => /^zod(\/|$)/.test(target)).map(({ file }) => file);
    expect([...new Set(users)].sort()).toEqual([
      "compiler/config-json-schema.ts",
      "compiler/json-schema.ts",
      "compiler/parse-config.ts",
      "compiler/parse.ts",
    ]);
  });
});

describe("the configuration", () => {
  test("is light to import: defineConfig alone", () => {
    expect([...valuesFrom("compiler/config.ts")]).toEqual(["compiler/config.ts"]);
    const packages = imports.filter(({ file, isType }) => file === "compiler/config.ts" && !isType);
    expect(packages).toEqual([]);
  });
});

describe("the core", () => {
  const core = valuesFrom("compiler/compile.ts");

  test("reaches every stage from parse to emit", () => {
    for (const stage of ["parse", "check", "resolve", "layout"]) {
      expect([...core]).toContain(`compiler/${stage}.ts`);
    }
    expect([...core]).toContain("compiler/emit-typescript/module.ts");
  });

  test("imports nothing of Node and nothing heavy", () => {
    const wrong = imports.filter(
      ({ file, target, isType }) =>
        core.has(file) &&
        !isType &&
        (target.startsWith("node:") || builtinModules.includes(target) || isOneOf(target, heavy)),
    );
    expect(wrong).toEqual([]);
  });

  test("compiles where there is nothing but the language", async () => {
    const { rolldown } = await import("rolldown");
    const bundle = await rolldown({
      input: path.join(root, "compiler/dist/compile.js"),
      platform: "browser",
      logLevel: "silent",
    });
    const { output } = await bundle.generate({ format: "iife", name: "core" });
    expect(output.map(({ type }) => type)).toEqual(["chunk"]);
    const [chunk] = output;
    expect(chunk.imports).toEqual([]);

    const data = {
      types: [
        {
          kind: "struct",
          name: "Packet",
          byteOrder: "big",
          fields: [
            { name: "version", type: { kind: "bits", width: 4 } },
            { name: "words", type: { kind: "bits", width: 4 } },
            { name: "body", type: { kind: "bytes", length: "words * 4" } },
          ],
        },
      ],
    };
    // A context of its own has no process, no Buffer, no require, no TextEncoder, no URL.
    const text: unknown = runInNewContext(
      `${chunk.code};
      const spanAt = () => ({ file: "a.json", line: 1, column: 1, endLine: 1, endColumn: 1 });
      const data = JSON.parse(json);
      core.compile([{ file: "a.json", data, spanAt }], () => "a.ts").outputs[0].text;`,
      { json: JSON.stringify(data) },
    );
    const span = { file: "a.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
    const here = compile([{ file: "a.json", data, spanAt: () => span }], () => "a.ts");
    expect(text).toBe(here.outputs[0]?.text);
    expect(text).toContain("export class Packet {");
  });
});

describe("what is installed in production", () => {
  test("is a runtime that imports nothing outside itself", () => {
    const wrong = imports.filter(
      ({ file, target }) => file.startsWith("runtime/") && !target.startsWith("runtime/"),
    );
    expect(wrong).toEqual([]);
  });

  test("is generated code that imports the runtime and other generated files only", () => {
    const wrong = imports.filter(
      ({ file, target }) =>
        file.startsWith("generated/") &&
        target !== "@structview/runtime" &&
        !target.startsWith("generated/"),
    );
    expect(wrong).toEqual([]);
  });

  test("has no dependencies to install", () => {
    const manifest = JSON.parse(
      readFileSync(path.join(root, "runtime/package.json"), "utf8"),
    ) as Readonly<Record<string, unknown>>;
    expect(manifest["dependencies"] ?? {}).toEqual({});
    expect(manifest["peerDependencies"] ?? {}).toEqual({});
  });
});

function stageOf(file: string): number {
  return stages.findIndex(({ files: pattern }) => pattern.test(file));
}

function isShared(file: string): boolean {
  return shared.some((name) => file === `compiler/${name}.ts`);
}

function isOneOf(target: string, packages: readonly string[]): boolean {
  return packages.some((name) => target === name || target.startsWith(`${name}/`));
}

/** Returns all files that run when `file` is imported. */
function valuesFrom(file: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const visit = (each: string): void => {
    if (reached.has(each)) return;
    reached.add(each);
    for (const { file: from, target, isType } of imports) {
      if (from === each && !isType && files.includes(target)) visit(target);
    }
  };
  visit(file);
  return reached;
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !/\/(dist|node_modules)\//.test(file))
    .sort();
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isType: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return;
    const isRelative = specifier.text.startsWith(".");
    const target = isRelative
      ? path.posix.join(path.posix.dirname(file), specifier.text.replace(/\.js$/, ".ts"))
      : specifier.text;
    found.push({ file, target, isType });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, isTypeOnly(node.importClause));
    } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, true);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether nothing is left of an import when types are erased. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}
