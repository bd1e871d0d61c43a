import { randomDeclarations } from "./declarations.js";
import type { Declaration } from "./declarations.js";
import { askGcc } from "./ask-gcc.js";
import { layoutsOf, widthsOf } from "./print-schema.js";
import { declarationText } from "./print-c.js";
import { isUnnamedBits } from "./declarations.js";
const [target, prefix, opts, order, seed, count] = process.argv.slice(2);
const ds = randomDeclarations(Number(seed), Number(count), widthsOf(target as never));
console.time("ask"); const theirs = askGcc(ds, {prefix: prefix!, options: opts === "" ? [] : opts!.split(" "), byteOrder: order as never}); console.timeEnd("ask");
console.time("ours"); const ours = layoutsOf(ds, target as never); console.timeEnd("ours");
function leaves(d: Declaration, name: string, base: number): number[] {
  let i = 0; const o = ours.get(name)!;
  return d.members.flatMap((m) => {
    if (isUnnamedBits(m)) return [];
    const at = base + o.offsets[i++]!;
    return m.isAnonymous && m.type.kind === "record" ? leaves(m.type.record, `${name}_${m.name}`, at) : [at];
  });
}
let bad = 0;
for (const d of ds) {
  const o = ours.get(d.name)!;
  const [a, b] = [JSON.stringify(theirs.get(d.name)), JSON.stringify({...o, offsets: leaves(d, d.name, 0)})];
  if (a !== b && bad++ < 3) console.log(declarationText(d), d.name, "\n  theirs", a, "\n  ours  ", b);
}
console.log(target, "wrong", bad, "of", ds.length);
