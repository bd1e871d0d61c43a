// Asks the compilers about random declarations and writes what they say into answers.json.
// Run it from anywhere: tsx test/abi/record-answers.ts

import { writeFileSync } from "node:fs";
import type { CTargetName } from "structview/schema";
import { randomDeclarations } from "./declarations.js";
import { rowOf, widthsOf } from "./print-schema.js";
import { asks } from "./targets.js";

const seed = 20261123;
const count = 200;
const rows = Object.entries(asks).map(([target, ask]): readonly [string, readonly string[]] => {
  const declarations = randomDeclarations(seed, count, widthsOf(target as CTargetName));
  const answers = ask(declarations);
  return [target, declarations.map(({ name }) => rowOf(answers.get(name)))];
});
// One line a target.
const lines = rows.map(
  ([target, each]) => `    ${JSON.stringify(target)}: ${JSON.stringify(each.join("; "))}`,
);
const text = `{\n  "seed": ${seed},\n  "count": ${count},\n  "rows": {\n${lines.join(",\n")}\n  }\n}\n`;
writeFileSync(new URL("answers.json", import.meta.url), text);
