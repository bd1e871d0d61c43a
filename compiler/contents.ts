/** The contents of files in one run, each read once, and what tells whether they have changed. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** The contents of files: absolute paths, or paths from `root`. */
export class Contents {
  readonly #root: string;
  readonly #contents = new Map<string, Promise<Buffer | undefined>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Returns the text of a file, or `undefined` if it cannot be read. */
  async textOf(file: string): Promise<string | undefined> {
    return (await this.#contentOf(file))?.toString("utf8");
  }

  /** Returns what is the same as long as these files have the same contents; one that is gone counts too. */
  async keyOf(files: Iterable<string>): Promise<string> {
    const hash = createHash("sha256");
    for (const file of [...files].sort()) {
      const content = await this.#contentOf(file);
      hash.update(`${file}\n${content === undefined ? "gone" : content.byteLength}\n`);
      if (content !== undefined) hash.update(content);
    }
    return hash.digest("hex");
  }

  async #contentOf(file: string): Promise<Buffer | undefined> {
    let content = this.#contents.get(file);
    if (content === undefined) {
      content = readFile(path.resolve(this.#root, file)).catch(() => undefined);
      this.#contents.set(file, content);
    }
    return content;
  }
}
