/** Which of the layouts of a project a command is asked for. */
import type { ModuleLayout, StructLayout, VariantLayout } from "./layout-types.js";
import { nearest } from "./suggest.js";
import { UsageError } from "./usage-error.js";

/**
 * Finds layouts by the names of their types, or of aliases; without names all, in the order of the schemas.
 * Throws {@link UsageError}.
 */
export function chooseLayouts(
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
