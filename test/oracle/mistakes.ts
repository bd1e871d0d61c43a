/** Values and bytes with mistakes in them. */
import assert from "node:assert/strict";
import type { ArrayNode, Node, NumberNode, StructNode, TextNode, Value } from "./bits.js";
import { invalidityOf, isClosed, mayBeInvalid, writeBits } from "./bits.js";
import type { Case } from "./cases.js";
import { scrambled } from "./cases.js";
import { compareError, compareRecord } from "./compare.js";
import { placementOf } from "./document.js";
import { invalidNumbersIn } from "./invalid-numbers.js";
import type { AnyArray, AnyParser, AnyRecord } from "./modules.js";
import { errorOf, windowOf } from "./modules.js";
import type { Random } from "./random.js";
import { unitSizeOf } from "./texts.js";

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
    case "absent":
      return [validity(random.pick([null, 0, 5n, "x", {}, []]))];
    case "number":
      // What is computed need not be given, and where it lies behind a part that part is looked at first.
      return node.isComputed === true ? [] : [validity(random.pick(badNumbers(node)))];
    case "bytes": {
      if (node.text !== undefined) {
        const bad = ["", "abc", `${String(value)}x`, ` ${String(value)}`, 5, {}, null, undefined];
        return [validity(random.pick(bad))];
      }
      const mistakes = [
        validity(random.pick([undefined, null, "abc", 5, [1, 2], new Int8Array(2)])),
      ];
      if (!node.isRest) {
        const bad = random.bytes(node.size + (node.size > 0 && random.chance(0.5) ? -1 : 1));
        mistakes.push({ path, value: bad, bad, error: "SizeError", isExact: true });
      }
      return mistakes;
    }
    case "text": {
      const mistakes = [
        validity(random.pick([undefined, null, 5, new Uint8Array(2), {}])),
        validity(random.pick(badTexts(node, value as string))),
      ];
      const most = node.isRest ? node.maximum : node.size;
      if (most !== undefined) {
        const bad = "x".repeat(most + 1);
        mistakes.push({ path, value: bad, bad, error: "SizeError", isExact: true });
      }
      if (node.ending === "full" && !node.isRest && node.size > 0) {
        mistakes.push({ path, value: "", bad: "", error: "SizeError", isExact: true });
      }
      return mistakes;
    }
    case "array": {
      const whole = validity(random.pick([undefined, null, 5, "abcd", {}]));
      if (node.native !== undefined) return [whole];
      const given = value as readonly Value[];
      // As many elements as one likes fit where they take the rest: then only the size is wrong.
      const error = node.isInBytes && node.isSequence ? "SizeError" : "ValidityError";
      const lengths: readonly Mistake[] =
        node.isRest || given.length === 0
          ? []
          : [given.slice(1), [...given, ...given]].map((bad) => ({
              ...validity(bad, false),
              error,
            }));
      const index = random.integer(0, Math.max(0, node.elements.length - 1));
      const [element, old] = [node.elements[index], given[index]];
      const within =
        element === undefined || old === undefined
          ? []
          : mistakesIn(element, old, `${path}[${index}]`, random).map((mistake) => ({
              ...mistake,
              value: given.map((each, at) => (at === index ? mistake.value : each)),
            }));
      return [whole, ...lengths, ...within];
    }
    case "struct": {
      if (node.isUnion) return mistakesInUnion(node, value, path, random);
      const given = value as { readonly [name: string]: Value };
      const whole = path === "" ? [] : [validity(random.pick([undefined, 5, "x"]))];
      const prefix = path === "" ? "" : `${path}.`;
      // With another tag it is a value of the struct for all others, and other fields are wrong too.
      const isOther = node.choice?.kind === "variant" && node.choice.hasOther;
      return [
        ...whole,
        validity(null, false),
        ...node.fields.flatMap(({ name, node: field }) => {
          const old = field.kind === "absent" ? undefined : (given[name] ?? 0);
          const isTag = field.kind === "number" && field.isTag === true;
          return mistakesIn(field, old, `${prefix}${name}`, random).map((mistake) => ({
            ...mistake,
            value: { ...given, [name]: mistake.value },
            isExact: mistake.isExact && !(isOther && isTag),
          }));
        }),
      ];
    }
  }
}

