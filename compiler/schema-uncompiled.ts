/**
 * What structs, unions, variants, enumerations and flags are where nothing compiled their schema. Their
 * types promise the generated class, which the build plugin puts in their place: without it, whatever the
 * class has throws an error that says so, and the compiler finds plain data.
 */

import type { StructOptions, UnionOptions } from "./schema.js";
import type { Fields, Type } from "./schema-traits.js";

/** The data of what becomes a class, or the object of a variant. */
export type ClassData =
  | {
      readonly kind: "struct";
      readonly fields: Fields;
      readonly options: StructOptions;
    }
  | {
      readonly kind: "union";
      readonly members: Fields;
      readonly options: UnionOptions;
    }
  | {
      readonly kind: "variant";
      readonly tag: string;
      readonly cases: readonly Type[];
      readonly otherwise: Type | undefined;
      readonly isFixed: boolean;
    };

/** The data of what becomes a constant with its values or masks by their names. */
export type ConstantData = NamedNumbers<"enumeration"> | NamedNumbers<"flags">;

interface NamedNumbers<Kind> {
  readonly kind: Kind;
  readonly base: Type;
  readonly members: Readonly<Record<string, number | bigint>>;
  readonly open: boolean;
}

/** What classes have under names that no schema data has. */
const members: readonly PropertyKey[] = [
  "size",
  "minimumSize",
  "alignment",
  "view",
  "viewPrefix",
  "viewSuffix",
  "viewAt",
  "need",
  "parse",
  "safeParse",
  "create",
  "read",
  "readPrefix",
  "readSuffix",
  "toObject",
  "write",
  "writePrefix",
  "writeSuffix",
  "sizeOf",
  "equals",
  "compare",
  "hash",
  "copyTo",
  "clone",
  "array",
  "sequence",
  "~standard",
  // Is what `record instanceof X` asks for.
  Symbol.hasInstance,
];

const uncompiledClass: object = Object.freeze(
  Object.defineProperties(
    {},
    Object.fromEntries(members.map((name) => [name, { get: () => throwUncompiled(name) }])),
  ),
);

/** Returns the data of a struct, a union or a variant under the type of its class. */
export function asClass<T>(data: ClassData): T {
  return inherit(uncompiledClass, data) as T;
}

/** Returns the data of an enumeration or of flags under the type of its constant: its members are there. */
export function asConstant<T>(data: ConstantData): T {
  const members = Object.entries(data.members).map(([name, value]) => [name, { value }] as const);
  return inherit(
    Object.freeze(Object.defineProperties({}, Object.fromEntries(members))),
    data,
  ) as T;
}

/** Returns frozen data that inherits what the compiler does not see. */
function inherit(prototype: object, data: object): object {
  return Object.freeze(Object.create(prototype, Object.getOwnPropertyDescriptors(data)) as object);
}

function throwUncompiled(member: PropertyKey): never {
  const used = member === Symbol.hasInstance ? "instanceof" : `.${String(member)}`;
  throw new TypeError(
    `${used} of a schema that no build plugin compiled: add the plugin to the build, such as ` +
      "structview/vite, or run `structview generate` and import the generated module",
  );
}
