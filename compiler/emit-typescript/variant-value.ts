/** Text of what copies between the records of a variant and plain objects, which are told by their tag. */
import { structsOf } from "../layout-cases.js";
import { isToldOrder } from "../layout-order.js";
import type { CaseLayout, StructLayout, VariantLayout } from "../layout-types.js";
import { isBigint } from "../resolve.js";
import {
  emitInstances,
  emitSwitch,
  hasShorterCase,
  partialOf,
  sizeOfCase,
  writeCase,
} from "./cases.js";
import type { Imports } from "./imports.js";
import { listOf } from "../words.js";
import { literalText } from "./value-text.js";

/** Returns the text of `toObject`, `sizeOf`, where the size is dynamic, `$check` and `$write`. */
export function emitVariantValues(variant: VariantLayout, imports: Imports): string {
  const { name, tag, size, otherwise } = variant;
  const structs = structsOf(variant);
  const given = `value.${tag}`;
  const isTold = isToldOrder(variant);
  const order = { byteOrder: () => "byteOrder", littleEndian: () => "littleEndian" };
  const clear = (): string =>
    hasShorterCase(variant, size)
      ? `${imports.runtime("bytesOf")}(view, offset, ${size}).fill(0);`
      : "";
  const checkTag = (): string =>
    otherwise === undefined
      ? ""
      : `if (${given} === undefined) ${imports.runtime("throwValue")}(place, ${JSON.stringify(tag)}, ${variant.tagPosition.bytes}, "a value", ${given});`;
  const forEach = (owner: string, statement: (value: string, struct: StructLayout) => string) =>
    emitSwitch(
      variant,
      given,
      (struct) => `return ${statement(`value as ${partialOf(struct, imports)}`, struct)};`,
      () => `return ${throwTag(variant, owner, given, (value) => value, imports)}`,
      true,
    );
  const sizeOf = (): string => `
  /** Returns the size in bytes of a record with the fields of \`value\`. */
  sizeOf(value: Partial<${name}Value>): number {
    ${forEach(JSON.stringify(name), (value, struct) => sizeOfCase(struct, value))}
  },
`;
  const toObject = (): string => `
  /** Copies a record into a plain object. */
  toObject(record: ${name}): ${name}Value {
    ${emitInstances(structs, (struct) => `return ${struct.name}.toObject(record) as ${name}Value;`, false)}
  },
`;
  const write = (): string => `${size === undefined ? sizeOf() : ""}
  /** Throws for the first field of \`value\` that does not fit. */
  $check(value: Partial<${name}Value> | undefined, place: ${imports.runtimeType("Place")}): void {
    ${imports.runtime("checkObject")}(place, value);
    ${checkTag()}
    ${forEach("place", (value, struct) => `${struct.name}.$check(${value}, place)`)}
  },

  /** Writes a value that was checked. */
  $write(view: DataView, offset: number${isTold ? ", littleEndian: boolean" : ""}, value: Partial<${name}Value>): ${name} {
    ${clear()}
    ${forEach(JSON.stringify(name), (value, struct) => writeCase(struct, value, order))}
  },
`;
  return `${imports.ifHeld("objects", toObject)}${imports.ifHeld("writing", write)}`;
}

/** Returns an expression for the values of a variant that are written where none are given. */
export function defaultValue(variant: VariantLayout): string {
  const value = variant.cases[0]?.value ?? 0;
  return `{ ${variant.tag}: ${literalText(value)} }`;
}

/** Returns the types of the values of a variant's cases, each with its tag. */
export function valueTypes(
  variant: VariantLayout,
  imports: Imports,
  wrap: "" | "Partial" = "",
): readonly string[] {
  const { tag, tagType, otherwise } = variant;
  const typeOf = (struct: StructLayout, tagName: string): string => {
    const value = imports.from(struct.file, `${struct.name}Value`, "type");
    const wrapped = wrap === "" ? value : `${wrap}<${value}>`;
    return `(${wrapped} & { ${tag}: ${tagName} })`;
  };
  const others = otherwise === undefined ? [] : [otherwise.struct];
  return [
    ...variant.cases.map(({ struct, value }) => typeOf(struct, literalText(value))),
    ...others.map((struct) => typeOf(struct, isBigint(tagType) ? "bigint" : "number")),
  ];
}

/**
 * Returns the statement that throws for a tag without a case. `owner` is a place, or the name of the
 * variant; `shown` turns the tag of a case into what messages show.
 */
export function throwTag(
  { tag, tagPosition, cases }: VariantLayout,
  owner: string,
  got: string,
  shown: (value: CaseLayout["value"]) => CaseLayout["value"],
  imports: Imports,
): string {
  const throwing = imports.runtime(owner === "place" ? "throwValue" : "throwValidity");
  const tags = cases.map(({ value }) => String(shown(value)));
  const words = JSON.stringify(listOf(tags, "or"));
  return `${throwing}(${owner}, ${JSON.stringify(tag)}, ${tagPosition.bytes}, ${words}, ${got});`;
}