/** Returns strings that a text cannot express, whatever its length. */
export function badTexts({ encoding, ending }: TextNode, given: string): readonly string[] {
  const bad: string[] = [];
  if (encoding === "ascii") bad.push("\u00e9", "a\u0080");
  if (encoding === "latin1" || encoding === "ascii") bad.push("\u0100", "\u{1f600}");
  else bad.push("\ud83d", "\ude00", `${given}\ud83d`, "\ude00\ud83d");
  if (ending === "zero" || ending === "terminator") bad.push("\0", `${given}\0`);
  if (typeof ending === "number") {
    const unit = encoding === "utf16" ? ending : ending & 0x7f;
    if (unit === ending) bad.push(String.fromCharCode(unit), given + String.fromCharCode(unit));
  }
  return bad;
}

/** A union takes the right number of bytes, or exactly one of its members. */
function mistakesInUnion(
  node: StructNode,
  value: Value,
  path: string,
  random: Random,
): readonly Mistake[] {
  const whole = (bad: unknown, error: Mistake["error"] = "ValidityError"): Mistake => {
    return { path, value: bad, bad, error, isExact: true };
  };
  const mistakes = [
    whole(random.pick([null, 5, "x", {}, [1, 2], new Int8Array(node.size)])),
    whole(random.bytes(node.size + (random.chance(0.5) ? -1 : 1)), "SizeError"),
  ];
  if (path !== "") mistakes.push(whole(undefined));
  if (value instanceof Uint8Array) return mistakes;
  const given = value as { readonly [name: string]: Value };
  const [member = ""] = Object.keys(given);
  const other = node.fields.find(({ name }) => name !== member);
  if (other !== undefined) mistakes.push(whole({ ...given, [other.name]: 0 }));
  const found = node.fields.find(({ name }) => name === member);
  if (found === undefined) return mistakes;
  const within = mistakesIn(
    found.node,
    given[member] ?? null,
    path === "" ? member : `${path}.${member}`,
    random,
  ).map((mistake): Mistake => {
    // Nothing where the member was is a union without a member.
    if (mistake.value === undefined) return { ...whole({}), path };
    return { ...mistake, value: { [member]: mistake.value } };
  });
  return [...mistakes, ...within];
}

function badNumbers(node: NumberNode): readonly unknown[] {
  const { format, isBig, isChecked, nonZero, constant, enumeration } = node;
  const width = isChecked ? 54 : node.bits.length;
  const made = badMade(node);
  if (made !== undefined) return made;
  if (constant !== undefined) {
    const others = typeof constant === "boolean" ? [!constant] : [Number(constant) + 0.5, "x"];
    const bad = [...others, null, typeof constant === "bigint" ? Number(constant) : {}];
    return bad.filter((each) => each !== constant);
  }
  switch (format) {
    case "strict":
    case "lenient":
      return [0, 1, "true", null, undefined];
    case "float":
    case "bfloat":
      return ["1", 1n, true, null, undefined, {}];
    case "character":
      return ["", "ab", "\ud83d", "\ude00", "\u{1f600}x", 65, null, undefined, ["a"]];
    case "unsigned":
    case "signed": {
      const bad = badIntegers(format, width, isChecked);
      const maximum = (bad[0] ?? 0n) - 1n;
      const members = enumeration?.members.map((member) => String(BigInt(member.value))) ?? [];
      const closed = isClosed(node) ? [3n, 7n, 100n, maximum] : [];
      const outside = closed.filter((each) => each <= maximum && !members.includes(String(each)));
      const zero = nonZero === "required" ? [0n] : [];
      const all = [...bad, ...outside, ...zero];
      const nothing = nonZero === "optional" ? [undefined] : [null, undefined];
      return isBig
        ? [...all, Number(1), "1", 1.5, ...nothing]
        : [...all.map(Number), 0.5, NaN, Infinity, 1n, "1", ...nothing];
    }
  }
}

/** Values that flags or a codec do not take. */
function badMade({ flags, codec, bits, isBig }: NumberNode): readonly unknown[] | undefined {
  if (flags !== undefined) {
    const few = [null, undefined, 5, "abc", {}, ["none"], ["toString"], [null], [-1], [0.5]];
    const beyond = 2n ** BigInt(bits.length);
    const first = flags.open === true ? (isBig ? beyond : Number(beyond)) : 1;
    return [...few, [first], [isBig ? 1 : 1n]];
  }
  if (codec?.kind === "date") return [null, undefined, 5, "2000-01-01", new Date(NaN), {}];
  if (codec === undefined) return undefined;
  return [null, undefined, "5", 1n, NaN, Infinity, 2 ** 60, -(2 ** 60), new Date(0)];
}

/** The integers just outside of what a number can hold. */
function badIntegers(
  format: "unsigned" | "signed",
  width: number,
  isChecked: boolean,
): readonly bigint[] {
  if (isChecked) return [2n ** 53n, format === "signed" ? -(2n ** 53n) : -1n];
  const span = 2n ** BigInt(width);
  return format === "signed" ? [span / 2n, -(span / 2n) - 1n] : [span, -1n];
}

