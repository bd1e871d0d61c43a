/** Decompresses sections, into pieces: what the header says of the size decides no allocation. */
import { createInflate } from "node:zlib";
import { BrokenFileError, MemorySource } from "./source.js";
import type { ByteSource } from "./source.js";

/** How a section is compressed. */
export type Compression = "zlib" | "zstd";

/** How much is read at once, in bytes. */
const step = 1 << 20;

/** Decompresses what is in `source` from `offset` on, which has to become `size` bytes. */
export async function decompress(
  source: ByteSource,
  offset: number,
  compression: Compression,
  size: number,
): Promise<ByteSource> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  const add = (chunk: Uint8Array): void => {
    total += chunk.length;
    if (total > size) throw new BrokenFileError(`it has more than the ${size} bytes that it says`);
    chunks.push(chunk);
  };
  try {
    if (compression === "zlib") await inflate(source, offset, add);
    else await decompressZstd(source, offset, add);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BrokenFileError(`a compressed section cannot be decompressed: ${reason}`);
  }
  if (total < size) {
    throw new BrokenFileError(
      `a compressed section has ${total} bytes, of which it says ${size}: it is cut off`,
    );
  }
  return new MemorySource(chunks);
}

/**
 * Decompresses a section of the older way, such as `.zdebug_info`: it begins with `ZLIB` and its size, which is
 * big-endian. Returns it as it is where it does not.
 */
export async function decompressOld(contents: ByteSource): Promise<ByteSource> {
  if (contents.size < 12) return contents;
  const start = contents.read(0, 12);
  if (String.fromCharCode(...start.subarray(0, 4)) !== "ZLIB") return contents;
  const size = Number(new DataView(start.buffer).getBigUint64(4));
  return decompress(contents, 12, "zlib", size);
}

async function inflate(
  source: ByteSource,
  offset: number,
  add: (chunk: Uint8Array) => void,
): Promise<void> {
  const stream = createInflate({ chunkSize: step });
  const reading = (async () => {
    for await (const chunk of stream) if (chunk instanceof Uint8Array) add(chunk);
  })();
  // What fails is reported where it is awaited, below.
  reading.catch(() => stream.destroy());
  for (const bytes of pieces(source, offset)) {
    if (stream.destroyed) break;
    if (!stream.write(bytes)) {
      await Promise.race([new Promise((resolve) => stream.once("drain", resolve)), reading]);
    }
  }
  stream.end();
  await reading;
}

/** Node has zstd from version 22.15 on. */
async function decompressZstd(
  source: ByteSource,
  offset: number,
  add: (chunk: Uint8Array) => void,
): Promise<void> {
  const { Decompress } = await import("fzstd");
  const stream = new Decompress((chunk) => {
    add(chunk.slice());
  });
  for (const bytes of pieces(source, offset)) stream.push(bytes);
  stream.push(new Uint8Array(0), true);
}

function* pieces(source: ByteSource, offset: number): Generator<Uint8Array> {
  for (let start = offset; start < source.size; start += step) {
    yield source.read(start, Math.min(step, source.size - start));
  }
}
