/** Compares what openers and sequences do with lengths that are damaged with what the model says. */
import assert from "node:assert/strict";
import type { Node, NumberNode, StructNode } from "./bits.js";
import { writeBits } from "./bits.js";
import type { Case } from "./cases.js";
import { scrambled } from "./cases.js";
import { compareError, compareRecord } from "./compare.js";
import { invalidNumbersIn } from "./invalid-numbers.js";
import { Misfit, NoCase } from "./model.js";
import type { AnyArray, AnyClass, AnyParser, AnyRecord } from "./modules.js";
import { errorOf, windowOf } from "./modules.js";

/** Gives the numbers that lengths are computed from other bits, one after the other. */
export function compareMutated(each: Case): void {
  const sources = sourcesIn(each);
  for (let tries = 0; tries < Math.min(4, sources.length); tries++) {
    const source = each.random.pick(sources);
    const bytes = each.bytes.slice();
    const width = source.bits.length;
    const small = BigInt(each.random.integer(0, 20)) % 2n ** BigInt(width);
    // A wide constant has to stay small too: an expression over it may pass 2^53.
    const isSmall = source.isTag === true || width > 48 || each.random.chance(0.6);
    writeBits(source, bytes, isSmall ? small : each.random.pattern(width));
    compareOutcome(each, bytes, source.isTag === true);
  }
}

function compareOutcome(each: Case, bytes: Uint8Array, isTag: boolean): void {
  const window = windowOf(bytes, 5, 300);
  const open = (): AnyRecord => each.Class.view(window.bytes, ...each.orderArgument);
  // A length may be read that no number holds, also within a sequence: the model has any whole number.
  const parsed = (each.Class as unknown as AnyParser).safeParse(
    window.bytes,
    ...each.orderArgument,
  );
  const errors = parsed.success ? [] : parsed.errors;
  if (errors.some(({ message }) => message.includes("an integer within ±(2^53 - 1)"))) return;
  let node: StructNode;
  try {
    node = each.schema.model.placeInBytes(each.name, each.order, bytes);
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    if (isTag || misfit instanceof NoCase) {
      // Where all cases take as many bytes a tag is looked at when it is needed.
      const reading = errorOf(() => each.Class.read(window.bytes, ...each.orderArgument));
      assert.match(reading.name, /^(Size|Validity)Error$/);
      return;
    }
    const error = errorOf(open);
    // Beyond 2^53 a length is not exact, and padding that is sure to follow may be counted or not.
    const isExact = misfit.needed < 2 ** 32 && !each.schema.model.alignsParts(each.name);
    if (!isExact) assert.match(error.name, /^(Size|Validity)Error$/);
    else assert.equal(error.name, misfit.reason === "size" ? "SizeError" : "ValidityError");
    return;
  }
  if (node.size !== bytes.length) {
    compareError(errorOf(open), { name: "SizeError", path: "", expected: node.size });
    return;
  }
  const record = open();
  if (invalidNumbersIn(node, bytes).length === 0) compareRecord(record, node, bytes);
}

/** Returns the numbers of a record that lengths and conditions are computed from. */
function sourcesIn({ node, schema }: Case): readonly NumberNode[] {
  const found: NumberNode[] = [];
  const visit = (each: Node): void => {
    if (each.kind === "array") each.elements.forEach(visit);
    if (each.kind !== "struct") return;
    for (const field of each.fields) {
      const isSource = schema.lengthSources.has(`${each.name}.${field.name}`);
      const isNumber = field.node.kind === "number";
      if (isNumber && (isSource || field.node.isTag === true)) found.push(field.node);
      else visit(field.node);
    }
  };
  visit(node);
  return found;
}

/** Compares a sequence of records of one class, whole and cut off. */
export function compareSequence(each: Case): void {
  const Class = each.Class as AnyClass & {
    sequence?(bytes: Uint8Array, ...order: readonly unknown[]): AnyArray;
  };
  const { model } = each.schema;
  const isRepeated =
    each.node.isDynamic && !model.takesRest(each.name) && model.minimumSize(each.name) > 0;
  assert.equal(Class.sequence !== undefined, isRepeated);
  if (Class.sequence === undefined) return;
  const records = Array.from({ length: each.random.integer(0, 3) }, () => scrambled(each));
  const window = windowOf(Buffer.concat(records), 1 + 2 * each.random.integer(0, 8));
  const sequence = Class.sequence(window.bytes, ...each.orderArgument);
  assert.equal(sequence.length, records.length);
  const iterated = [...(sequence as Iterable<unknown>)] as AnyRecord[];
  for (const [index, bytes] of records.entries()) {
    compareRecord(iterated[index], each.node, bytes);
    compareRecord(sequence.at(index) as AnyRecord, each.node, bytes);
  }
  for (const index of [-1 - records.length, records.length, NaN]) {
    assert.equal(errorOf(() => sequence.at(index)).name, "IndexError");
  }
  // A record of one byte has no part.
  if ((records.at(-1)?.length ?? 0) < 2) return;
  const short = Class.sequence(window.bytes.subarray(0, -1), ...each.orderArgument);
  const error = errorOf(() => short.length);
  assert.equal(error.name, "SizeError");
  assert(error.path.startsWith(`[${records.length - 1}]`));
}
