/**
 * Text of the class of a struct.
 *
 * Its shape is measured, not chosen: a record has a `DataView` and an offset as its own properties,
 * getters with literal offsets on the prototype, and no base class (`super()` keeps V8 from removing
 * the allocation). The constructor checks nothing; the openers check once.
 *
 * The properties are declared with `declare`: without it a target of ES2022 defines them as `undefined`
 * before the constructor assigns them, which makes scans with `at` twice as slow (Node 24: 3.6 times
 * the hand-written loop instead of 1.8). Openers are as short as possible, with literal byte orders, as
 * decoders of many headers otherwise run into V8's budget for inlining.
 *
 * What V8 needs to leave records, cursors and iterators out of a loop (escape analysis), found with
 * `--trace-turbo` and in V8's `escape-analysis.cc`; each of these makes a scan take up to twice as long:
 *
 * - Methods and constructors call nothing that is not inlined. A call in them can show their object in a stack
 *   trace, so it has to exist. An import and an exported class count as calls, as they may not be initialized
 *   yet: `Imports.held` and `Imports.heldOf` are constants instead. A call that was never made does not count.
 * - What a constructor returns is known to be an object, which iteration asks: `return this`.
 * - A branch that throws is an exit of the loop that the method is inlined into, and V8 then takes no first
 *   round out of it, so that nothing is loaded once for all: `element-index.ts` has checks without one.
 *
 * What V8 knows of the range of an offset decides whether each field costs a check for overflow when its own
 * offset is added: it knows that of an index that a loop of the user counts, and of what `cursor.ts` masks, if no
 * branch of `next` lets two offsets meet.
 *
 * A loop by hand over a view that V8 takes for a constant has the length of that view as a number in its code. Where
 * the view is not known, V8 compares each place of more than one byte with the greater of zero and the length less the
 * other bytes, and finds that anew for each: a loop that writes nine fields takes 1.9 times as long. A record loads its
 * view, so accessors are as fast as a loop by hand which is given its view, not as one over a constant. The bench has
 * both (`--any-bytes`).
 *
 * Bundlers that turn classes and constants of a module into `var`, as esbuild does, undo the constants: loops then
 * take up to twice as long, as those do that are written by hand over a view which is such a constant.
 */
import { accessibleOf } from "../layout-anonymous.js";
import type { StructLayout } from "../layout-types.js";
import { sizeText, thisRecord } from "./access.js";
import { emitComparison } from "./comparison.js";
import { emitCopies } from "./copies.js";
import { docText, structDoc } from "./doc.js";
import { emitMoveTo, farPlaces, keepPlaces, placeName } from "./far-fields.js";
import { dynamicProperties, emitAccessors } from "./field.js";
import { emitFinish } from "./finish.js";
import type { Imports } from "./imports.js";
import { emitOpeners } from "./open.js";
import { emitPointer } from "./pointer.js";
import { emitPrefixSuffix } from "./prefix-suffix.js";
import { emitArrayOpener, emitRecordArray } from "./record-array.js";
import { emitReflection } from "./reflection.js";
import { emitInspectable, emitJson, emitStandardSchema } from "./shown.js";
import { emitSequence, emitSequenceOpener, isSequenced } from "./sequence.js";
import { lines } from "./text.js";
import { emitUnionComparison, emitUnionJson } from "./union-comparison.js";
import { emitUnionValueMethods, emitUnionValueType } from "./union-value.js";
import { emitValidation } from "./validate.js";
import { emitSelect } from "./select.js";
import { emitValueInterface, emitValueMethods } from "./value.js";

