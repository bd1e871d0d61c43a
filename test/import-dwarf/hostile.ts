/** Files that are cut off or changed: what reads them says what is wrong, and does nothing else. */
import { LayoutError } from "@structview/runtime";
import { expect } from "vitest";
import { BrokenFileError, MemorySource } from "../../compiler/dist/import/source.js";
import type { ByteSource } from "../../compiler/dist/import/source.js";
import { UsageError } from "../../compiler/dist/usage-error.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Date.now() % 1_000_000);

/** Imports a file 60 times cut off, and 150 times with other bytes; `read` returns the schema. */
export async function expectErrorsForUsers(
  bytes: Uint8Array,
  read: (source: ByteSource) => Promise<string>,
): Promise<void> {
  const next = random(seed);
  let [cut, changed] = [0, 0];
  for (let round = 0; round < 60; round += 1) {
    const length = Math.floor(next() * bytes.length);
    if (!(await isImported(bytes.subarray(0, length), `cut at ${length}`, read))) cut += 1;
  }
  for (let round = 0; round < 150; round += 1) {
    const copy = Uint8Array.from(bytes);
    const places: string[] = [];
    for (let count = 1 + Math.floor(next() * 8); count > 0; count -= 1) {
      const place = Math.floor(next() * copy.length);
      const value = next() < 0.3 ? 0xff : Math.floor(next() * 256);
      copy[place] = value;
      places.push(`${place}: ${value}`);
    }
    if (!(await isImported(copy, places.join(", "), read))) changed += 1;
  }
  expect(cut, `seed ${seed}`).toBeGreaterThan(10);
  expect(changed, `seed ${seed}`).toBeGreaterThan(0);
}

/** Whether bytes are imported; the only other thing that may happen is an error for the user. */
async function isImported(
  bytes: Uint8Array,
  what: string,
  read: (source: ByteSource) => Promise<string>,
): Promise<boolean> {
  try {
    return (await read(new MemorySource([bytes]))).includes("export const ");
  } catch (error) {
    const isForUser =
      error instanceof BrokenFileError ||
      error instanceof UsageError ||
      error instanceof LayoutError;
    if (!isForUser) throw new Error(`seed ${seed}: ${what}: ${String(error)}`, { cause: error });
    return false;
  }
}

/** Returns a generator of numbers from 0 to 1, the same for the same seed (mulberry32). */
function random(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
