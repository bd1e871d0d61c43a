/** Schemas as a user has them, the modules that are generated for them, and TypeScript over both. */
import { readFileSync } from "node:fs";
import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Project, ts } from "ts-morph";
import { run } from "../cli/project.js";
import { root } from "../oracle/modules.js";
import { cache } from "../pipeline/strict-project.js";

/** The flags of the strictest of users. */
export const compilerOptions = {
  strict: true,
  target: "es2022",
  lib: ["es2023"],
  module: "nodenext",
  moduleResolution: "nodenext",
  types: [],
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  verbatimModuleSyntax: true,
  declaration: true,
  rootDir: ".",
  outDir: "out",
};

/** A project of the schemas of this repository and of those beside this file. */
export class InferredProject {
  readonly folder: string;
  /** Names of the schema files without `.ts`. */
  readonly names: readonly string[];

  private constructor(folder: string, names: readonly string[]) {
    this.folder = folder;
    this.names = names;
  }

  /** Makes the project in a folder from where both packages are found, and generates its modules. */
  static async of(name: string): Promise<InferredProject> {
    const folder = path.join(cache, `${name}-${process.pid}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await cp(path.join(root, "schemas"), path.join(folder, "schemas"), { recursive: true });
    await cp(path.join(root, "test/types/schemas"), path.join(folder, "schemas"), {
      recursive: true,
    });
    await cp(path.join(root, "test/types/codecs.ts"), path.join(folder, "codecs.ts"));
    const structview = { schemas: "schemas/*.ts", out: "generated" };
    await writeFile(
      path.join(folder, "package.json"),
      JSON.stringify({ type: "module", structview }),
    );
    const program = path.join(root, "compiler/bin/structview.js");
    const generated = await run(process.execPath, [program, "generate"], { cwd: folder });
    if (generated.exitCode !== 0) throw new Error(generated.errors);
    const files = await readdir(path.join(folder, "schemas"));
    return new InferredProject(folder, files.map((file) => file.replace(/\.ts$/, "")).sort());
  }

  pathOf(file: string): string {
    return path.join(this.folder, file);
  }

  /** Returns the project as ts-morph has it, which brings its own TypeScript. */
  open(): Project {
    const { options } = ts.convertCompilerOptionsFromJson(
      { ...compilerOptions, noEmit: true },
      this.folder,
    );
    const project = new Project({ compilerOptions: options });
    const files = this.names.flatMap((name) => [`schemas/${name}.ts`, `generated/${name}.ts`]);
    project.addSourceFilesAtPaths(files.map((file) => this.pathOf(file)));
    return project;
  }

  /** Returns the names of the structs, unions and variants of a schema. */
  classesOf(name: string): readonly string[] {
    const text = readFileSync(this.pathOf(`schemas/${name}.ts`), "utf8");
    const calls = text.matchAll(/^export const (\w+) = (?:struct|union|variant|range)\(/gm);
    return Array.from(calls, ([, type = ""]) => type);
  }

  /**
   * Writes a file beside the folders, compiles it with the compiler at `tsc`, and returns what that
   * writes: nothing if all is well.
   */
  async compile(name: string, text: string, tsc: string): Promise<string> {
    await writeFile(this.pathOf(name), text);
    const config = this.pathOf(`${name}.json`);
    // A getter that returns `undefined` is no optional property where that flag is set.
    const options = { ...compilerOptions, exactOptionalPropertyTypes: false };
    await writeFile(config, JSON.stringify({ compilerOptions: options, files: [name] }));
    const { output, errors } = await run(process.execPath, [tsc, "-p", config], {
      cwd: this.folder,
    });
    return output + errors;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The compiler that the repository uses. */
export const ownCompiler: string = path.join(root, "node_modules/typescript/bin/tsc");

/**
 * Returns a module that compiles if the classes of the generated modules are what their schemas infer
 * them to be, and plain objects go from one to the other.
 */
export function soundnessText(project: InferredProject): string {
  const modules = project.names.map((name, index) => {
    const [inferred, generated] = [`schema${index}`, `generated${index}`];
    const lines = project.classesOf(name).map(
      (
        type,
      ) => `export const ${type}${index}: Inferred<typeof ${inferred}.${type}> = ${generated}.${type};
export const ${type}In${index} = (value: ${generated}.${type}Value): ValueOf<typeof ${inferred}.${type}> => value;
export const ${type}Out${index} = (value: ValueOf<typeof ${inferred}.${type}>): ${generated}.${type}Value => value;
`,
    );
    return `import * as ${inferred} from "./schemas/${name}.js";
import * as ${generated} from "./generated/${name}.js";
${lines.join("")}`;
  });
  const every = project.names.indexOf("every-kind");
  return `import type { ValueOf } from "structview/schema";
/** A class inherits what \`instanceof\` calls, which says no more than that it is a boolean. */
type Inferred<Class> = Omit<Class, typeof Symbol.hasInstance>;
${modules.join("")}
// @ts-expect-error: another class is refused
export const wrong: Inferred<typeof schema${every}.Point> = generated${every}.Attribute;
`;
}