/** Returns the text of everything that is generated for a struct. */
export function emitRecord(struct: StructLayout, imports: Imports): string {
  const { name, size } = struct;
  const unionSize = struct.isUnion ? size : undefined;
  const properties = [
    { name: "$view", parameter: "view", typeName: "DataView" },
    { name: "$offset", parameter: "offset", typeName: "number" },
    ...(struct.byteOrder === "runtime"
      ? [{ name: "$littleEndian", parameter: "littleEndian", typeName: "boolean" }]
      : []),
    ...dynamicProperties(struct, imports),
  ];
  const places = farPlaces(struct);
  return `
${docText(structDoc(struct))}
export class ${name} {
  ${emitSizeConstants(struct)}
  /** Alignment in bytes. */
  static readonly alignment = ${struct.alignment};
${imports.ifHeld("inspection", () => emitInspectable(imports))}
  ${lines([
    ...properties.map((each) => `declare readonly ${each.name}: ${each.typeName};`),
    ...places.map((place) => `declare readonly ${placeName(place)}: number;`),
  ])}

  /** Views the record at \`offset\` of \`view\`. Copies nothing and checks nothing. */
  constructor(${properties.map((each) => `${each.parameter}: ${each.typeName}`).join(", ")}) {
    ${lines([
      ...properties.map((each) => `this.${each.name} = ${each.parameter};`),
      keepPlaces("this", places),
    ])}
  }
${emitOpeners(struct, imports)}
${imports.ifHeld("arrays", () => emitListOpener(struct, imports))}
${emitValidation(struct, imports)}
${unionSize === undefined ? emitValueMethods(struct, imports) : emitUnionValueMethods(struct, unionSize, imports)}
${imports.ifHeld("prefixes", () => emitPrefixSuffix(struct, imports))}
${imports.ifHeld("comparison", () => (struct.isUnion ? emitUnionComparison(struct, imports) : emitComparison(struct, imports)))}
${imports.ifHeld("copies", () => emitCopies(struct, imports))}
${imports.ifHeld("standardSchema", () => emitStandardSchema(struct, imports))}
${emitSize(struct)}
  /** Name of the struct: tells apart what a field can be. */
  get $struct(): ${JSON.stringify(name)} {
    return ${JSON.stringify(name)};
  }

  /** The bytes of the record. Shares memory with it. */
  get $bytes(): Uint8Array {
    return ${imports.runtime("bytesOf")}(this.$view, this.$offset, ${size ?? "this.$size"});
  }
${emitMoveTo(struct)}
${emitFinish(struct, imports)}
${accessibleOf(struct)
  .map((field) => emitAccessors(field, struct, imports) + emitPointer(field, struct, imports))
  .join("\n")}
${imports.ifHeld("inspection", () => (struct.isUnion ? emitUnionJson(imports) : emitJson(imports)))}
}
${unionSize === undefined ? emitValueInterface(struct, imports) : emitUnionValueType(struct, imports)}
${emitSelects(struct, imports)}
${size === undefined ? "" : imports.ifHeld("arrays", () => emitRecordArray(struct, size, imports))}
${isSequenced(struct) ? emitSequence(struct, imports) : ""}
${emitReflection(struct, imports)}
`;
}

/** Returns the method that opens many records over bytes. */
function emitListOpener(struct: StructLayout, imports: Imports): string {
  const { name, size } = struct;
  if (size !== undefined) return emitArrayOpener(struct, size, `${name}Array`, imports);
  return isSequenced(struct) ? emitSequenceOpener(struct, imports) : "";
}

function emitSelects(struct: StructLayout, imports: Imports): string {
  return lines(
    accessibleOf(struct).map((field) =>
      field.type.kind === "select" ? emitSelect(field, field.type, struct, imports) : "",
    ),
  );
}

function emitSizeConstants({ size, minimumSize }: StructLayout): string {
  return size === undefined
    ? `/** Size in bytes with all parts of dynamic length empty. */
  static readonly minimumSize = ${minimumSize};`
    : `/** Size in bytes. */
  static readonly size = ${size};`;
}

function emitSize(struct: StructLayout): string {
  return `
  /** Size of this record in bytes. */
  get $size(): ${struct.size ?? "number"} {
    return ${sizeText(struct, thisRecord)};
  }
`;
}
