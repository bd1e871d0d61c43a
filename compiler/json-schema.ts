/**
 * The JSON Schema of schemas in JSON, for editors: it completes and checks what is written, with words for
 * each key. It is made of the shapes that `parse` checks with, so that both say the same.
 */
import { z } from "zod";
import { shapes } from "./parse.js";
import { scalarNames, scalars } from "./scalars.js";

/** What objects of a kind are, and what their keys say. */
interface Words {
  readonly is: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** Keys that mean the same wherever they are. */
const commonKeys: Readonly<Record<string, string>> = {
  $schema: "The JSON Schema that editors check this file with.",
  name: "The name: letters, digits and _, not starting with a digit.",
  doc: "The doc comment in the generated code.",
  byteOrder:
    "The order of bytes: big or little; native is that of the machine, runtime is chosen when a record is opened.",
  bitOrder: "Which bit of a byte the first bit field begins with.",
  rules:
    "packed has no padding; c aligns fields and pads as C does, std140 and std430 as GLSL, wgsl-uniform and wgsl-storage as WGSL.",
  target: "Whose C the rules are, and its byte order where none is said: x86_64-linux by default.",
  packed: "Whether no field is aligned unless it says so, as __attribute__((packed)) says it.",
  pack: "The largest alignment of a field, in bytes, as #pragma pack says it.",
  align: "The least alignment of the whole, in bytes.",
  typedefAlign:
    "The alignment that others give it, in bytes, as a typedef of C says it; its size stays.",
  size: "How many bytes it has to have: an error if it has not.",
  fields: "The fields, one behind the other.",
  length: "A number, an expression over earlier fields, { kind: rest } or { kind: prefixed }.",
  base: "What holds the value: an integer or bits.",
  type: "The type: a name such as u16 or u32.be, the name of a type of this file, or an object.",
  element: "The type of the elements.",
  from: "The file that declares it, from the folder of this one.",
  cases: "The structs that it can be.",
  otherwise: "What there is where no case holds; without it that is an error.",
  isFixed: "Whether all cases have the size of the largest.",
  types: "The types, in any order.",
  expression: "The expression that is not zero in a valid record.",
  rule: "The rule in words, for the error.",
  value: "The number; beyond 2^53 a text of its digits, decimal or hexadecimal.",
  open: "Whether values without a name are valid too.",
};

const words: Readonly<Record<string, Words>> = {
  field: { is: "A field.", keys: {} },
  unit: {
    is: "Bit fields that lie in an unsigned integer, or in several of them one behind the other.",
    keys: {
      base: "The integer.",
      bitOrder: "Which bit of the integer the first field begins with.",
    },
  },
  struct: {
    is: "A struct: fields, one behind the other.",
    keys: { checks: "Rules that a valid record follows." },
  },
  union: {
    is: "A union: members that all begin at its first byte.",
    keys: { members: "The members." },
  },
  variant: {
    is: "One of several structs, told by a constant that each has in the same place.",
    keys: { tag: "The name of that constant." },
  },
  enumeration: { is: "Names for values of an integer.", keys: { members: "Names and values." } },
  flags: { is: "Names for bits of an unsigned integer.", keys: { members: "Names and masks." } },
  alias: { is: "A second name for a type.", keys: { target: "The type." } },
  number: { is: "A number that expressions can name.", keys: { value: "The number." } },
  template: {
    is: "A struct with parameters, of which instances are made.",
    keys: { parameters: "Names that stand for types and numbers in the fields." },
  },
  instance: {
    is: "A struct made of a template.",
    keys: {
      template: "The name of the template.",
      arguments: "A type or a number for each parameter.",
    },
  },
  scalar: {
    is: "A number, a boolean or a character.",
    keys: {
      scalar: "Which one.",
      isNumber: "Whether 64 bits are a number, beyond ±(2^53 - 1) an error.",
    },
  },
  bits: {
    is: "A bit field.",
    keys: {
      width: "Its width in bits.",
      interpretation: "Whether it has a sign, or is a boolean.",
    },
  },
  bytes: {
    is: "A run of bytes, a window.",
    keys: { alignment: "Its natural alignment in bytes, where it is not 1." },
  },
  magic: {
    is: "Bytes that are always the same.",
    keys: { content: "ASCII text, or a list of bytes." },
  },
  text: {
    is: "A text; its length is in bytes.",
    keys: {
      encoding: "How characters are bytes.",
      pad: "The code unit that fills what the text leaves of its length.",
      zeroTerminated: "Whether it ends before the first zero within its length.",
    },
  },
  constant: {
    is: "A value that is always the same; others are an error.",
    keys: { value: "The value." },
  },
  reference: { is: "A type of this file or of another one, by name.", keys: {} },
  nonzero: {
    is: "An integer that is not zero.",
    keys: { isOptional: "Whether zero is valid and stands for null." },
  },
  wrapped: { is: "A value that a codec makes.", keys: { codec: "The codec." } },
  select: {
    is: "One of several structs, as an expression over earlier fields says.",
    keys: { on: "The expression." },
  },
  array: {
    is: "Elements one behind the other.",
    keys: {
      measure: "Whether the length counts elements or their bytes.",
      stride: "Bytes from one element to the next.",
    },
  },
  vector: {
    is: "A vector, as shaders have it.",
    keys: { base: "The type of its components.", size: "How many it has." },
  },
  matrix: {
    is: "A matrix, as shaders have it.",
    keys: {
      base: "The type of its components.",
      columns: "How many columns it has.",
      rows: "How many rows it has.",
      order: "Whether its columns or its rows lie one behind the other: columns if it is left out.",
    },
  },
  padding: {
    is: "Bytes or bits without a meaning.",
    keys: { length: "Bytes, or { kind: bits }." },
  },
  reserved: {
    is: "Bytes or bits that have to be zero.",
    keys: { length: "Bytes, or { kind: bits }." },
  },
  computed: {
    is: "A number that an expression or a checksum gives.",
    keys: { value: "The expression, or { kind: checksum }." },
  },
  checksum: {
    is: "A checksum over bytes of the record.",
    keys: {
      algorithm: "Which one, or a function of a module.",
      from: "The field that the bytes begin with: the first one if it is left out.",
      to: "The field that they end with: the last one if it is left out.",
    },
  },
  placed: {
    is: "A type with a place of its own.",
    keys: {
      alignment: "It lies at a multiple of so many bytes.",
      offset: "Bytes from the start of the struct.",
      assertedOffset: "Where it has to lie: an error if it does not.",
      size: "How many bytes it takes: those that its type leaves are padding.",
    },
  },
  packed: {
    is: "A type at no alignment, as __attribute__((packed)) of a field says it.",
    keys: {},
  },
  bitField: {
    is: "A bit field of C, placed by the rules of the target.",
    keys: { base: "The type that it is declared as.", width: "Its width in bits." },
  },
  unnamedBits: {
    is: "Bits of C without a name.",
    keys: {
      base: "The type that they are declared as.",
      width: "Their width; 0 ends the unit of the bit fields before.",
    },
  },
  anonymous: {
    is: "A struct or a union whose members are reached as if they lay beside it.",
    keys: { type: "The struct or the union." },
  },
  pointer: {
    is: "The address of a struct or a union.",
    keys: { base: "The integer that holds it.", type: "The struct or the union." },
  },
  conditional: {
    is: "A part that is there only where an expression is not zero.",
    keys: { condition: "The expression." },
  },
  rest: { is: "All that is left.", keys: {} },
  prefixed: { is: "As much as an unsigned integer before it says.", keys: {} },
  zeroTerminated: {
    is: "Up to the first zero, which is part of it.",
    keys: { maximum: "The most bytes that it can have." },
  },
  date: {
    is: "A point in time.",
    keys: { unit: "What the number counts.", epoch: "The day that it counts from, in UTC." },
  },
  scaled: {
    is: "A number that stands for a multiple of itself.",
    keys: { factor: "What it is multiplied with.", offset: "What is added then." },
  },
  fixedPoint: {
    is: "A number with bits behind the point.",
    keys: { fractionBits: "How many bits." },
  },
  uuid: { is: "Bytes as the text that people write.", keys: {} },
  module: {
    is: "A codec of your own.",
    keys: { from: "Its module, from the folder of this file, or a package.", name: "Its export." },
  },
  bigint: {
    is: "An integer beyond 2^53, as schemas in TypeScript become data.",
    keys: { digits: "Its decimal digits." },
  },
  byField: {
    is: "A byte order that fields tell.",
    keys: {
      little: "The expression that is not zero where it is little.",
      big: "The expression that is not zero where it is big.",
    },
  },
};

/** Names of scalars with their suffixes, for completion; names of types are valid beside them. */
const completions: readonly string[] = scalarNames.flatMap((name) => [
  name,
  ...(scalars[name].size > 1 ? [`${name}.be`, `${name}.le`, `${name}.ne`] : []),
  ...(name === "u64" || name === "i64" ? [`${name}.number`] : []),
]);

/** Returns the JSON Schema (draft 7, which editors know best) of a schema in JSON. */
export function documentJsonSchema(): object {
  const metadata = z.registry<{ id: string }>();
  for (const [id, shape] of Object.entries(shapes.definitions)) metadata.add(shape, { id });
  metadata.add(shapes.typeName, { id: "TypeName" });
  const schema = z.toJSONSchema(shapes.document, {
    target: "draft-7",
    io: "input",
    unrepresentable: "any",
    metadata,
    override: ({ zodSchema, jsonSchema }) => {
      const shape: z.core.$ZodType = zodSchema;
      if (shape === shapes.number) jsonSchema.type = "number";
      if (shape === shapes.typeName) {
        jsonSchema.anyOf = [{ enum: [...completions] }, { type: "string" }];
      }
      dropSafeBounds(jsonSchema);
      describe(jsonSchema);
    },
  });
  return {
    ...schema,
    title: "Schema of structview",
    description:
      "Layouts of structs, which `structview generate` compiles into TypeScript classes.",
  };
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** Integers are within ±(2^53 - 1) anyway: an editor need not say so. */
function dropSafeBounds(schema: JsonSchema): void {
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}

function describe(schema: JsonSchema): void {
  const { properties } = schema;
  if (properties === undefined) return;
  // A field need not say that it is one, so its kind has no constant yet.
  const kind = constantOf(properties["kind"]) ?? ("type" in properties ? "field" : undefined);
  const said = kind === undefined ? undefined : words[kind];
  if (said !== undefined) schema.description = said.is;
  for (const [key, property] of Object.entries(properties)) {
    if (typeof property !== "object" || key === "kind") continue;
    const description = said?.keys[key] ?? commonKeys[key];
    if (description === undefined) continue;
    // In draft 7 nothing beside a reference counts.
    properties[key] =
      property.$ref === undefined
        ? { description, ...property }
        : { description, allOf: [{ ...property }] };
  }
}

/** Returns the text that a property is; of several the first one. */
function constantOf(schema: JsonSchema | boolean | undefined): string | undefined {
  if (typeof schema !== "object") return undefined;
  const value = schema.const ?? schema.enum?.[0];
  return typeof value === "string" ? value : undefined;
}
