/** Native code that does the same with the crate zerocopy, built with cargo where that is there. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Row } from "./measure.js";

const folder = fileURLToPath(new URL("native", import.meta.url));
const crates = "/usr/share/cargo/registry";

/** What native code took for an operation. */
export interface NativeRow {
  readonly suite: string;
  readonly operation: string;
  readonly ns: number;
  readonly checksum: number;
}

/** The Debian packages that the native code is built with. */
export const nativePackages = ["cargo", "librust-zerocopy-dev", "librust-zerocopy-derive-dev"];

/** Tells what is missing to build the native code; `undefined` if nothing is. */
export function missingForNative(): string | undefined {
  if (spawnSync("cargo", ["--version"]).status !== 0) return "cargo is not there";
  if (!existsSync(crates)) return `there are no crates in ${crates}`;
  return undefined;
}

/** Builds the native code and measures it, `seconds` for each operation. Throws if that fails. */
export function measureNative(seconds: number, records: number): NativeRow[] {
  run("cargo", ["build", "--release", "--offline", "--quiet"]);
  const file = path.join(folder, "target", "release", "native");
  const lines = run(file, [String(seconds), String(records)])
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as NativeRow);
}

/** Returns rows of native code, beside the rows of the same operations alone in a process. */
export function rowsOfNative(native: readonly NativeRow[], rows: readonly Row[]): Row[] {
  return native.flatMap(({ suite, operation, ns }) => {
    const alone = rows.find(
      (row) => row.suite === suite && row.operation === operation && row.among === 0,
    );
    if (alone === undefined) return [];
    const hand = alone.nsPerOperation / alone.ratioToHand;
    return [
      {
        ...alone,
        subject: "zerocopy (Rust)",
        style: "native code",
        nsPerOperation: ns,
        medianNs: ns,
        ratioToHand: ns / hand,
      },
    ];
  });
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} has failed: ${stderr}`);
  return stdout;
}
