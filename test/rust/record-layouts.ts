// Asks rustc 1.95 about random types on each target and writes what it says into layouts.json.
// Run it from anywhere: tsx test/rust/record-layouts.ts

import { writeFileSync } from "node:fs";
import { Random } from "../oracle/random.js";
import { askLayouts, triples, withoutCore } from "./ask-layouts.js";
import { randomDeclarations } from "./declarations.js";

const seed = 20261124;
const count = 1500;
const random = randomDeclarations(new Random(seed), count, { isRecent: true });
const declarations = withoutCore(random);
const targets = Object.keys(triples) as (keyof typeof triples)[];
// One line a target.
const lines = targets.map(
  (target) => `    "${target}": "${askLayouts(declarations, target).join("; ")}"`,
);
const text = `{\n  "seed": ${seed},\n  "count": ${count},\n  "rows": {\n${lines.join(",\n")}\n  }\n}\n`;
writeFileSync(new URL("layouts.json", import.meta.url), text);
