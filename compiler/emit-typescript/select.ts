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
  listOf,
  openCase,
  parameter,
  partialOf,
  sizeOfCase,
  unionOf,
  validated,
  writeCase,
} from "./cases.js";
import type { Imports } from "./imports.js";
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
  { name, bytesAfter }: FieldLayout,
  type: SelectLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const structs = structsOf(type);
  const records = structs.map((each) => imports.from(each.file, each.name));
  const hasBytes = type.otherwise?.kind === "bytes";
  const isComplete = type.otherwise?.kind === "struct";
  const isFixed = type.size !== undefined;
  // What finds its byte order may fail to.
  const isTried = !isFixed || structs.some(findsOrder);
  const isTold = isToldSelect(type);
  const order = {
    byteOrder: () => byteOrderText(type.byteOrder, openedRecord, imports),
    littleEndian: () => littleEndianText(type.byteOrder, openedRecord, imports),
  };
  const field = JSON.stringify(name);
  const owner = `${JSON.stringify(struct.name)}, ${field}`;
  const words = JSON.stringify(selectWords(type));
  const value = selectValueType(type, imports);
  const place = imports.runtimeType("Place");
  const run = "value as Uint8Array | undefined";
  const given = (each: StructLayout): string => `(value ?? {}) as ${partialOf(each, imports)}`;

  const openCases = emitSwitch(
    type,
    "tag",
    (each) => `return ${openCase(each, isFixed ? undefined : "end", order)};`,
    () => "",
  );
  const tried = (): string => `try {
        ${openCases}
      } catch (error) {
        throw ${imports.runtime("errorWithin")}(error, ${owner}, start, ${bytesAfter});
      }`;
  const unknown = (): string =>
    hasBytes
      ? "return undefined;"
      : `return ${imports.runtime("throwValidity")}(${owner}, start, ${words}, tag);`;
  const opening = lines([isTried ? tried() : openCases, isComplete ? "" : unknown()]);
  const sizing = isFixed
    ? ""
    : emitSwitch(
        type,
        "tag",
        (each) => `return ${sizeOfCase(each, given(each))};`,
        () =>
          hasBytes
            ? `return (${run})?.length ?? length;`
            : `return ${imports.runtime("throwValidity")}(${owner}, 0, ${words}, tag);`,
      );
  const throwUnknown = (): string =>
    `${imports.runtime("throwValue")}(place, ${field}, start, ${words}, tag);`;
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
      () => (hasBytes ? checkRun() : `return ${throwUnknown()}`),
    )}`;
  const writing = emitSwitch(
    type,
    "tag",
    (each) => `return ${writeCase(each, given(each), order)};`,
    () =>
      hasBytes
        ? `if (value instanceof Uint8Array) ${imports.runtime("bytesOf")}(view, offset, value.length).set(value);
    return undefined;`
        : `return ${imports.runtime("throwValidity")}(${owner}, 0, ${words}, tag);`,
  );
  const copying = lines([
    emitInstances(structs, (each) => `return ${each.name}.toObject(record);`, hasBytes),
    hasBytes ? "return record.slice();" : "",
  ]);
  const validating = emitInstances(
    validated(structs),
    (each) => `${each.name}.$validate(record, place, report);`,
  );
  const finishing = emitFinishes(structs);
  const report = imports.runtimeType("Report");
  const end = isFixed ? "" : `${parameter("end", "number", opening)}, `;
  const flag = isTold ? ", littleEndian: boolean" : "";
  const opened = unionOf(hasBytes ? [...records, "undefined"] : records);
  return `
const ${selectName(struct, name)} = {
  viewAt(tag: number, view: DataView, offset: number${flag}, ${end}${parameter("start", "number", opening)}): ${opened} {
    ${opening}
  },

${
  isFixed
    ? ""
    : `  sizeOf(tag: number, ${parameter("value", `${value} | undefined`, sizing)}, ${parameter("length", "number", sizing)}): number {
    ${sizing}
  },
`
}
  check(tag: number, value: ${value} | undefined, place: ${place}, start: number, ${parameter("length", "number", checking)}): void {
    ${checking}
  },

  write(tag: number, view: DataView, offset: number${flag}, value: ${value} | undefined): ${opened} {
    ${writing}
  },

  toObject(record: ${selectType(type, imports)}): ${value} {
    ${copying}
  },

${emitSelectComparison(type, imports)}
  validate(${parameter("record", selectType(type, imports), validating)}, ${parameter("place", place, validating)}, ${parameter("report", report, validating)}): void {
    ${validating}
  },
${
  finishing === ""
    ? ""
    : `
  $finish(record: ${selectType(type, imports)}): void {
    ${finishing}
  },
`
}};
`;
}

/** Returns the methods that compare what a select is, and that copy it. */
function emitSelectComparison(type: SelectLayout, imports: Imports): string {
  const structs = structsOf(type);
  const typeName = selectType(type, imports);
  const records = unionOfRecords(type, imports);
  const twins = emitTwins(structs);
  const hasBytes = type.otherwise?.kind === "bytes";
  const isRun = "record instanceof Uint8Array && other instanceof Uint8Array";
  const compareRuns = hasBytes ? `${imports.runtime("compareBytes")}(record, other)` : "";
  const equals = hasBytes
    ? emitEquals(structs).replace(/return false;$/, `return ${isRun} && ${compareRuns} === 0;`)
    : emitEquals(structs);
  // Where fields before it are the same so is the struct.
  const compare = emitCompare(
    structs,
    hasBytes ? `return ${isRun} ? ${compareRuns} : 0;` : "return 0;",
  );
  const hash = (): string =>
    lines([
      emitHash(structs, imports, hasBytes),
      hasBytes
        ? `return ${imports.runtime("hashBytes")}({ $view: ${imports.runtime("viewOf")}(record), $offset: 0 }, 0, record.length, state);`
        : "",
    ]);
  const twin = `
  $twin(${parameter("record", records, twins)}, view: DataView, offset: number): ${records} {
    ${twins}
  },
`;
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
}${type.size === undefined ? twin : ""}`;
}

/** Returns how messages name the values that a select has cases for. */
function selectWords({ on, cases }: SelectLayout): string {
  return `${on.text} to be ${listOf(
    cases.map(({ value }) => String(value)),
    "or",
  )}`;
}