/** A number that may be invalid, and how to come to it. */
interface Breakable {
  readonly node: NumberNode;
  /** Returns the value. */
  readonly get: (record: AnyRecord) => unknown;
  /** What the error of the accessor says. */
  readonly struct: string;
  readonly path: string;
  readonly offset: number;
}

function breakablesIn(each: Case): readonly Breakable[] {
  const visitArray = (
    array: ArrayNode,
    get: (record: AnyRecord) => AnyArray,
  ): readonly Breakable[] =>
    array.elements.flatMap((node, index): readonly Breakable[] => {
      const at = (record: AnyRecord): unknown => get(record).at(index);
      switch (node.kind) {
        case "struct":
          return visit(node, (record) => at(record) as AnyRecord);
        case "array":
          return visitArray(node, (record) => at(record) as AnyArray);
        case "bytes":
        case "text":
        case "absent":
          return [];
        case "number": {
          const offset = node.offset - array.offset;
          const place = { struct: `${array.label}[]`, path: `[${index}]`, offset };
          return mayBeInvalid(node) ? [{ node, get: at, ...place }] : [];
        }
      }
    });
  const visit = (struct: StructNode, get: (record: AnyRecord) => AnyRecord): readonly Breakable[] =>
    // What is not valid in a union is no mistake of the record; its getters are tried elsewhere.
    (struct.isUnion ? [] : struct.fields).flatMap(({ name, node }): readonly Breakable[] => {
      const at = (record: AnyRecord): unknown => get(record)[name];
      switch (node.kind) {
        case "struct":
          return visit(node, (record) => at(record) as AnyRecord);
        case "array":
          return visitArray(node, (record) => at(record) as AnyArray);
        case "bytes":
        case "text":
        case "absent":
          return [];
        case "number": {
          const isSource = each.schema.lengthSources.has(`${struct.name}.${name}`);
          if (isSource || node.isTag === true || !mayBeInvalid(node)) return [];
          // A class of another byte order has a name of its own.
          const place = { struct: struct.name, path: name, offset: node.offset - struct.offset };
          return [{ node, get: at, ...place }];
        }
      }
    });
  return visit(each.node, (record) => record);
}

/** Breaks one number after the other, then all, and compares the errors. */
export function compareInvalid(each: Case, withOffset: boolean): void {
  const all = each.bytes.slice();
  const Parser = each.Class as unknown as AnyParser;
  // A sequence has many that are alike.
  const breakables = breakablesIn(each);
  const step = Math.ceil(breakables.length / 40);
  for (const { node, get, struct, path, offset } of breakables.filter(
    (_, index) => index % step === 0,
  )) {
    const bytes = each.bytes.slice();
    const pattern = Array.from({ length: 24 }, (_, index) =>
      index < 8 ? BigInt(index) : each.random.pattern(node.bits.length),
    )
      .sort(() => (each.random.chance(0.5) ? 1 : -1))
      .find((candidate) => {
        writeBits(node, bytes, candidate);
        return invalidityOf(node, bytes) !== undefined;
      });
    if (pattern === undefined) continue;
    writeBits(node, all, pattern);
    const { bytes: windowed } = windowOf(bytes);
    const record = each.Class.view(windowed, ...each.orderArgument);
    const { expected, got } = invalidityOf(node, bytes) ?? {};
    // A set of flags is a window: what copies it looks at the bits.
    const error = errorOf(() =>
      node.flags === undefined ? get(record) : each.Class.toObject(record),
    );
    if (withOffset) {
      compareError(error, { offset });
      continue;
    }
    compareError(error, { name: "ValidityError", path, expected, got });
    assert(error.struct.startsWith(struct.replace("[]", "")), `${error.struct}, not ${struct}`);
    const copying = errorOf(() => each.Class.read(windowed, ...each.orderArgument));
    compareError(copying, { name: "ValidityError", path, expected, got });
    compareParsing(each, Parser, bytes);
  }
  if (!withOffset) compareParsing(each, Parser, all);
}

