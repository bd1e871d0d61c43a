/** Values and bytes with mistakes in them. */
import assert from "node:assert/strict";
import type { Node, NumberNode, StructNode, Value } from "./bits.js";
import { readNode, writeBits } from "./bits.js";
import type { Case } from "./cases.js";
import { compareError, compareNode } from "./compare.js";
import type { AnyArray, AnyRecord } from "./modules.js";
import { errorOf, windowOf } from "./modules.js";
import type { Random } from "./random.js";

/** A value with one thing wrong. */
export interface Mistake {
  readonly path: string;
  readonly value: unknown;
  readonly bad: unknown;
  readonly error: "ValidityError" | "SizeError";
  /** Whether the error names exactly this path. */
  readonly isExact: boolean;
}

/** Returns values that each have one thing wrong, a random one for each field. */
export function mistakesIn(
  node: Node,
  value: Value,
  path: string,
  random: Random,
): readonly Mistake[] {
  const validity = (bad: unknown, isExact = true): Mistake => ({
    path,
    value: bad,
    bad,
    error: "ValidityError",
    isExact,
  });
  switch (node.kind) {
    case "number":
      return [validity(random.pick(badNumbers(node)))];
    case "bytes": {
      const mistakes = [
        validity(random.pick([undefined, null, "abc", 5, [1, 2], new Int8Array(2)])),
      ];
      if (!node.isRest) {
        const bad = random.bytes(node.size + (node.size > 0 && random.chance(0.5) ? -1 : 1));
        mistakes.push({ path, value: bad, bad, error: "SizeError", isExact: true });
      }
      return mistakes;
    }
    case "array": {
      const whole = validity(random.pick([undefined, null, 5, "abcd", {}]));
      if (node.scalar === "u8" || node.scalar === "i8") return [whole];
      const given = value as readonly Value[];
      const index = random.integer(0, node.elements.length - 1);
      const [element, old] = [node.elements[index], given[index]];
      const within =
        element === undefined || old === undefined
          ? []
          : mistakesIn(element, old, `${path}[${index}]`, random).map((mistake) => ({
              ...mistake,
              value: given.map((each, at) => (at === index ? mistake.value : each)),
            }));
      return [
        whole,
        validity(given.slice(1), false),
        validity([...given, ...given], false),
        ...within,
      ];
    }
    case "struct": {
      const given = value as { readonly [name: string]: Value };
      const whole = path === "" ? [] : [validity(random.pick([undefined, 5, "x"]))];
      const prefix = path === "" ? "" : `${path}.`;
      return [
        ...whole,
        validity(null, false),
        ...node.fields.flatMap((field) =>
          mistakesIn(field.node, given[field.name] ?? 0, `${prefix}${field.name}`, random).map(
            (mistake) => ({ ...mistake, value: { ...given, [field.name]: mistake.value } }),
          ),
        ),
      ];
    }
  }
}

function badNumbers(node: NumberNode): readonly unknown[] {
  const { format, isBig, constant, enumeration } = node;
  const width = node.bits.length;
  if (constant !== undefined) {
    const others = typeof constant === "boolean" ? [!constant] : [Number(constant) + 0.5, "x"];
    return [...others, null, typeof constant === "bigint" ? Number(constant) : {}];
  }
  if (format === "boolean") return [0, 1, "true", null, undefined];
  if (format === "float") return ["1", 1n, true, null, undefined, {}];
  const maximum = format === "signed" ? 2n ** BigInt(width - 1) - 1n : 2n ** BigInt(width) - 1n;
  const minimum = format === "signed" ? -(2n ** BigInt(width - 1)) : 0n;
  const bad = [maximum + 1n, minimum - 1n];
  const members = enumeration?.members.map((member) => String(BigInt(member.value))) ?? [];
  const closed = enumeration?.open === false ? [3n, 7n, 100n, maximum] : [];
  const outside = closed.filter((each) => each <= maximum && !members.includes(String(each)));
  return isBig
    ? [...bad, ...outside, Number(1), "1", null, undefined, 1.5]
    : [...[...bad, ...outside].map(Number), 0.5, NaN, Infinity, 1n, "1", null, undefined];
}

/** Breaks one closed enumeration or constant after the other, and compares the errors. */
export function compareInvalid(each: Case, withOffset: boolean): void {
  const visit = (
    get: (record: AnyRecord) => AnyRecord,
    struct: StructNode,
    isLengthSource: (name: string) => boolean,
  ): void => {
    for (const { name, node } of struct.fields) {
      if (node.kind === "struct") {
        const nestedSource = (field: string): boolean =>
          each.schema.lengthSources.has(`${node.name}.${field}`);
        visit((record) => get(record)[name] as AnyRecord, node, nestedSource);
      }
      if (node.kind === "array") {
        for (const [index, element] of node.elements.entries()) {
          if (element.kind !== "struct") continue;
          const at = (record: AnyRecord): AnyRecord =>
            (get(record)[name] as AnyArray).at(index) as AnyRecord;
          visit(at, element, () => false);
        }
      }
      if (node.kind !== "number" || isLengthSource(name)) continue;
      const isClosed = node.enumeration?.open === false;
      if (node.constant === undefined && !isClosed) continue;
      const bytes = each.bytes.slice();
      const valid = isClosed
        ? (node.enumeration?.members.map(({ value }) => String(BigInt(value))) ?? [])
        : [String(node.constant)];
      const pattern = Array.from({ length: 40 }, (_, index) =>
        index < 20 ? BigInt(index) : each.random.pattern(node.bits.length),
      ).find((candidate) => {
        writeBits(node, bytes, candidate);
        return !valid.includes(String(readNode(node, bytes)));
      });
      if (pattern === undefined) continue;
      const { bytes: windowed } = windowOf(bytes);
      const record = each.Class.view(windowed, ...each.orderArgument);
      const owner = get(record);
      // An error tells the byte of a boolean: 2 is not false and not the true that it is.
      const isBoolean = typeof node.constant === "boolean";
      const got = isBoolean ? Number(pattern & 0xffn) : readNode(node, bytes);
      const constant = isBoolean ? Number(node.constant) : node.constant;
      const expected = isClosed ? `a member of ${node.enumeration?.name}` : constant;
      const error = errorOf(() => owner[name]);
      const offset = node.offset - struct.offset;
      compareError(
        error,
        withOffset
          ? { offset }
          : { name: "ValidityError", struct: owner.constructor.name, path: name, expected, got },
      );
      if (!withOffset) {
        const copying = errorOf(() => each.Class.read(windowed, ...each.orderArgument));
        assert.deepEqual(
          [copying.name, copying.path, copying.got],
          ["ValidityError", name, got],
          "read",
        );
        // The other fields are readable still.
        const others = struct.fields.filter((other) => other.name !== name);
        for (const other of others) compareNode(owner[other.name], other.node, bytes, other.name);
      }
    }
  };
  visit(
    (record) => record,
    each.node,
    (field) => each.schema.lengthSources.has(`${each.name}.${field}`),
  );
}
