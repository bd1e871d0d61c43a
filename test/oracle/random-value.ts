/** Random values for the structs of a random document. */
import type { NumberNode, Value } from "./bits.js";
import { floatForms, floatOf } from "./bits.js";
import { decodeText } from "./codecs.js";
import type { LengthData, TextCodecData, TypeData, VariantData } from "./document.js";
import { placementOf } from "./document.js";
import { evaluate } from "./expression.js";
import { madeValue, randomCharacter, randomInteger } from "./random-number.js";
import type { RandomSchema } from "./random-schema.js";
import type { Random } from "./random.js";
import { randomFitting, randomText, unitSizeOf } from "./texts.js";

type ArrayData = Exclude<TypeData, string> & { readonly kind: "array" };

/** Returns a random value for a struct, or `undefined` where its lengths come out below zero or long. */
export function randomValue(
  schema: RandomSchema,
  struct: string,
  random: Random,
): { readonly [name: string]: Value } | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const value = valueOfStruct(schema, struct, random);
    // The bytes of a union are a value too, of which there is one where it is nested.
    if (value !== undefined && !(value instanceof Uint8Array)) return value;
  }
  return undefined;
}

function valueOfStruct(
  schema: RandomSchema,
  name: string,
  random: Random,
): { readonly [name: string]: Value } | Uint8Array | undefined {
  const value: { [name: string]: Value } = {};
  const struct = schema.model.struct(name);
  const { fields, isUnion } = struct;
  if (isUnion && random.chance(0.3)) return random.bytes(schema.model.minimumSize(name));
  const members = fields.filter(({ type }) => !placementOf(type).isPadding);
  for (const field of isUnion ? [random.pick(members)] : fields) {
    const { type, isPadding, condition } = placementOf(field.type);
    if (isPadding) continue;
    if (condition !== undefined && (evaluateOver(condition, value) ?? 0n) === 0n) {
      value[field.name] = undefined;
      continue;
    }
    if (typeof struct.byteOrder === "object" && field === fields[0]) {
      const test = random.pick([struct.byteOrder.little, struct.byteOrder.big]);
      value[field.name] = Number(/\d+$/.exec(test)?.[0]);
      continue;
    }
    const isSource = schema.lengthSources.has(`${struct.name}.${field.name}`);
    const given = valueOfType(schema, type, random, isSource, value);
    if (given === undefined) return undefined;
    value[field.name] = given;
    const total = totalOf(schema, type, given);
    if (total === undefined) continue;
    const source = total.source.split(".")[0] ?? "";
    const old = value[source];
    if (total.size > 255 || old === undefined) return undefined;
    value[source] = typeof old === "bigint" ? BigInt(total.size) : total.size;
  }
  return value;
}

function valueOfType(
  schema: RandomSchema,
  type: TypeData,
  random: Random,
  isSource: boolean,
  before: { readonly [name: string]: Value },
): Value | undefined {
  const { model } = schema;
  const expanded = model.expand(type);
  switch (expanded.kind) {
    case "flags":
      return madeValue(formOf(schema, type), random);
    case "wrapped": {
      if (model.expand(expanded.base).kind !== "bytes") {
        return madeValue(formOf(schema, type), random);
      }
      const bytes = random.bytes(model.minimumSize(expanded.base));
      if (random.chance(0.3)) bytes.fill(0, random.integer(0, 4), random.integer(4, 16));
      return decodeText(expanded.codec.kind as TextCodecData, bytes);
    }
    case "bits":
    case "scalar":
    case "nonzero":
      return valueOfNumber(schema, type, random, isSource);
    case "bytes": {
      const size = lengthOf(expanded.length, before, random);
      return size === undefined ? undefined : random.bytes(size);
    }
    case "text":
      return textOf(schema, expanded, random, before);
    case "constant": {
      if (typeof expanded.value === "boolean") return expanded.value;
      return formOf(schema, type).isBig ? BigInt(expanded.value) : Number(expanded.value);
    }
    case "enumeration": {
      if (expanded.open === true && random.chance(0.5)) {
        return valueOfType(schema, expanded.base, random, isSource, before);
      }
      const member = random.pick(expanded.members).value;
      return formOf(schema, type).isBig ? BigInt(member) : Number(member);
    }
    case "array": {
      const count = countOf(schema, expanded, before, random);
      if (count === undefined) return undefined;
      const values = Array.from({ length: count }, () =>
        valueOfType(schema, expanded.element, random, false, {}),
      ).filter((each) => each !== undefined);
      if (values.length < count) return undefined;
      const element = model.expand(expanded.element);
      const scalar = element.kind === "scalar" ? element.scalar : undefined;
      if (model.strideOf(expanded) > 1) return values;
      if (scalar === "u8") return Uint8Array.from(values as number[]);
      return scalar === "i8" ? Int8Array.from(values as number[]) : values;
    }
    case "struct":
      return valueOfStruct(schema, expanded.name, random);
    case "variant":
      return valueOfVariant(schema, expanded, random);
    case "select": {
      const number = evaluateOver(expanded.on, before);
      const { cases, otherwise } = expanded;
      const chosen = cases.find((each) => BigInt(each.value) === number)?.type ?? otherwise;
      if (typeof chosen === "string") return valueOfStruct(schema, chosen, random);
      const size = chosen && lengthOf(chosen.length, before, random);
      return size === undefined ? undefined : random.bytes(size);
    }
    default:
      throw new Error(`no value for ${expanded.kind}`);
  }
}

