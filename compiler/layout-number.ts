/** Part of stage 5: the numbers that fields are read as. */
import { bitPartsOf } from "./bit-parts.js";
import type { BitOrder, BitsExpression } from "./document.js";
import type { Place } from "./layout-measure.js";
import type { NumericLayout, ScalarLayout } from "./layout-types.js";
import type { ResolvedScalar } from "./resolve.js";

/** Lays out a whole or floating-point number in bytes of its own. */
export function layOutScalar(base: ResolvedScalar): ScalarLayout {
  const { accessor, kind, size } = base.scalar;
  const isPut = accessor === undefined && kind !== "float" && size < 16;
  const partsIn = (bitOrder: BitOrder) => bitPartsOf(0, size * 8, size, bitOrder);
  const parts = isPut
    ? { big: partsIn("most-significant-first"), little: partsIn("least-significant-first") }
    : undefined;
  return { ...base, parts };
}

/** Lays out the number behind a type; bit fields lie where `place` says. */
export function layOutBase(base: ResolvedScalar | BitsExpression, place: Place): NumericLayout {
  if (base.kind === "scalar") return layOutScalar(base);
  const { width, interpretation } = base;
  // An array of bits has no place in a stream; it is refused as an array.
  const { start, size, bitOrder } = place.bits ?? {
    start: 0,
    size: Math.ceil(width / 8),
    bitOrder: "most-significant-first" as const,
  };
  const parts = bitPartsOf(start, width, size, bitOrder);
  return { kind: "bits", interpretation, width, bitOffset: start, bitOrder, parts };
}
