/**
 * Text of flags. A set lies over the bits of its field: one class for each kind of number that a module
 * uses, with the numbers of the field as literals, so that `record.flags.has("syn")` becomes one masked
 * read where it is inlined. The name is found with a switch, which folds away where the name is known.
 */
import { acceptsAnyBytes } from "../facts.js";
import type {
  FieldLayout,
  FieldType,
  FlagsLayout,
  NumericLayout,
  Position,
  StructLayout,
} from "../layout-types.js";
import { firstByteOf, isInChosenOrder } from "../layout-size.js";
import { widestNumber } from "../scalars.js";
import {
  hex,
  littleEndianText,
  offsetText,
  readText,
  relativeText,
  thisRecord,
  writeText,
} from "./access.js";
import type { RecordText } from "./access.js";
import { docText, fieldDoc } from "./doc.js";
import type { AbsenceText } from "./field.js";
import type { Imports } from "./imports.js";
import { lines } from "./text.js";
import type { OwnerText } from "./value-text.js";

/** A field of flags. */
export type FlagsType = FieldType & { readonly kind: "flags" };

/** Returns the text of flags: a constant with the masks, the type of the names, a mask by its name. */
export function emitFlags(flags: FlagsLayout, imports: Imports): string {
  const { name, members } = flags;
  const doc =
    flags.doc === undefined
      ? `${docText(`Masks of the flags \`${name}\`.`)}\n`
      : `${docText(flags.doc)}\n`;
  const entries = members.map(
    (member) => `${fieldDoc(member.doc)}${member.name}: ${maskText(member.value)},`,
  );
  return `
${doc}export const ${name} = {
${entries.join("\n")}
} as const;

${docText(`Names of {@link ${name}}.`)}
export type ${name} = keyof typeof ${name};

${docText("Returns the bits of a flag. Throws `ValidityError` for a name that there is not.")}
export function maskOf${name}(flag: ${name}): ${flags.typeName} {
  switch (flag) {
    ${members.map((member) => `case ${JSON.stringify(member.name)}: return ${maskText(member.value)};`).join("\n")}
    default:
      return ${imports.held("throwFlag")}(${JSON.stringify(name)}, flag);
  }
}
`;
}

function maskText(mask: number | bigint): string {
  return typeof mask === "bigint" ? `0x${mask.toString(16)}n` : hex(mask);
}

/** Returns the type of what a set is iterated over and made of. */
function itemText({ file, name, isOpen, typeName }: FlagsLayout, imports: Imports): string {
  const names = imports.from(file, name);
  return isOpen ? `${names} | ${typeName}` : names;
}

/** Returns the type that flags have in a plain object. */
export function flagsValueType({ flags }: FlagsType, imports: Imports): string {
  return flags.isOpen ? `(${itemText(flags, imports)})[]` : `${itemText(flags, imports)}[]`;
}

/** Returns the type of what a setter takes. */
function givenType({ flags }: FlagsType, imports: Imports): string {
  return `Iterable<${itemText(flags, imports)}>`;
}

/** How a set is named and made. */
export interface FlagSetText {
  readonly typeName: string;
  /** Returns an expression for the set over the number at `position`. */
  readonly make: (record: RecordText, position: Position) => string;
}

/** Returns how a set is named and made, and has the module declare its class. */
export function flagSetText(type: FlagsType, imports: Imports): FlagSetText {
  const typeName = `$${type.flags.name}${nameOfNumber(type.base)}Set`;
  imports.elementArray(typeName, () => emitFlagSet(typeName, type, imports));
  return {
    typeName,
    make: (record, position) => {
      const order = isInChosenOrder(type.base)
        ? `, ${littleEndianText("runtime", record, imports)}`
        : "";
      return `new ${imports.heldOf(typeName)}(${record.view}, ${offsetText(record, position)}${order})`;
    },
  };
}

/** The part of the name of a class that says how a number is read. */
function nameOfNumber(base: NumericLayout): string {
  const suffixes = { big: "Be", little: "Le", native: "Ne", runtime: "Runtime" } as const;
  if (base.kind === "scalar") {
    const order = base.scalar.size === 1 ? "" : suffixes[base.byteOrder];
    return `${base.scalar.name.toUpperCase()}${order}`;
  }
  // Where the order is not known the places in one order tell those in the other.
  const { big, little } = base.parts;
  const parts = (base.byteOrder === "big" ? big : little).map(({ offset, size, shift, width }) => {
    return `${width}At${offset}In${size * 8}By${shift}`;
  });
  return `Bits${parts.join("And")}${suffixes[base.byteOrder]}`;
}

function emitFlagSet(className: string, type: FlagsType, imports: Imports): string {
  const { flags, base } = type;
  const { file, name, typeName, isOpen, width } = flags;
  const names = imports.from(file, name);
  const mask = imports.heldOf(imports.from(file, `maskOf${name}`), file);
  const start: Position = { after: undefined, bytes: 0 };
  const told = isInChosenOrder(base);
  const is = `${imports.runtimeType("FlagSet")}<${names}, ${itemText(flags, imports)}, ${typeName}>`;
  const isWide = width > 32 && width <= widestNumber;
  const hasText = isWide
    ? `${imports.held("hasBits")}(this.$value, mask)`
    : `(this.$value & mask) === mask`;
  // Bit operators give a signed number, of which 32 bits with the highest one are below zero.
  const both = width === 32 ? `((this.$value & mask) >>> 0) === mask` : hasText;
  const joined = isWide ? `${imports.held("withBits")}(this.$value, mask)` : "this.$value | mask";
  const left = isWide ? `${imports.held("withoutBits")}(this.$value, mask)` : "this.$value & ~mask";
  const items = imports.held(isOpen ? "openFlagsIn" : "flagsIn");
  return `
