import { randomDeclarations, partsOf } from "./declarations.js";
import { askClang } from "./ask-clang.js";
import { layoutsOf, widthsOf } from "./print-schema.js";
import { declarationText } from "./print-c.js";
const [target, seed, count, ...names] = process.argv.slice(2);
const ds = randomDeclarations(Number(seed), Number(count), widthsOf(target as never));
const theirs = askClang(ds, target!);
for (const d of ds) if (names.includes(d.name)) console.log(declarationText(d), theirs.get(d.name));
