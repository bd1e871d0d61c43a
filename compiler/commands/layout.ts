import { hasErrors } from "../compile.js";
import type { ProjectOptions } from "../config.js";
import { describeLayout } from "../emit-layout/described.js";
import type { Described } from "../emit-layout/described.js";
import { layoutsAsRfc } from "../emit-layout/rfc.js";
import { layoutsAsSvg } from "../emit-layout/svg.js";
import { layoutsAsMarkdown, layoutsAsText } from "../emit-layout/table.js";
import { compileProject } from "../compile-files.js";
import type { ModuleLayout, StructLayout, VariantLayout } from "../layout-types.js";
import type { Outcome } from "../outcome.js";
import { withProgress } from "../progress.js";
import { readProject } from "../read-config.js";
import { nearest } from "../suggest.js";
import { UsageError } from "../usage-error.js";

/** Forms that layouts are printed in. */
export const layoutFormats = ["text", "markdown", "json", "svg", "rfc"] as const;

/** A form that layouts are printed in. */
export type LayoutFormat = (typeof layoutFormats)[number];

/** What `layout` tells programs. Integers beyond 2^53 are strings of digits. */
export interface LayoutResult {
  readonly layouts: readonly Described[];
}

const writers: { readonly [Format in LayoutFormat]: (layouts: readonly Described[]) => string } = {
  text: layoutsAsText,
  markdown: layoutsAsMarkdown,
  json: (layouts) => `${JSON.stringify({ layouts } satisfies LayoutResult, toJsonValue, 2)}\n`,
  svg: layoutsAsSvg,
  rfc: layoutsAsRfc,
};

/** `structview layout`: prints the layouts of the structs that are named, or of all. */
export async function layoutCommand(
  cwd: string,
  options: ProjectOptions & {
    readonly structs: readonly string[];
    readonly format: LayoutFormat;
    readonly isSilent: boolean;
  },
): Promise<Outcome> {
  const project = await readProject(cwd, options);
  const { diagnostics, layouts } = await withProgress(
    (progress) => compileProject(project, progress),
    options,
  );
  const { root } = project;
  if (hasErrors(diagnostics)) return { exitCode: 1, root, diagnostics };
  const result: LayoutResult = { layouts: choose(layouts, options.structs).map(describeLayout) };
  const output = writers[options.format](result.layouts);
  return { exitCode: 0, root, diagnostics, output, result };
}

/** Finds layouts by the names of their types, or of aliases. Throws {@link UsageError}. */
function choose(
  modules: readonly ModuleLayout[],
  names: readonly string[],
): readonly (StructLayout | VariantLayout)[] {
  const all = modules.flatMap(({ structs, variants }) =>
    [...structs, ...variants].sort(
      (a, b) => a.span.line - b.span.line || a.span.column - b.span.column,
    ),
  );
  if (names.length === 0) return all;
  const aliases = modules.flatMap((module) => module.aliases);
  return names.flatMap((name) => {
    const found = all.filter(
      (each) =>
        each.name === name || aliases.some((alias) => alias.name === name && alias.target === each),
    );
    if (found.length > 0) return found;
    const suggestion = nearest(
      name,
      all.map((each) => each.name),
    );
    const remedy =
      suggestion === undefined ? "name one that a schema exports" : `did you mean ${suggestion}?`;
    throw new UsageError(`there is no struct, union or variant ${name}; ${remedy}`);
  });
}

/** JSON has no integers beyond 2^53. */
function toJsonValue(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
