/** Finds the records of a file. Nothing is copied: all of them are windows over its bytes. */
import type { StructReflection } from "@structview/runtime";
import {
  BmpFileHeader,
  BmpFileHeaderLayout,
  BmpImageHeader,
  BmpImageHeaderLayout,
} from "./generated/bmp.ts";
import {
  ChunkHeader,
  ChunkHeaderLayout,
  RiffHeader,
  RiffHeaderLayout,
  WavFormat,
  WavFormatLayout,
} from "./generated/wav.ts";

/** A record of a file, with its layout. */
export interface Part {
  readonly title: string;
  /** Where the record begins in the file. */
  readonly offset: number;
  readonly record: object;
  readonly layout: StructReflection;
}

/** Returns the records of a file in their order. Throws `LayoutError` if the file is damaged. */
export function partsOf(bytes: Uint8Array): readonly Part[] {
  if (bytes[0] === 0x42 && bytes[1] === 0x4d) return partsOfBmp(bytes);
  if (bytes[0] === 0x52 && bytes[1] === 0x49) return partsOfWav(bytes);
  throw new Error("this is neither a WAV nor a BMP file");
}

function partsOfBmp(bytes: Uint8Array): readonly Part[] {
  const offset = BmpFileHeader.size;
  const file = BmpFileHeader.parse(bytes.subarray(0, offset));
  const image = BmpImageHeader.parse(bytes.subarray(offset, offset + BmpImageHeader.size));
  return [
    { title: "File header", offset: 0, record: file, layout: BmpFileHeaderLayout },
    { title: "Image header", offset, record: image, layout: BmpImageHeaderLayout },
  ];
}

function partsOfWav(bytes: Uint8Array): readonly Part[] {
  const riff = RiffHeader.parse(bytes.subarray(0, RiffHeader.size));
  const parts: Part[] = [
    { title: "RIFF header", offset: 0, record: riff, layout: RiffHeaderLayout },
  ];
  for (let offset = riff.$size; offset + ChunkHeader.size <= bytes.length;) {
    const [chunk, content] = ChunkHeader.viewPrefix(bytes.subarray(offset));
    const id = String(chunk.id);
    parts.push({ title: `Chunk “${id}”`, offset, record: chunk, layout: ChunkHeaderLayout });
    if (id === "fmt ") {
      const [format] = WavFormat.viewPrefix(content);
      const begin = offset + chunk.$size;
      parts.push({ title: "Format", offset: begin, record: format, layout: WavFormatLayout });
    }
    offset += chunk.$size + chunk.length + (chunk.length % 2);
  }
  return parts;
}
