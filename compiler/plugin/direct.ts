/** Schemas that are imported: each becomes the JavaScript of its generated module, with a source map. */
import { existsSync } from "node:fs";
import path from "node:path";
import { compileFiles } from "../compile-files.js";
import { hasErrors } from "../compile.js";
import { Contents } from "../contents.js";
import { sortDiagnostics } from "../diagnostics.js";
import type { Diagnostic } from "../diagnostics.js";
import { findDependencies } from "../load-dependencies.js";
import { pathFromRoot } from "../platform-paths.js";
import { toJavaScript } from "./javascript.js";
import { mapToSchema } from "./source-map.js";
import type { SourceMap } from "./source-map.js";

/** What a schema that is imported yields. */
export interface DirectModule {
  /** The schema and all that it depends on: absolute paths. */
  readonly inputs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** `undefined` if there are errors. */
  readonly output: { readonly code: string; readonly map: SourceMap } | undefined;
}

/** Compiles schemas that are imported. What has the same contents as last time is not compiled again. */
export class DirectCompiler {
  readonly #root: string;
  readonly #isSchema: (file: string) => boolean;
  readonly #compiled = new Map<string, { readonly key: string; readonly module: DirectModule }>();

  /** Diagnostics name files from `root`. `isSchema` tells which files are schemas by absolute path. */
  constructor(root: string, isSchema: (file: string) => boolean) {
    this.#root = root;
    this.#isSchema = isSchema;
  }

  /** Compiles the schema at an absolute path. */
  async compile(file: string): Promise<DirectModule> {
    const contents = new Contents(this.#root);
    const known = this.#compiled.get(file);
    if (known !== undefined && known.key === (await contents.keyOf(known.module.inputs))) {
      return known.module;
    }
    const text = (await contents.textOf(file)) ?? "";
    const name = pathFromRoot(this.#root, file);
    const source = { file: name, absolutePath: file, text };
    const found = await findDependencies([source], this.#root);
    const dependencies = (found.get(name) ?? []).map((each) => path.resolve(this.#root, each));
    const inputs = [file, ...dependencies];
    const key = await contents.keyOf(inputs);
    const module = { inputs, ...(await this.#make(file, text, dependencies)) };
    this.#compiled.set(file, { key, module });
    return module;
  }

  async #make(
    file: string,
    text: string,
    dependencies: readonly string[],
  ): Promise<Omit<DirectModule, "inputs">> {
    const name = pathFromRoot(this.#root, file);
    const schemas = dependencies
      .filter((each) => this.#isSchema(each) && existsSync(each))
      .map((each) => pathFromRoot(this.#root, each));
    const all = [name, ...schemas];
    // The module of a schema stands where the schema does; an import of it ends in `.ts.js`.
    const places = { outputs: new Map(all.map((each) => [each, `${each}.ts`])) };
    const where = { root: this.#root, out: ".", methods: undefined };
    const compilation = await compileFiles(all, places, where, () => {});
    const { outputs, documents, diagnostics } = compilation;
    if (hasErrors(diagnostics)) {
      return { diagnostics: sortDiagnostics(diagnostics), output: undefined };
    }
    const output = outputs.find((each) => each.file === name)?.text ?? "";
    const code = toJavaScript(output, (specifier) => specifierFrom(file, specifier));
    const definitions = documents.find((each) => each.file === name)?.definitions ?? [];
    const own = diagnostics.filter(({ span }) => span === undefined || span.file === name);
    return {
      diagnostics: own,
      output: { code, map: mapToSchema(code, { file, text, definitions }) },
    };
  }
}

/**
 * Returns how the module of the schema `file` names what it imports: another schema by the name of its
 * file, and a module of the user's own by the name that the file has, as not every bundler looks for
 * `x.ts` where `x.js` is imported.
 */
function specifierFrom(file: string, specifier: string): string {
  const schema = /^(.*\.(?:m?ts|json))\.js$/.exec(specifier)?.[1];
  if (schema !== undefined) return schema;
  const target = path.resolve(path.dirname(file), specifier);
  const isSource = !existsSync(target) && existsSync(target.replace(/\.(m?)js$/, ".$1ts"));
  return isSource ? specifier.replace(/\.(m?)js$/, ".$1ts") : specifier;
}
