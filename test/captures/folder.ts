import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TsharkAnswer } from "./tshark.js";

/** This folder, with the captures of this repository. */
export const folder: string = fileURLToPath(new URL(".", import.meta.url));

/** The names of the captures of this repository, without the ending. */
export const captureNames: readonly string[] = namesIn(folder, ".pcap");

/** Returns the names of the files of a folder that have this ending, without it. */
export function namesIn(path: string, ending: string): readonly string[] {
  const files = readdirSync(path).filter((file) => file.endsWith(ending));
  return files.map((file) => basename(file, ending)).sort();
}

/** Returns the path of a capture of this repository. */
export function captureFile(name: string): string {
  return join(folder, `${name}.pcap`);
}

/** Reads a capture of this repository into memory of its own: `slice` of a `Buffer` is no copy. */
export function readCaptureFile(name: string): Uint8Array {
  return new Uint8Array(readFileSync(captureFile(name)));
}

/** Reads what tshark said about a capture of this repository. */
export function readAnswer(name: string): TsharkAnswer {
  return JSON.parse(readFileSync(join(folder, "answers", `${name}.json`), "utf8"));
}
