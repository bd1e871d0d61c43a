/**
 * Text of a field that is one of several structs, told by an expression before it: an object that only
 * the class of its struct uses, which switches over the value.
 */
import { isPlain } from "../facts.js";
import { structsOf } from "../layout-cases.js";
import { findsOrder } from "../layout-order.js";
import type { FieldLayout, StructLayout } from "../layout-types.js";
import { byteOrderText, littleEndianText, openedRecord } from "./access.js";
import { emitCompare, emitEquals, emitHash, emitTwins } from "./case-comparison.js";
import {
  emitFinishes,
  emitInstances,
  emitSwitch,
  openCase,
  parameter,
  partialOf,
  sizeOfCase,
  unionOf,
  validated,
  writeCase,
} from "./cases.js";
import type { CaseOrderText } from "./cases.js";
import type { Imports } from "./imports.js";
import { listOf } from "../words.js";
import {
  isToldSelect,
  selectName,
  selectType,
  selectValueType,
  unionOfRecords,
} from "./select-type.js";
import type { SelectLayout } from "./select-type.js";
import { lines } from "./text.js";

/** Returns the object that opens, checks and writes a field that is one of several structs. */
export function emitSelect(
  field: FieldLayout,
  type: SelectLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const structs = structsOf(type);
  const validating = emitInstances(
    validated(structs),
    (each) => `${each.name}.$validate(record, place, report);`,
  );
  const validate = (): string => `
  validate(${parameter("record", selectType(type, imports), validating)}, ${parameter("place", imports.runtimeType("Place"), validating)}, ${parameter("report", imports.runtimeType("Report"), validating)}): void {
    ${validating}
  },
`;
  const finishing = emitFinishes(structs);
  const finish = `
  $finish(record: ${selectType(type, imports)}): void {
    ${finishing}
  },
`;
  return `
const ${selectName(struct, field.name)} = {
${emitOpening(field, type, struct, imports)}
${imports.ifHeld("writing", () => emitWriting(field, type, struct, imports))}
${imports.ifHeld("objects", () => emitToObject(type, imports))}
${imports.ifHeld("comparison", () => emitSelectComparison(type, imports))}
${imports.ifHeld("copies", () => emitTwin(type, imports))}
${imports.ifHeld("validation", validate)}
${finishing === "" ? "" : finish}};
`;
}

/** Expressions for the byte order that the cases of a select are told. */
function orderOf(type: SelectLayout, imports: Imports): CaseOrderText {
  return {
    byteOrder: () => byteOrderText(type.byteOrder, openedRecord, imports),
    littleEndian: () => littleEndianText(type.byteOrder, openedRecord, imports),
  };
}

/** Returns the method that opens the record that the tag says; nothing where there is a run of bytes. */
function emitOpening(
  { name, bytesAfter }: FieldLayout,
  type: SelectLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const structs = structsOf(type);
  const records = structs.map((each) => imports.from(each.file, each.name));
  const isFixed = type.size !== undefined;
  // What finds its byte order may fail to.
  const isTried = !isFixed || structs.some(findsOrder);
  const owner = ownerText(name, struct);
  const order = orderOf(type, imports);
  const openCases = emitSwitch(
    type,
    "tag",
    (each) => `return ${openCase(each, isFixed ? undefined : "end", order, imports)};`,
    () => "",
  );
  const tried = (): string => `try {
        ${openCases}
      } catch (error) {
        throw ${imports.runtime("errorWithin")}(error, ${owner}, start, ${bytesAfter});
      }`;
  const unknown = (): string =>
    hasBytes(type)
      ? "return undefined;"
      : `return ${imports.runtime("throwValidity")}(${owner}, start, ${selectWords(type)}, tag);`;
  const isComplete = type.otherwise?.kind === "struct";
  const opening = lines([isTried ? tried() : openCases, isComplete ? "" : unknown()]);
  const end = isFixed ? "" : `${parameter("end", "number", opening)}, `;
  return `
  viewAt(tag: number, view: DataView, offset: number${flagOf(type)}, ${end}${parameter("start", "number", opening)}): ${unionOf(hasBytes(type) ? [...records, "undefined"] : records)} {
    ${opening}
  },
`;
}

