import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** Returns a digest of the names and the contents of files. Those that are not there count too. */
export async function digestOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(file).catch(() => undefined);
    hash.update(`${file}\0${content === undefined ? "none" : content.byteLength}\0`);
    if (content !== undefined) hash.update(content);
  }
  return hash.digest("hex");
}
