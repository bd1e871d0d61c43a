/** `npm run bench`: generated classes beside code by hand and other libraries, on the same bytes. */
import { fork } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import type { HeapGrowth } from "./heap.js";
import type { Row } from "./measure.js";
import { nodeOf } from "./node-versions.js";
import { arePeersInstalled, installPeers } from "./peers/install.js";
import { suites } from "./suites.js";
import { formatHeap, formatMissed, formatRows } from "./table.js";
import type { Found, Task } from "./worker.js";

interface Options {
  readonly quick?: true;
  readonly json?: string;
  readonly node?: string;
  readonly among?: number;
  readonly seconds?: number;
  readonly only?: string;
}

const program = new Command("bench")
  .description("Measures generated classes beside code by hand and other libraries.")
  .option("--quick", "less than a minute; the numbers are rough")
  .option("--json <file>", "write the rows to a file too")
  .addOption(new Option("--node <major>", "run under this Node").choices(["20", "22", "24"]))
  .option("--among <count>", "only among so many other generated classes, up to 16", parse)
  .option("--seconds <seconds>", "time for every case (default: 4)", parse)
  .option("--only <text>", "only operations whose suite and name contain this")
  .parse();

await run(program.opts<Options>());

async function run({ quick, json, node, among, seconds, only = "" }: Options): Promise<void> {
  const executable = nodeOf(node);
  if (!quick) installPeers();
  const rows: Row[] = [];
  const growths: HeapGrowth[] = [];
  const settings = among === undefined ? (quick ? [0] : [0, 16]) : [among];
  for (const setting of settings) {
    console.log(setting === 0 ? "" : `\namong ${setting} other generated classes\n`);
    for (const suite of suites.keys()) {
      const task = {
        suite,
        seconds: seconds ?? (quick ? 0.1 : 4),
        among: setting,
        only,
        withPeers: setting === 0 && arePeersInstalled(),
      };
      await work(executable, task, (found) => {
        if (found.kind === "rows") rows.push(...found.rows);
        if (found.kind === "rows") console.log(`${formatRows(found.rows)}\n`);
      });
    }
  }
  if (only === "") {
    await work(executable, { suite: "heap", seconds: 0, among: 0, only, withPeers: false }, (found) => {
      if (found.kind === "heap") growths.push(...found.growths);
    });
    console.log(formatHeap(growths));
  }
  console.log(formatMissed(rows));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(rows, undefined, 2)}\n`);
}

/** Runs a worker under a Node, and hands on what it finds. Throws if it fails. */
function work(execPath: string, task: Task, take: (found: Found) => void): Promise<void> {
  const file = fileURLToPath(new URL("worker.ts", import.meta.url));
  const child = fork(file, [JSON.stringify(task)], { execPath, execArgv: ["--import", "tsx"] });
  child.on("message", (found) => take(found as Found));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the suite ${task.suite} has failed`));
    });
  });
}

function parse(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("Expected a number.");
}