/** Returns the methods that size, check and write plain objects. */
function emitWriting(
  { name }: FieldLayout,
  type: SelectLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const field = JSON.stringify(name);
  const owner = ownerText(name, struct);
  const words = selectWords(type);
  const order = orderOf(type, imports);
  const value = selectValueType(type, imports);
  const run = "value as Uint8Array | undefined";
  const given = (each: StructLayout): string => `(value ?? {}) as ${partialOf(each, imports)}`;
  const sizing =
    type.size !== undefined
      ? ""
      : emitSwitch(
          type,
          "tag",
          (each) => `return ${sizeOfCase(each, given(each))};`,
          () =>
            hasBytes(type)
              ? `return (${run})?.length ?? length;`
              : `return ${imports.runtime("throwValidity")}(${owner}, 0, ${words}, tag);`,
        );
  const runLength = type.otherwise?.kind === "bytes" ? type.otherwise.length : undefined;
  const checkRun = (): string =>
    runLength?.kind === "expression"
      ? `return ${imports.runtime("checkPart")}(place, ${field}, start, ${run}, length, ${JSON.stringify(runLength.text)});`
      : `return ${imports.runtime("checkBytes")}(place, ${field}, start, ${run}, length);`;
  const checking = `const isThere = ${imports.runtime("isGiven")}(place, ${field}, start, value);
    ${emitSwitch(
      type,
      "tag",
      (each) =>
        `return ${each.name}.$check(${given(each)}, ${imports.runtime("placeWithin")}(place, ${field}, start, !isThere));`,
      () =>
        hasBytes(type)
          ? checkRun()
          : `return ${imports.runtime("throwValue")}(place, ${field}, start, ${words}, tag);`,
    )}`;
  const writing = emitSwitch(
    type,
    "tag",
    (each) => `return ${writeCase(each, given(each), order)};`,
    () =>
      hasBytes(type)
        ? `if (value instanceof Uint8Array) ${imports.runtime("bytesOf")}(view, offset, value.length).set(value);
    return undefined;`
        : `return ${imports.runtime("throwValidity")}(${owner}, 0, ${words}, tag);`,
  );
  const records = structsOf(type).map((each) => each.name);
  return `${
    type.size !== undefined
      ? ""
      : `
  sizeOf(tag: number, ${parameter("value", `${value} | undefined`, sizing)}, ${parameter("length", "number", sizing)}): number {
    ${sizing}
  },
`
  }
  check(tag: number, value: ${value} | undefined, place: ${imports.runtimeType("Place")}, start: number, ${parameter("length", "number", checking)}): void {
    ${checking}
  },

  write(tag: number, view: DataView, offset: number${flagOf(type)}, value: ${value} | undefined): ${unionOf(hasBytes(type) ? [...records, "undefined"] : records)} {
    ${writing}
  },
`;
}

/** Returns the method that copies what a select is into a plain object. */
function emitToObject(type: SelectLayout, imports: Imports): string {
  const copying = lines([
    emitInstances(
      structsOf(type),
      (each) => `return ${each.name}.toObject(record);`,
      hasBytes(type),
    ),
    hasBytes(type) ? "return record.slice();" : "",
  ]);
  return `
  toObject(record: ${selectType(type, imports)}): ${selectValueType(type, imports)} {
    ${copying}
  },
`;
}

/** Returns the method that views a record with the lengths of another, where these are not fixed. */
function emitTwin(type: SelectLayout, imports: Imports): string {
  if (type.size !== undefined) return "";
  const records = unionOfRecords(type, imports);
  const twins = emitTwins(structsOf(type));
  return `
  $twin(${parameter("record", records, twins)}, view: DataView, offset: number): ${records} {
    ${twins}
  },
`;
}

/** Whether a select is a run of bytes where it is no case. */
function hasBytes({ otherwise }: SelectLayout): boolean {
  return otherwise?.kind === "bytes";
}

/** The parameter for a byte order, with its comma. */
function flagOf(type: SelectLayout): string {
  return isToldSelect(type) ? ", littleEndian: boolean" : "";
}

/** Returns the arguments for the place of a field in errors. */
function ownerText(name: string, struct: StructLayout): string {
  return `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}`;
}

/** Returns the methods that compare what a select is. */
function emitSelectComparison(type: SelectLayout, imports: Imports): string {
  const structs = structsOf(type);
  const typeName = selectType(type, imports);
  const isRun = "record instanceof Uint8Array && other instanceof Uint8Array";
  const compareRuns = hasBytes(type) ? `${imports.runtime("compareBytes")}(record, other)` : "";
  const equals = hasBytes(type)
    ? emitEquals(structs).replace(
        /return false;$/,
        () => `return ${isRun} && ${compareRuns} === 0;`,
      )
    : emitEquals(structs);
  // Where fields before it are the same so is the struct.
  const compare = emitCompare(
    structs,
    hasBytes(type) ? `return ${isRun} ? ${compareRuns} : 0;` : "return 0;",
  );
  const hash = (): string =>
    lines([
      emitHash(structs, imports, hasBytes(type)),
      hasBytes(type)
        ? `return ${imports.runtime("hashBytes")}({ $view: ${imports.runtime("viewOf")}(record), $offset: 0 }, 0, record.length, state);`
        : "",
    ]);
  const isCompared = structs.length > 0 && !isPlain(type);
  return `
  compare(record: ${typeName}, other: ${typeName}): number {
    ${compare}
  },
${
  isCompared
    ? `
  equals(record: ${typeName}, other: ${typeName}): boolean {
    ${equals}
  },

  $hash(record: ${typeName}, state: number): number {
    ${hash()}
  },
`
    : ""
}`;
}

/** Returns the literal of how messages name the values that a select has cases for. */
function selectWords({ on, cases }: SelectLayout): string {
  const values = cases.map(({ value }) => String(value));
  return JSON.stringify(`${on.text} to be ${listOf(values, "or")}`);
}
