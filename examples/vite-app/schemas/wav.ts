import { ascii, enumeration, magic, struct, u16, u32 } from "structview/schema";

/** How the samples are written. */
export const WavEncoding = enumeration(
  u16,
  { pcm: 1, float: 3, aLaw: 6, muLaw: 7, extensible: 0xfffe },
  { open: true },
);

/** What a WAV file begins with. */
export const RiffHeader = struct({
  riff: magic("RIFF"),
  /** Bytes behind this field. */
  length: u32,
  wave: magic("WAVE"),
});

/** What each chunk begins with. */
export const ChunkHeader = struct({
  id: ascii(4),
  /** Bytes behind this field, a byte that fills up an odd number not counted. */
  length: u32,
});

/** The chunk `fmt `. */
export const WavFormat = struct({
  encoding: WavEncoding,
  channels: u16,
  /** Samples of a channel in a second. */
  sampleRate: u32,
  /** Bytes in a second. */
  byteRate: u32,
  /** Bytes of one sample of all channels. */
  blockSize: u16,
  bitsPerSample: u16,
});
