/**
 * Checks without a branch: what is not valid leads to a byte that is not there, and reading it throws.
 * `emit-typescript/gate.ts` of the compiler says why.
 */

/** One byte: `gate.getUint8(isValid ? 0 : 1)` throws a `RangeError` unless something is valid. */
export const gate: DataView = /* @__PURE__ */ gateOf(1);

/** Returns so many bytes: reading at an integer throws a `RangeError` unless it is from 0 up to them. */
export function gateOf(count: number): DataView {
  return new DataView(new ArrayBuffer(count));
}

/** Returns bytes up to the greatest of `integers`, which are 0 at each of them and 1 at all others. */
export function gateAmong(integers: readonly number[]): DataView {
  const bytes = new Uint8Array(Math.max(...integers) + 1).fill(1);
  for (const integer of integers) bytes[integer] = 0;
  return new DataView(bytes.buffer);
}