function textOf(
  { model }: RandomSchema,
  type: Extract<TypeData, { readonly kind: "text" }>,
  random: Random,
  before: { readonly [name: string]: Value },
): Value | undefined {
  // The order decides nothing that a string shows.
  const form = model.textForm(type, "little");
  const unitSize = unitSizeOf(type.encoding);
  if (typeof type.length === "object") {
    const maximum = type.length.kind === "zeroTerminated" ? type.length.maximum : undefined;
    const most = Math.min(9, Math.floor((maximum ?? 20) / unitSize));
    return randomText(form, random.integer(0, most) * unitSize, random);
  }
  const size = lengthOf(type.length, before, random);
  return size === undefined || size % unitSize !== 0
    ? undefined
    : randomFitting(form, size, random);
}

function valueOfVariant(
  schema: RandomSchema,
  { tag, cases, otherwise }: VariantData,
  random: Random,
): { readonly [name: string]: Value } | Uint8Array | undefined {
  const name = random.pick(otherwise === undefined ? cases : [...cases, otherwise, otherwise]);
  const value = valueOfStruct(schema, name, random);
  if (value === undefined || value instanceof Uint8Array || name !== otherwise) return value;
  // What is for all other tags has none of theirs.
  const isTaken = cases.some((each) => {
    const type = schema.model
      .struct(each)
      .fields.map((field) => ({ ...field, type: placementOf(field.type).type }))
      .find((field) => field.name === tag)?.type;
    const constant = type === undefined ? undefined : schema.model.expand(type);
    return constant?.kind === "constant" && BigInt(constant.value) === BigInt(value[tag] as number);
  });
  return isTaken ? undefined : value;
}

function lengthOf(
  length: LengthData,
  before: { readonly [name: string]: Value },
  random: Random,
): number | undefined {
  if (typeof length === "number") return length;
  if (typeof length === "object") return random.integer(0, 9);
  const size = evaluateOver(length, before);
  return size === undefined || size < 0n || size > 60n ? undefined : Number(size);
}

function evaluateOver(
  text: string,
  before: { readonly [name: string]: Value },
): bigint | undefined {
  return evaluate(text, (path) => {
    let within: Value | undefined = before;
    for (const key of path) {
      within = (within as { readonly [name: string]: Value } | undefined)?.[key];
    }
    return BigInt((within ?? 0) as number | bigint);
  });
}

/** Returns a number of elements for an array. */
function countOf(
  { model }: RandomSchema,
  { element, length, measure, stride }: ArrayData,
  before: { readonly [name: string]: Value },
  random: Random,
): number | undefined {
  if (model.isDynamic(element)) {
    if (measure === "bytes" || typeof length === "object") return random.integer(0, 3);
    const count = lengthOf(length, before, random);
    return count === undefined || count > 4 ? undefined : count;
  }
  const count = lengthOf(length, before, random);
  if (count === undefined || measure !== "bytes" || typeof length === "object") return count;
  const whole = count / (stride ?? model.minimumSize(element));
  return Number.isInteger(whole) ? whole : undefined;
}

/** Returns the field that has to hold the size of a sequence, and that size. */
function totalOf(
  { model }: RandomSchema,
  type: TypeData,
  values: Value,
): { readonly source: string; readonly size: number } | undefined {
  const array = model.expand(type);
  if (array.kind !== "array" || array.measure !== "bytes") return undefined;
  if (typeof array.length !== "string" || !model.isDynamic(array.element)) return undefined;
  const struct = model.expand(array.element);
  if (struct.kind !== "struct" && struct.kind !== "variant") return undefined;
  const size = (values as readonly { readonly [name: string]: Value }[]).reduce(
    (sum, each) => sum + model.placeValue(struct.name, "little", each).size,
    0,
  );
  return { source: array.length, size };
}

/** What is known of a number wherever it lies. */
function formOf({ model }: RandomSchema, type: TypeData): NumberNode {
  return model.numberForm(type);
}

/** Returns a value of a scalar. No NaN: its bits are not kept by a copy. Floats are exact. */
function valueOfNumber(
  schema: RandomSchema,
  type: TypeData,
  random: Random,
  isSource: boolean,
): Value {
  const form = formOf(schema, type);
  const width = form.bits.length;
  switch (form.format) {
    case "strict":
    case "lenient":
      return random.chance(0.5);
    case "character":
      return randomCharacter(random);
    case "unsigned":
    case "signed": {
      if (!isSource) return randomInteger(form, random);
      const greatest = Math.min(12, 2 ** (form.format === "signed" ? width - 1 : width) - 1);
      const small = random.integer(0, greatest);
      if (small === 0 && form.nonZero === "optional") return null;
      // One bit with a sign holds nothing above zero.
      const least = greatest === 0 ? -1 : 1;
      const value = small === 0 && form.nonZero === "required" ? least : small;
      return form.isBig ? BigInt(value) : value;
    }
    case "float":
    case "bfloat": {
      if (width === 16) {
        const { f16, bf16 } = floatForms;
        const value = floatOf(random.pattern(16), form.format === "float" ? f16 : bf16);
        return Number.isNaN(value) ? 1.5 : value;
      }
      const float = random.pick([
        0,
        -0,
        1.5,
        -Infinity,
        Infinity,
        2 ** -149,
        -(2 ** -1074),
        1e-40,
        random.bits32() / 7,
        -random.bits32() * 2 ** random.integer(-60, 60),
      ]);
      return width === 32 ? Math.fround(float) : float;
    }
  }
}
