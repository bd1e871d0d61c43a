/**
 * Text of what is one of several structs, told by a tag within it: a union type, and an object with the
 * methods that structs have. Each switches over the tag, or over the class of a record.
 */
import { structsOf } from "../layout-cases.js";
import type { VariantLayout } from "../layout-types.js";
import { openedRecord, readText } from "./access.js";
import { emitByteOpeners } from "./byte-openers.js";
import { emitCompare, emitEquals, emitHash, emitTwins } from "./case-comparison.js";
import {
  emitFinishes,
  emitInstances,
  emitSwitch,
  hasShorterCase,
  numberOf,
  openCase,
  parameter,
  unionOf,
  validated,
} from "./cases.js";
import { docText } from "./doc.js";
import { arrayText } from "./element-array.js";
import type { Imports } from "./imports.js";
import { listOf } from "../words.js";
import { orderText, roomText } from "./open.js";
import { emitPrefixSuffix } from "./prefix-suffix.js";
import { emitReadWrite } from "./read-write.js";
import { emitArrayOpener } from "./record-array.js";
import { emitSequence, emitSequenceOpener, isSequenced } from "./sequence.js";
import { emitStandardSchema } from "./shown.js";
import { lines } from "./text.js";
import { emitParse } from "./validate.js";
import { emitVariantValues, throwTag, valueTypes } from "./variant-value.js";

/** Returns the types and the object of a variant, and its sequence class. */
export function emitVariant(variant: VariantLayout, imports: Imports): string {
  const { name, size, tag } = variant;
  const structs = structsOf(variant);
  const cases = structs.map((each) => `{@link ${each.name}}`);
  const doc = [variant.doc, `One of ${listOf(cases, "and")}, told by \`${tag}\`.`];
  const sizeConstant =
    size === undefined
      ? `/** Size in bytes of the smallest, with all parts of dynamic length empty. */
  minimumSize: ${variant.minimumSize},`
      : `/** Size in bytes of each. */
  size: ${size},`;
  const init = `init: ${unionOf(valueTypes(variant, imports, "Partial"))}`;
  return `
${docText(doc.filter((each) => each !== undefined).join("\n\n"))}
export type ${name} = ${unionOf(structs.map((each) => imports.from(each.file, each.name)))};

${docText(`The fields of a {@link ${name}} as a plain object.`)}
export type ${name}Value = ${unionOf(valueTypes(variant, imports))};

${docText(`Opens, reads and writes {@link ${name}} records.`)}
export const ${name} = {
  ${sizeConstant}
  /** Alignment in bytes. */
  alignment: ${variant.alignment},
${emitByteOpeners(variant, imports)}${emitOpener(variant, imports)}
${imports.ifHeld("arrays", () => emitListOpener(variant, imports))}
${emitParse(variant, imports)}
${emitReadWrite(variant, init, imports)}
${emitVariantValues(variant, imports)}
${imports.ifHeld("prefixes", () => emitPrefixSuffix(variant, imports))}
${emitVariantRecords(variant, imports)}
${imports.ifHeld("standardSchema", () => emitStandardSchema(variant, imports))}
${imports.ifHeld("validation", () => emitValidate(variant, imports))}
};
${isSequenced(variant) ? emitSequence(variant, imports) : ""}
`;
}

function emitValidate(variant: VariantLayout, imports: Imports): string {
  const validate = emitInstances(
    validated(structsOf(variant)),
    (struct) => `${struct.name}.$validate(record, place, report);`,
  );
  return `
  /** Reports each field of \`record\` whose contents are not valid. */
  $validate(record: ${variant.name}, place: ${imports.runtimeType("Place")}, report: ${imports.runtimeType("Report")}): void {
    ${validate}
  },
`;
}

function emitOpener(variant: VariantLayout, imports: Imports): string {
  const { name, size, minimumSize, otherwise } = variant;
  const owner = JSON.stringify(name);
  const error = otherwise === undefined ? `, \`ValidityError\` for another \`${variant.tag}\`` : "";
  const order = { byteOrder: () => "byteOrder", littleEndian: () => "littleEndian" };
  const opening = lines([
    `const tag = ${readText(variant.tagType, variant.tagPosition, openedRecord, imports)};`,
    emitSwitch(
      variant,
      "tag",
      (struct) =>
        `return ${openCase(struct, size === undefined ? "limit" : undefined, order, imports)};`,
      () => `return ${throwTag(variant, owner, "tag", numberOf, imports)}`,
    ),
  ]);
  const littleEndian = /\blittleEndian\b/.test(opening)
    ? `const littleEndian = byteOrder === "little";`
    : "";
  return `
  /** Views the record at \`offset\` of \`view\`, before \`end\`. Throws \`SizeError\`${error}. */
  viewAt(view: DataView, offset: number${orderText(variant, imports).parameter}, end?: number): ${name} {
    ${roomText(opening, minimumSize, owner, imports)}
    ${lines([littleEndian, opening])}
  },
`;
}