/** Compares what `parse` and `safeParse` say with the mistakes that the model finds. */
export function compareParsing(each: Case, Parser: AnyParser, bytes: Uint8Array): void {
  const { bytes: windowed } = windowOf(bytes, 5);
  const mistakes = invalidNumbersIn(each.node, bytes);
  const result = Parser.safeParse(windowed, ...each.orderArgument);
  const [first] = mistakes;
  if (first === undefined) {
    assert(result.success);
    compareRecord(result.value, each.node, bytes);
    compareRecord(Parser.parse(windowed, ...each.orderArgument), each.node, bytes);
    return;
  }
  assert(!result.success, `${first.path} is not valid`);
  assert.deepEqual(
    result.errors.map(({ name, struct, path, offset, expected, got }) => {
      return { name, struct, path, offset, expected, got };
    }),
    mistakes.map((mistake) => ({ name: "ValidityError", struct: each.name, ...mistake })),
  );
  compareError(
    errorOf(() => Parser.parse(windowed, ...each.orderArgument)),
    { name: "ValidityError", struct: each.name, ...first },
  );
}

/** Puts random bytes over the content of every text, and compares getters and `parse` with the model. */
export function compareBrokenTexts(each: Case): void {
  const Parser = each.Class as unknown as AnyParser;
  const { random } = each;
  const bytes = each.bytes.slice();
  let count = 0;
  const visit = (node: Node): void => {
    if (node.kind === "array") for (const element of node.elements) visit(element);
    if (node.kind === "struct") for (const field of node.fields) visit(field.node);
    if (node.kind !== "text") return;
    count++;
    const end = node.ending === "terminator" ? unitSizeOf(node.encoding) : 0;
    for (let at = node.offset; at < node.offset + node.size - end; at++) {
      // A zero would end the part before its time.
      const least = node.ending === "terminator" ? 1 : 0;
      const edges = [0x20, 0x7f, 0x80, 0xbf, 0xc2, 0xd8, 0xdc, 0xe0, 0xed, 0xf0, 0xf4, 0xff];
      if (random.chance(0.6)) continue;
      bytes[at] = random.chance(0.5) ? random.pick(edges) : random.integer(least, 255);
    }
  };
  visit(each.node);
  if (count === 0) return;
  const { bytes: windowed } = windowOf(bytes, 3);
  compareRecord(each.Class.view(windowed, ...each.orderArgument), each.node, bytes);
  compareParsing(each, Parser, bytes);
}

/** Compares what `safeParse` says of one bit that is reserved and not zero. */
export function compareReserved(each: Case): void {
  const found: { readonly path: string; readonly bits: readonly number[] }[] = [];
  const visit = (node: Node, path: string): void => {
    if (node.kind === "array") {
      for (const [index, element] of node.elements.entries()) visit(element, `${path}[${index}]`);
    }
    // Any bytes are those of a union.
    if (node.kind !== "struct" || node.isUnion) return;
    const prefix = path === "" ? "" : `${path}.`;
    for (const { name, bits } of node.reserved) found.push({ path: `${prefix}${name}`, bits });
    for (const field of node.fields) visit(field.node, `${prefix}${field.name}`);
  };
  visit(each.node, "");
  if (found.length === 0) return;
  const { path, bits } = each.random.pick(found);
  const { bytes } = windowOf(scrambled(each), 3);
  const bit = each.random.pick(bits);
  bytes[Math.floor(bit / 8)]! |= 0x80 >> (bit % 8);
  const Class = each.Class as unknown as AnyParser;
  const result = Class.safeParse(bytes, ...each.orderArgument);
  const errors = result.success ? [] : result.errors;
  assert.deepEqual(
    errors.map((error) => [error.name, error.path, error.offset]),
    [["ValidityError", path, Math.floor(Math.min(...bits) / 8)]],
  );
}

/** Compares what `safeParse` and `$finish` do with one number that is computed, and another one. */
export function compareComputed(each: Case): void {
  const { random, node, orderArgument } = each;
  const Class = each.Class as unknown as AnyParser;
  const computed = node.fields.filter(
    (field) => field.node.kind === "number" && field.node.isComputed === true,
  );
  if (computed.length === 0) return;
  const { name, node: number } = random.pick(computed);
  assert(number.kind === "number");
  const { bytes } = windowOf(scrambled(each), 3);
  const wanted = bytes.slice();
  const record = Class.parse(bytes, ...orderArgument);
  // The record keeps the lengths that it was opened with.
  writeBits(number, bytes, random.pattern(number.bits.length));
  const result = Class.safeParse(bytes, ...orderArgument);
  const isRight = Buffer.compare(bytes, wanted) === 0;
  // Another size of a list of records, which is computed from that size, may be as right.
  const isMeasure = each.schema.model.struct(each.name).fields.some((field) => {
    const type = each.schema.model.expand(placementOf(field.type).type);
    return type.kind === "array" && type.measure === "bytes" && type.length === name;
  });
  if (!isMeasure || isRight) assert.equal(result.success, isRight, name);
  (record["$finish"] as () => void).call(record);
  assert.deepEqual(bytes, wanted, `$finish of ${name}`);
}
