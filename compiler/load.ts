/**
 * Stage 1: schema files become plain data with places. Nothing is checked here but syntax.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import { findDependencies } from "./load-dependencies.js";
import { loadJson } from "./load-json.js";
import { reasonOf } from "./system-error.js";

/** A schema file as data, before it is known to be a schema document. */
export interface LoadedSchema {
  /** Path from the root of the project, with forward slashes. */
  readonly file: string;
  readonly data: unknown;
  /** Returns the place of the value at a path into `data`, or of the nearest one around it. */
  readonly spanAt: (path: DataPath) => Span;
}

/** Keys that lead into data, such as `["types", 0, "fields", 2]`. */
export type DataPath = readonly (string | number)[];

/** The text of a schema file. */
export interface SchemaSource {
  /** Path from the root of the project, with forward slashes. */
  readonly file: string;
  readonly absolutePath: string;
  readonly text: string;
}

/** What is loaded, and what it was loaded from. */
export interface LoadResult extends StageResult<readonly LoadedSchema[]> {
  /**
   * The files that each schema depends on, itself left out: what it imports or refers to, directly or
   * through others, but no packages. Paths from the root of the project. Schemas with mistakes have
   * them too, and files that are not there are among them.
   */
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
}

/**
 * Loads the schema files at `files`, given relative to `root`, in their order. What they depend on is
 * found, unless it is `known` already.
 */
export async function load(
  files: readonly string[],
  root: string,
  known?: LoadResult["dependencies"],
): Promise<LoadResult> {
  const diagnostics: Diagnostic[] = [];
  const sources: SchemaSource[] = [];
  for (const file of files) {
    const absolutePath = path.resolve(root, file);
    try {
      sources.push({ file, absolutePath, text: decode(await readFile(absolutePath)) });
    } catch (error) {
      const reason =
        error instanceof TypeError ? "it is not UTF-8; save it as that" : reasonOf(error);
      diagnostics.push(diagnose("schema-unreadable", undefined, { file, reason }));
    }
  }

  const dependencies = known ?? (await findDependencies(sources, root));
  const inJson = sources.filter((source) => source.file.endsWith(".json"));
  const inTypeScript = sources.filter((source) => !source.file.endsWith(".json"));
  const results = inJson.map(loadJson);
  if (inTypeScript.length > 0) {
    // What reads TypeScript is loaded only where a schema is written in it.
    const { loadTypeScript } = await import("./load-typescript.js");
    const imported = [...new Set([...dependencies.values()].flat())];
    results.push(
      await loadTypeScript(
        inTypeScript,
        imported.map((file) => path.resolve(root, file)),
      ),
    );
  }

  const order = new Map(files.map((file, index) => [file, index]));
  const place = (schema: LoadedSchema): number => order.get(schema.file) ?? 0;
  return {
    value: results.flatMap((result) => result.value).sort((a, b) => place(a) - place(b)),
    diagnostics: [...diagnostics, ...results.flatMap((result) => result.diagnostics)],
    dependencies,
  };
}

/** Returns the text of a file. Throws a `TypeError` where it is not UTF-8: characters would be lost. */
function decode(content: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
}
