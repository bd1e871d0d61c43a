// Asks gcc about the unions and writes what it says into answers.json.
// Run it from anywhere: tsx test/c-unions/record-answers.ts

import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { askGcc } from "./gcc.js";

// prettier puts each answer on one line.
const text = await format(JSON.stringify(askGcc()), { parser: "json", printWidth: 100 });
writeFileSync(new URL("answers.json", import.meta.url), text);
