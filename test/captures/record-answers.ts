// Asks tshark about every capture of this folder and writes what it says into answers/.
// Run it from anywhere: tsx test/captures/record-answers.ts

import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { askTshark } from "./tshark.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const answers = join(folder, "answers");

const captures = readdirSync(folder)
  .filter((name) => name.endsWith(".pcap"))
  .sort();
if (captures.length === 0) {
  throw new Error("there are no captures: run record.sh first");
}

rmSync(answers, { recursive: true, force: true });
mkdirSync(answers);
for (const capture of captures) {
  const { packets, ...rest } = askTshark(join(folder, capture));
  // One packet a line, so that a difference stays readable.
  const lines = packets.map((packet) => JSON.stringify(packet)).join(",\n");
  const text = `${JSON.stringify(rest).slice(0, -1)},\n"packets":[\n${lines}\n]}\n`;
  writeFileSync(join(answers, `${basename(capture, ".pcap")}.json`), text);
  console.log(`${capture}: ${packets.length} packets`);
}