${docText(`The flags {@link ${name}} in place.`)}
class ${className} implements ${is} {
  ${lines([
    "declare readonly $view: DataView;",
    "declare readonly $offset: number;",
    told ? "declare readonly $littleEndian: boolean;" : "",
  ])}

  constructor(view: DataView, offset: number${told ? ", littleEndian: boolean" : ""}) {
    ${lines(["this.$view = view;", "this.$offset = offset;", told ? "this.$littleEndian = littleEndian;" : ""])}
  }

  get $value(): ${typeName} {
    return ${readText(base, start, thisRecord, imports)};
  }

  set $value(value: ${typeName}) {
    ${writeText(base, start, "value", thisRecord, imports)}
  }

  get size(): number {
    return ${imports.held("flagsIn")}(${names}, this.$value).length;
  }

  has(flag: ${names}): boolean {
    const mask = ${mask}(flag);
    return ${both};
  }

  add(flag: ${names}): this {
    const mask = ${mask}(flag);
    this.$value = ${joined};
    return this;
  }

  delete(flag: ${names}): boolean {
    const mask = ${mask}(flag);
    const found = ${both};
    this.$value = ${left};
    return found;
  }

  clear(): void {
    this.$value = ${typeName === "bigint" ? "0n" : "0"};
  }

  toJSON(): (${itemText(flags, imports)})[] {
    return ${items}(${names}, this.$value);
  }

  [Symbol.iterator](): IterableIterator<${itemText(flags, imports)}> {
    return this.toJSON()[Symbol.iterator]();
  }
}
`;
}

/** Returns the text of the getter and the setter of a field. */
export function emitFlagsAccessors(
  { name, doc, position }: FieldLayout,
  type: FlagsType,
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const { typeName, make } = flagSetText(type, imports);
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: flagsOffsetText(type, position, thisRecord),
  };
  return `
  ${fieldDoc(doc, `${absence.doc}Shares memory with the record.`)}get ${name}(): ${typeName}${absence.type} {
    ${absence.get}return ${make(thisRecord, position)};
  }

  set ${name}(value: ${givenType(type, imports)}) {
    ${absence.set()}${flagsAssignText(type, position, thisRecord, owner, imports)}
  }
