/** Part of stage 5: the numbers that fields are read as. */
import { bitPartsOf } from "./bit-parts.js";
import type { BitsExpression } from "./document.js";
import { layOutBits } from "./layout-bits.js";
import type { Place } from "./layout-measure.js";
import type { NumericLayout, ScalarLayout } from "./layout-types.js";
import type { ResolvedScalar } from "./resolve.js";

/** Lays out a whole or floating-point number in bytes of its own. */
export function layOutScalar(base: ResolvedScalar): ScalarLayout {
  const { accessor, kind, size } = base.scalar;
  const isPut = accessor === undefined && kind !== "float" && size < 8;
  return { ...base, parts: isPut ? bitPartsOf(0, size * 8, size) : undefined };
}

/** Lays out the number behind a type; bit fields lie where `place` says. */
export function layOutBase(base: ResolvedScalar | BitsExpression, place: Place): NumericLayout {
  return base.kind === "scalar" ? layOutScalar(base) : layOutBits(base, place.bits);
}
