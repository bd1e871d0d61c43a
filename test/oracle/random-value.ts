/** Random values for the structs of a random document. */
import type { Value } from "./bits.js";
import type { TypeData } from "./document.js";
import { evaluate } from "./expression.js";
import type { RandomSchema } from "./random-schema.js";
import type { Random } from "./random.js";

/** Returns a random value for a struct, or `undefined` where its lengths come out below zero or long. */
export function randomValue(
  schema: RandomSchema,
  struct: string,
  random: Random,
): { readonly [name: string]: Value } | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const value = valueOfStruct(schema, struct, random);
    if (value !== undefined) return value;
  }
  return undefined;
}

function valueOfStruct(
  schema: RandomSchema,
  name: string,
  random: Random,
): { readonly [name: string]: Value } | undefined {
  const value: { [name: string]: Value } = {};
  for (const field of schema.model.struct(name).fields) {
    const isSource = schema.lengthSources.has(`${name}.${field.name}`);
    const given = valueOfType(schema, field.type, random, isSource, value);
    if (given === undefined) return undefined;
    value[field.name] = given;
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
    case "bits":
      return isSource
        ? random.integer(0, Math.min(12, 2 ** expanded.width - 1))
        : Number(random.pattern(expanded.width));
    case "scalar": {
      if (!isSource) return randomScalar(expanded.scalar, random);
      const small = random.integer(0, 12);
      return /64/.test(expanded.scalar) ? BigInt(small) : small;
    }
    case "bytes": {
      const { length } = expanded;
      if (typeof length === "number") return random.bytes(length);
      if (typeof length === "object") return random.bytes(random.integer(0, 9));
      const size = evaluate(length, (path) => {
        let within: Value | undefined = before;
        for (const key of path)
          within = (within as { readonly [name: string]: Value } | undefined)?.[key];
        return BigInt(within as number | bigint);
      });
      return size === undefined || size < 0n || size > 60n ? undefined : random.bytes(Number(size));
    }
    case "constant": {
      const base = model.expand(expanded.base);
      if (typeof expanded.value === "boolean") return expanded.value;
      return base.kind === "scalar" && /[ui]64/.test(base.scalar)
        ? BigInt(expanded.value)
        : Number(expanded.value);
    }
    case "enumeration": {
      const base = model.expand(expanded.base);
      if (expanded.open && random.chance(0.5)) {
        return valueOfType(schema, expanded.base, random, isSource, before);
      }
      const member = random.pick(expanded.members).value;
      return base.kind === "scalar" && /64/.test(base.scalar) ? BigInt(member) : Number(member);
    }
    case "array": {
      const element = model.expand(expanded.element);
      const values = Array.from({ length: expanded.length }, () =>
        valueOfType(schema, expanded.element, random, false, {}),
      ).filter((each) => each !== undefined);
      if (values.length < expanded.length) return undefined;
      const scalar = element.kind === "scalar" ? element.scalar : undefined;
      if (scalar === "u8") return Uint8Array.from(values as number[]);
      return scalar === "i8" ? Int8Array.from(values as number[]) : values;
    }
    case "struct":
      return valueOfStruct(schema, expanded.name, random);
    default:
      throw new Error(`no value for ${expanded.kind}`);
  }
}

/** Returns a value of a scalar. No NaN: its bits are not kept by a copy. */
export function randomScalar(scalar: string, random: Random): Value {
  const width = Number(scalar.slice(1));
  switch (scalar.charAt(0)) {
    case "l":
      return random.chance(0.5);
    case "u":
      return width === 64 ? random.pattern(64) : Number(random.pattern(width));
    case "i": {
      const signed = BigInt.asIntN(width, random.pattern(width));
      return width === 64 ? signed : Number(signed);
    }
    default: {
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