`;
}

/** Returns statements that write the names that \`value\` holds; they throw, and write nothing, for others. */
export function flagsAssignText(
  type: FlagsType,
  position: Position,
  record: RecordText,
  { struct, path, offset }: OwnerText,
  imports: Imports,
): string {
  const place = `${imports.held("placeOf")}(${struct}, false)`;
  return `const bits = ${bitsText(type, "value", `${place}, ${path}, ${offset}`, imports)};
    ${writeText(type.base, position, "bits", record, imports)}`;
}

/** Returns the type of what an element of an array is set to. */
export function flagsElementType(type: FlagsType, imports: Imports): string {
  return givenType(type, imports);
}

/** Returns the statement that checks flags of a plain object. `owner` are its first arguments. */
export function flagsCheckText(
  type: FlagsType,
  value: string,
  owner: string,
  imports: Imports,
): string {
  return `if (${imports.runtime("isGiven")}(${owner}, ${value})) ${bitsText(type, value, owner, imports)};`;
}

function bitsText({ flags }: FlagsType, value: string, owner: string, imports: Imports): string {
  const { file, name, isOpen, typeName, width } = flags;
  const zero = typeName === "bigint" ? "0n" : "0";
  const maximum =
    typeName === "bigint" ? `0x${(2n ** BigInt(width) - 1n).toString(16)}n` : hex(2 ** width - 1);
  const rest = isOpen ? `, ${maximum}` : "";
  // The type of the masks is that of each of them, the type of the bits any number.
  return `${imports.held("bitsOf")}<${typeName}>(${owner}, ${value}, ${imports.from(file, name)}, ${JSON.stringify(name)}, ${zero}${rest})`;
}

/** Returns an expression for the names in a set that an accessor returned, as a plain object has them. */
export function flagsCopyText(
  { flags }: FlagsType,
  accessed: string,
  { struct, path, offset }: OwnerText,
  imports: Imports,
): string {
  const { file, name, isOpen } = flags;
  if (isOpen) return `${accessed}.toJSON()`;
  const masks = imports.from(file, name);
  return `${imports.held("closedFlagsIn")}(${masks}, ${accessed}.$value, ${JSON.stringify(name)}, ${struct}, ${path}, ${offset})`;
}

/** Returns the statements that report bits without a name. `owner` are the arguments for their place. */
export function flagsValidateText(
  type: FlagsType,
  position: Position,
  record: RecordText,
  owner: string,
  value: string,
  imports: Imports,
): string {
  if (acceptsAnyBytes(type)) return "";
  const { name } = type.flags;
  return `{
    const ${value} = ${readText(type.base, position, record, imports)};
    if (${hasOtherBits(type.flags, value, imports)}) report(${imports.runtime("invalid")}(${owner}, ${JSON.stringify(`flags of ${name}`)}, ${value}));
  }`;
}

/** Returns an expression for whether `value` has bits that belong to no name. */
function hasOtherBits(
  { file, name, members, width }: FlagsLayout,
  value: string,
  imports: Imports,
): string {
  const masks = members.map((member) => BigInt(member.value));
  // Of a name of several bits all are 1, or none belongs to it.
  if (width > 32 || masks.some((mask) => (mask & (mask - 1n)) !== 0n)) {
    return `!${imports.runtime("areFlags")}(${imports.from(file, name)}, ${value})`;
  }
  const named = masks.reduce((all, mask) => all | mask, 0n);
  return `(${value} & ${hex(Number((2n ** BigInt(width) - 1n) & ~named))}) !== 0`;
}

/** Returns an expression for the place of flags in their record: for bits, that of their first byte. */
export function flagsOffsetText(
  { base }: FlagsType,
  position: Position,
  record: RecordText,
): string {
  return relativeText(record, firstByteOf(base, position));
}
