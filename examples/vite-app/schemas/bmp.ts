import { enumeration, i32, magic, reserved, struct, u16, u32 } from "structview/schema";

/** How the pixels are packed. */
export const BmpCompression = enumeration(
  u32,
  { none: 0, rle8: 1, rle4: 2, bitFields: 3, jpeg: 4, png: 5 },
  { open: true },
);

/** What a BMP file begins with. */
export const BmpFileHeader = struct({
  signature: magic("BM"),
  /** Bytes of the file. */
  fileLength: u32,
  unused: reserved(4),
  /** Where the pixels begin. */
  pixelsOffset: u32,
});

/** The header of the image: `BITMAPINFOHEADER`. */
export const BmpImageHeader = struct({
  /** Bytes of this header; later versions are longer. */
  headerLength: u32,
  /** Pixels in a row. */
  width: i32,
  /** Rows; a negative number begins with the topmost. */
  height: i32,
  planes: u16,
  bitsPerPixel: u16,
  compression: BmpCompression,
  /** Bytes of the pixels; may be 0 where they are not compressed. */
  pixelsLength: u32,
  pixelsPerMetreX: i32,
  pixelsPerMetreY: i32,
  colorsUsed: u32,
  colorsImportant: u32,
});
