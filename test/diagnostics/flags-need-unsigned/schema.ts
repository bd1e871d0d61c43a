import { bits, bool, f32, flags, i16, struct } from "structview/schema";

export const Signed = flags(i16, { first: 1 });

export const SignedBits = flags(bits(4, { signed: true }), { first: 1 });

export const Float = flags(f32, { first: 1 });

export const Truth = flags(bool as never, { first: 1 });

export const Empty = flags(bits(8), {});

export const Header = struct({ signed: Signed });
