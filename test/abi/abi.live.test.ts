/**
 * Random structs and unions of C, laid out for each target, against the compiler of the platform. `STRUCTVIEW_SEED`
 * chooses them, which is otherwise new each time, and printed.
 */
import type { CTargetName } from "structview/schema";
import { expect, test } from "vitest";
import { randomDeclarations } from "./declarations.js";
import { declarationText } from "./print-c.js";
import { askStructview, rowOf, widthsOf } from "./print-schema.js";
import { asks } from "./targets.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
/** The targets that most people have, and those whose rules are most peculiar. */
const frequent: ReadonlySet<CTargetName> = new Set([
  "x86_64-linux",
  "i386-linux",
  "aarch64-linux",
  "x86_64-windows-msvc",
  "wasm32-wasi",
]);

test.for(Object.keys(asks) as CTargetName[])(
  "%s lays structs out as its compiler does",
  (target) => {
    console.log(`${target}: STRUCTVIEW_SEED=${seed}`);
    const count = frequent.has(target) ? 3000 : 1000;
    const declarations = randomDeclarations(seed, count, widthsOf(target));
    const theirs = asks[target](declarations);
    const ours = askStructview(declarations, target);
    const wrong = declarations.filter(
      ({ name }) => rowOf(ours.get(name)) !== rowOf(theirs.get(name)),
    );
    const [first] = wrong;
    if (first === undefined) return;
    const { name } = first;
    expect(rowOf(ours.get(name)), `${wrong.length} of ${count}: ${declarationText(first)}`).toBe(
      rowOf(theirs.get(name)),
    );
  },
);
