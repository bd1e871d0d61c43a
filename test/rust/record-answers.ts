// Asks rustc, 1.77 or newer, about random types and writes what it says into answers.json.
// Run it from anywhere: tsx test/rust/record-answers.ts

import { writeFileSync } from "node:fs";
import { rustVersion, withProgram } from "./ask-rust.js";
import { randomWritten } from "./written.js";

const seed = 20261123;
const count = 700;
const version = rustVersion();
if (!version.isRecent) throw new Error("rustc is too old");
await withProgram(randomWritten(seed, count, version), ({ rows }) => {
  // One line a type.
  const lines = rows.map(({ layout, bytes }) => `    "${layout};${bytes}"`);
  const text = `{\n  "seed": ${seed},\n  "count": ${count},\n  "rows": [\n${lines.join(",\n")}\n  ]\n}\n`;
  writeFileSync(new URL("answers.json", import.meta.url), text);
});
