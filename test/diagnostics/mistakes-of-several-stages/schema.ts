import { array, bits, bytes, enumeration, struct, u16, u8 } from "structview/schema";

/** Has a mistake in a value: what nests it is not told of. */
export const Kind = enumeration(u8, { first: 1, second: 300 });
export const NeedsKind = struct({ kind: Kind, low: bits(3) });

/** An expression that is none. */
export const Broken = struct({ length: u8, value: bytes("length +") });

/** A mistake in the layout. */
export const Flags = struct({ low: bits(3) });
export const NeedsFlags = struct({ flags: Flags });

/** A name that leads nowhere, found before the layout. */
export const Late = struct({ value: bytes("length"), length: u8 });

/** A mistake in a size. */
export const Sized = struct({ all: array(u16, 3) }, { size: 8 });
export const NeedsSized = struct({ sized: Sized }, { size: 8 });
