/** `npm run bench`: generated classes beside code by hand and other libraries, on the same bytes. */
import { readFile, writeFile } from "node:fs/promises";
import { Command, InvalidArgumentError } from "commander";
import type { Row } from "./measure.js";
import { measureNative, missingForNative, nativePackages, rowsOfNative } from "./native.js";
import { nodeOf } from "./node-versions.js";
import { installPeers } from "./peers/install.js";
import { writeReadme } from "./readme.js";
import { fullSizes, suites } from "./suites.js";
import { formatHeap, formatMissed, formatNative, formatRows, isFree } from "./table.js";
import type { Task } from "./worker.js";
import { work } from "./workers.js";

interface Options {
  readonly quick?: true;
  readonly json?: string;
  readonly from?: readonly string[];
  readonly readme?: true;
  readonly node?: readonly string[];
  readonly among?: number;
  readonly seconds?: number;
  readonly anyBytes?: true;
  readonly only?: string;
}

const program = new Command("bench")
  .description("Measures generated classes beside code by hand and other libraries.")
  .option("--quick", "less than a minute: no libraries, no native code; the numbers are rough")
  .option("--json <file>", "write the rows to a file too")
  .option("--from <files>", "measure nothing: take the rows of such files, a,b,c", parseList)
  .option("--readme", "write the tables and the charts of the README")
  .option("--node <majors>", "run under these Nodes: 20, 22, 24, or several, 20,22,24", parseNodes)
  .option("--among <count>", "only among so many other generated classes, up to 16", parse)
  .option("--seconds <seconds>", "time for every case (default: 4)", parse)
  .option(
    "--any-bytes",
    "make each loop twice, so that V8 compiles it for any bytes, not for these",
  )
  .option("--only <text>", "only operations whose suite and name contain this")
  .parse();

const options = program.opts<Options>();
if (options.readme) installPeers();
const rows = options.from === undefined ? await run(options) : await readRows(options.from);
console.log(`\n${formatMissed(rows)}\n`);
if (options.json !== undefined) {
  await writeFile(options.json, `${JSON.stringify(rows, undefined, 2)}\n`);
}
if (options.readme) await writeReadme(rows);

/** Measures what the options say. */
async function run(options: Options): Promise<Row[]> {
  if (!options.quick) installPeers();
  const rows: Row[] = [];
  for (const major of options.node ?? [undefined]) {
    rows.push(...(await runUnder(nodeOf(major), options)));
  }
  return rows;
}

async function runUnder(node: string, options: Options): Promise<Row[]> {
  const { quick, among, anyBytes = false, only = "" } = options;
  const seconds = options.seconds ?? (quick ? 0.1 : 4);
  const rows: Row[] = [];
  const sums = new Map<string, number>();
  const settings = among === undefined ? (quick ? [0] : [0, 16]) : [among];
  for (const setting of settings) {
    if (setting > 0) console.log(`among ${setting} other generated classes\n`);
    for (const suite of suites.keys()) {
      const withPeers = setting === 0 && !quick;
      const task: Task = { suite, seconds, among: setting, anyBytes, only, withPeers };
      await work(node, task, (found) => {
        if (found.kind !== "rows") return;
        rows.push(...found.rows);
        sums.set(`${suite} ${found.operation}`, found.expected);
        console.log(`${formatRows(found.rows)}\n`);
      });
    }
  }
  if (settings.includes(0) && !quick) rows.push(...nativeRows(seconds, rows, sums));
  if (only === "" && !quick) await checkHeap(node);
  return rows;
}

/** Measures native code, if it can be built. Throws if it comes to other sums. */
function nativeRows(
  seconds: number,
  rows: readonly Row[],
  sums: ReadonlyMap<string, number>,
): Row[] {
  const missing = missingForNative();
  if (missing !== undefined) {
    const packages = nativePackages.join(" ");
    console.log(`NO NATIVE CODE: ${missing}. Install the Debian packages ${packages}.\n`);
    return [];
  }
  const native = measureNative(seconds, fullSizes.records);
  for (const { suite, operation, checksum } of native) {
    const expected = sums.get(`${suite} ${operation}`);
    if (expected === undefined || expected === checksum) continue;
    throw new Error(`${suite}, ${operation}, native: expected ${expected}, got ${checksum}`);
  }
  console.log(`${formatNative(native, rows)}\n`);
  return rowsOfNative(native, rows);
}

/** Measures how the heap grows. Sets the exit code if it grows where it must not. */
async function checkHeap(node: string): Promise<void> {
  const task: Task = {
    suite: "heap",
    seconds: 0,
    among: 0,
    anyBytes: false,
    only: "",
    withPeers: false,
  };
  await work(node, task, (found) => {
    if (found.kind !== "heap") return;
    console.log(`${formatHeap(found.growths)}\n`);
    if (!found.growths.every((one) => isFree(one) || !one.isGarbageFree)) process.exitCode = 1;
  });
}

async function readRows(files: readonly string[]): Promise<Row[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return texts.flatMap((text) => JSON.parse(text) as Row[]);
}

function parse(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("Expected a number.");
}

function parseList(text: string): string[] {
  return text.split(",");
}

function parseNodes(text: string): string[] {
  const majors = parseList(text);
  if (majors.every((major) => ["20", "22", "24"].includes(major))) return majors;
  throw new InvalidArgumentError("Expected 20, 22 or 24, or several of them.");
}
