/**
 * Shows the packets of capture files: `tsx examples/read-capture/main.ts [FILE...]`.
 *
 * Ends with 0, with 1 where a file is damaged or cannot be read, with 2 where it was called wrongly.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CaptureError, openCapture } from "./capture-file.js";
import { decodePacket } from "./decode.js";
import { Summary, formatPacket } from "./print.js";

const usage = "usage: main.ts [FILE...]   shows the packets of capture files in the pcap format";
const defaultFile = new URL("../../test/captures/mixed-le-micro.pcap", import.meta.url);

// A reader of the output may close it early: `main.ts | head`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = main(process.argv.slice(2));

function main(files: readonly string[]): number {
  if (files.includes("--help")) {
    console.log(usage);
    return 0;
  }
  if (files.some((file) => file.startsWith("-"))) {
    console.error(usage);
    return 2;
  }
  const shown = files.length === 0 ? [fileURLToPath(defaultFile)] : files;
  // Every file is shown, also behind a damaged one.
  const isWhole = shown.map(showFile);
  return isWhole.every(Boolean) ? 0 : 1;
}

/** Prints the packets of a file up to the first damaged one. Returns whether the file is whole. */
function showFile(file: string): boolean {
  const bytes = readFile(file);
  if (bytes === undefined) return false;
  const summary = new Summary();
  let problem: CaptureError | undefined;
  try {
    const capture = openCapture(bytes, file);
    for (const packet of capture.packets()) {
      const decoded = decodePacket(packet.bytes, capture.linkType);
      summary.add(packet, decoded);
      console.log(formatPacket(packet, decoded));
    }
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    problem = error;
  }
  if (problem === undefined || summary.count > 0) console.log(summary.lines().join("\n"));
  if (problem !== undefined) console.error(problem.message);
  return problem === undefined;
}

/** Returns the bytes of a file. Tells why if there are none to read. */
function readFile(file: string): Uint8Array | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    console.error(`${file}: cannot be read: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}
