/** Asks which compiler says how each target lays out structs. */
import type { CTargetName } from "structview/schema";
import { askClang } from "./ask-clang.js";
import { askGcc } from "./ask-gcc.js";
import { compilers } from "./compilers.js";
import type { Declaration } from "./declarations.js";
import type { Answer } from "./print-schema.js";

/** Asks the compiler of a platform. */
export type Ask = (declarations: readonly Declaration[]) => ReadonlyMap<string, Answer>;

/** What asks the compiler of each target. */
export const asks = Object.fromEntries(
  Object.entries(compilers).map(([target, compiler]): [string, Ask] => [
    target,
    (declarations) =>
      compiler.kind === "gcc"
        ? askGcc(declarations, compiler)
        : askClang(declarations, compiler.triple),
  ]),
) as { readonly [Name in CTargetName]: Ask };