/** Returns the method that opens records one behind the other, if they can be. */
function emitListOpener(variant: VariantLayout, imports: Imports): string {
  const { size, byteOrder } = variant;
  if (size === undefined) return isSequenced(variant) ? emitSequenceOpener(variant, imports) : "";
  const element = { kind: "variant", variant, byteOrder } as const;
  const length = { kind: "rest" } as const;
  const { typeName } = arrayText(
    {
      kind: "array",
      element,
      elementSize: size,
      stride: size,
      length,
      measure: "elements",
      alignment: undefined,
      shape: undefined,
    },
    imports,
  );
  return emitArrayOpener(variant, size, typeName, imports);
}

/** Returns the methods that compare, copy and finish records. */
function emitVariantRecords(variant: VariantLayout, imports: Imports): string {
  const { name, facts } = variant;
  const finish = `
  /** Computes all fields of a record that are computed, and returns it. */
  $finish(record: ${name}): ${name} {
    ${emitFinishes(structsOf(variant))}
    return record;
  },
`;
  return [
    imports.ifHeld("comparison", () => emitVariantComparison(variant, imports)),
    imports.ifHeld("copies", () => emitVariantCopies(variant, imports)),
    facts.hasComputed ? finish : "",
  ].join("");
}

function emitVariantComparison(variant: VariantLayout, imports: Imports): string {
  const { name, tag } = variant;
  const structs = structsOf(variant);
  const compareTags = `return ${imports.runtime("compareValues")}(record.${tag}, other.${tag});`;
  return `
  /** Whether two records are of one struct and equal. */
  equals(record: ${name}, other: ${name}): boolean {
    ${emitEquals(structs)}
  },

  /** Returns -1, 0 or 1: the order of the tags, or that of two records of one struct. For \`sort\`. */
  compare(record: ${name}, other: ${name}): number {
    ${emitCompare(structs, compareTags)}
  },

  /** Returns a hash, FNV-1a of 32 bits, which is the same for records that are equal. */
  hash(record: ${name}): number {
    return ${name}.$hash(record, ${imports.runtime("hashBasis")});
  },

  /** Returns the state of a hash behind the bytes of a record. */
  $hash(record: ${name}, state: number): number {
    ${emitHash(structs, imports)}
  },
`;
}

/** Returns the text of `copyTo`, `clone` and `$twin`. What a shorter case leaves of the size is zero in copies. */
function emitVariantCopies(variant: VariantLayout, imports: Imports): string {
  const { name, size } = variant;
  const owner = JSON.stringify(name);
  const twins = emitTwins(structsOf(variant));
  const isPadded = hasShorterCase(variant, size);
  const bytes = imports.runtimeType("Bytes");
  const copyTo = isPadded
    ? `const view = ${imports.runtime("viewOfExactly")}(bytes, ${owner}, ${size});
    ${imports.runtime("setPadded")}(view, 0, ${size}, record.$bytes, ${owner}, "", 0);
    return ${name}.$twin(record, view, 0);`
    : `return ${name}.$twin(record, ${imports.runtime("copyOver")}(record.$bytes, bytes, ${owner}), 0);`;
  const clone = isPadded
    ? `${name}.copyTo(record, new Uint8Array(${size}))`
    : `${name}.$twin(record, ${imports.runtime("copyOfBytes")}(record.$bytes), 0)`;
  return `
  /** Copies the bytes of \`record\` over \`bytes\`, and returns the record there. Throws \`SizeError\`. */
  copyTo(record: ${name}, bytes: ${bytes}): ${name} {
    ${copyTo}
  },

  /** Returns a record over new memory with the bytes of \`record\`. */
  clone(record: ${name}): ${name} {
    return ${clone};
  },

  /** Views a record with the lengths of \`record\` at \`offset\` of \`view\`. Checks nothing. */
  $twin(${parameter("record", name, twins)}, view: DataView, offset: number): ${name} {
    ${twins}
  },
`;
}
