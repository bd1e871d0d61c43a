import { randomDeclarations, partsOf } from "./declarations.js";
import { askClang } from "./ask-clang.js";
import { layoutsOf, widthsOf } from "./print-schema.js";
import { declarationText } from "./print-c.js";
const [target, triple, seed, count] = process.argv.slice(2);
const ds = randomDeclarations(Number(seed), Number(count), widthsOf(target as never));
console.time("ask"); const theirs = askClang(ds, triple!); console.timeEnd("ask");
console.time("ours"); const ours = layoutsOf(ds, target as never); console.timeEnd("ours");
let bad = 0;
for (const d of ds) for (const { name, declaration } of partsOf(d)) {
  const [a, b] = [JSON.stringify(theirs.get(name)), JSON.stringify(ours.get(name))];
  if (a !== b && bad++ < 2) console.log(declarationText(d), name, "\n  theirs", a, "\n  ours  ", b);
}
console.log(target, "wrong", bad, "of", ds.length);
