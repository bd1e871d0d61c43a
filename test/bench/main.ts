/** `npm run bench`: generated classes against code by hand, side by side in one process. */
import { spawnSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError, Option } from "commander";
import { compileSchemas } from "./compile-schemas.js";
import { heapGrowths } from "./heap.js";
import type { Row } from "./measure.js";
import { measure } from "./measure.js";
import { operationsOf } from "./operations.js";
import { useOthers } from "./others.js";
import { formatHeap, formatRows } from "./table.js";

interface Options {
  readonly quick?: true;
  readonly json?: string;
  readonly node?: string;
  readonly among: number;
  readonly seconds?: number;
  readonly only?: string;
}

const program = new Command("bench")
  .description("Measures generated classes against code by hand.")
  .option("--quick", "less than a minute; the numbers are rough")
  .option("--json <file>", "write the rows to a file too")
  .addOption(new Option("--node <major>", "run under this Node").choices(["20", "22", "24"]))
  .option("--among <count>", "other generated classes in use in the process, up to 16", parse, 0)
  .option("--seconds <seconds>", "time for every case (default: 4)", parse)
  .option("--only <text>", "only operations whose suite and name contain this")
  .parse();

const options = program.opts<Options>();
if (options.node === undefined) await run(options);
else process.exitCode = runUnder(options.node, process.argv.slice(2));

async function run({ quick, json, among, seconds, only }: Options): Promise<void> {
  const classes = await compileSchemas();
  await useOthers(classes.others.slice(0, among), 1000, 300);
  const all = await operationsOf(classes, {
    records: 20_000,
    wideRecords: 500,
    packets: 100_000,
    texts: 1_000,
  });
  console.log(`Node ${process.versions.node}, among ${among} other classes\n`);
  const rows: Row[] = [];
  for (const operation of all) {
    if (only !== undefined && !`${operation.suite} ${operation.name}`.includes(only)) continue;
    const measured = measure(operation, seconds ?? (quick ? 0.5 : 4));
    console.log(`${formatRows(measured)}\n`);
    rows.push(...measured);
  }
  if (only === undefined) console.log(formatHeap(heapGrowths(classes.Particle, 10_000_000)));
  if (json !== undefined) await writeFile(json, `${JSON.stringify(rows, undefined, 2)}\n`);
}

/** Runs the bench again under another Node, with the same arguments. Returns the exit code. */
function runUnder(node: string, args: readonly string[]): number {
  const rest = args.filter((arg, index) => !/^--node\b/.test(arg) && args[index - 1] !== "--node");
  const file = fileURLToPath(import.meta.url);
  const command = ["-y", `node@${node}`, "--import", "tsx", file, ...rest];
  return spawnSync("npx", command, { stdio: "inherit" }).status ?? 1;
}

function parse(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("Expected a number.");
}
