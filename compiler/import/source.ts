/** Bytes that are read where they are needed: a file, a part of it, what was decompressed. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** What a file holds breaks its format. The message is for the user, and names the place. */
export class BrokenFileError extends Error {
  override readonly name = "BrokenFileError";
}

/** Bytes with a known size, of which parts can be read. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /**
   * Returns bytes that belong to the caller. Throws {@link BrokenFileError} where they do not all lie
   * within the source: nothing is allocated for what is not there.
   */
  read(offset: number, length: number): Uint8Array<ArrayBuffer>;
}

/** A file that is open until it is closed. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly #file: number;

  /** Opens the file. Throws the error of the system. */
  constructor(path: string) {
    this.#file = openSync(path, "r");
    this.size = fstatSync(this.#file).size;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    checkRange(this, offset, length);
    const bytes = new Uint8Array(length);
    for (let done = 0; done < length;) {
      const count = readSync(this.#file, bytes, done, length - done, offset + done);
      if (count === 0) throw new BrokenFileError("the file became shorter while it was read");
      done += count;
    }
    return bytes;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Bytes in memory, in one piece or in several. */
export class MemorySource implements ByteSource {
  readonly size: number;
  readonly #chunks: readonly Uint8Array[];
  /** Where each chunk begins. */
  readonly #starts: readonly number[];

  constructor(chunks: readonly Uint8Array[]) {
    this.#chunks = chunks;
    let size = 0;
    this.#starts = chunks.map((chunk) => {
      size += chunk.length;
      return size - chunk.length;
    });
    this.size = size;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    checkRange(this, offset, length);
    const bytes = new Uint8Array(length);
    let index = this.#indexOf(offset);
    for (let done = 0; done < length; index += 1) {
      const chunk = this.#chunks[index] ?? new Uint8Array(0);
      const from = offset + done - (this.#starts[index] ?? 0);
      const part = chunk.subarray(from, from + length - done);
      bytes.set(part, done);
      done += part.length;
    }
    return bytes;
  }

  /** Returns the index of the chunk that an offset lies in. */
  #indexOf(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

/** A part of another source. */
export class WindowSource implements ByteSource {
  readonly size: number;
  readonly #whole: ByteSource;
  readonly #start: number;

  /** Throws {@link BrokenFileError} where the part does not lie within the whole. */
  constructor(whole: ByteSource, start: number, size: number) {
    checkRange(whole, start, size);
    this.size = size;
    this.#whole = whole;
    this.#start = start;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    checkRange(this, offset, length);
    return this.#whole.read(this.#start + offset, length);
  }
}

/** Zero-terminated texts, read a page at a time. */
export class StringTable {
  readonly #source: ByteSource;
  readonly #pages = new Map<number, Uint8Array>();
  readonly #decoder = new TextDecoder();
  static readonly #pageSize = 1 << 16;
  static readonly #maximumPages = 256;
  /** Longest text: names of C++ and Rust can have many thousand characters. */
  static readonly #maximumLength = 1 << 20;

  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** Returns the text at an offset. Throws {@link BrokenFileError} where none is. */
  at(offset: number): string {
    if (!(offset >= 0 && offset < this.#source.size)) {
      throw new BrokenFileError(
        `a name lies at offset ${offset} of a table of ${this.#source.size} bytes`,
      );
    }
    let text: Uint8Array = new Uint8Array(0);
    for (let start = offset; start < this.#source.size;) {
      const number = Math.floor(start / StringTable.#pageSize);
      const page = this.#page(number);
      const from = start - number * StringTable.#pageSize;
      const end = page.indexOf(0, from);
      const part = page.subarray(from, end < 0 ? page.length : end);
      text = text.length === 0 ? part : joined(text, part);
      if (end >= 0 || text.length > StringTable.#maximumLength) break;
      start += part.length;
    }
    return this.#decoder.decode(text);
  }

  #page(number: number): Uint8Array {
    const known = this.#pages.get(number);
    if (known !== undefined) return known;
    const start = number * StringTable.#pageSize;
    const length = Math.min(StringTable.#pageSize, this.#source.size - start);
    const page = this.#source.read(start, length);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size >= StringTable.#maximumPages && oldest !== undefined) {
      this.#pages.delete(oldest);
    }
    this.#pages.set(number, page);
    return page;
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

function checkRange({ size }: ByteSource, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= size) return;
  throw new BrokenFileError(
    `${length} bytes at offset ${offset} do not lie within the ${size} bytes that there are`,
  );
}
