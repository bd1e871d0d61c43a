/** Compares what openers do with bytes of some length with what the model says. */
import assert from "node:assert/strict";
import type { StructNode } from "./bits.js";
import type { Case } from "./cases.js";
import { compareError, compareRecord } from "./compare.js";
import { invalidNumbersIn } from "./invalid-numbers.js";
import { Misfit } from "./model.js";
import { errorOf, windowOf } from "./modules.js";

/** Opens the first `length` bytes, and compares what happens with what the model says. */
export function compareOpening(
  each: Case,
  length: number,
  isWanted: (path: readonly string[]) => boolean,
): void {
  const long = new Uint8Array(Math.max(length, each.node.size)).fill(0x11);
  long.set(each.bytes);
  const { bytes } = windowOf(long.subarray(0, Math.max(0, length)), 7);
  const common = { name: "SizeError", struct: each.name, path: "", offset: 0 };
  let node: StructNode;
  try {
    node = each.schema.model.placeInBytes(each.name, each.order, bytes);
  } catch (misfit) {
    assert(misfit instanceof Misfit);
    if (misfit.reason === "validity" && each.schema.model.hasChoices) {
      // Random bytes behind the record were taken for a tag, which is maybe not looked at yet.
      for (const open of [() => each.Class.view(bytes, ...each.orderArgument)]) {
        try {
          open();
        } catch (error) {
          assert(error instanceof Error && /^(Size|Validity)Error$/.test(error.name));
        }
      }
      return;
    }
    assert(misfit.reason === "size");
    if (each.schema.model.alignsParts(each.name)) {
      // Padding that is sure to follow may be counted or not.
      const error = errorOf(() => each.Class.view(bytes, ...each.orderArgument));
      assert.equal(error.name, "SizeError");
      const { needed = 0 } = error;
      assert(needed > bytes.length && needed <= Math.max(each.node.size, misfit.needed));
      return;
    }
    if (!isWanted(misfit.path)) return;
    const { needed, offset } = misfit;
    const path = misfit.path.join(".");
    // Within a nested record the error may name that record: what counts is how long to wait.
    const wanted =
      misfit.path.length > 1
        ? { name: "SizeError", needed }
        : { ...common, path, offset, expected: needed, got: bytes.length, needed };
    for (const open of [
      () => each.Class.view(bytes, ...each.orderArgument),
      () => each.Class.viewPrefix(bytes, ...each.orderArgument),
      () => each.Class.read(bytes, ...each.orderArgument),
      ...(each.node.isDynamic ? [] : [() => each.Class.viewSuffix(bytes, ...each.orderArgument)]),
    ]) {
      compareError(errorOf(open), wanted);
    }
    return;
  }
  if (!isWanted([])) return;
  if (node.size === bytes.length) {
    const record = each.Class.view(bytes, ...each.orderArgument);
    // What fills the bytes may be no valid element.
    if (invalidNumbersIn(node, bytes).length > 0) return;
    compareRecord(record, node, bytes);
    return;
  }
  const expected = node.size;
  const error = errorOf(() => each.Class.view(bytes, ...each.orderArgument));
  compareError(error, { ...common, expected, got: bytes.length, needed: expected });
}
