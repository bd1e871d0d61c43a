/**
 * Text of arrays of scalars: one class for each scalar and byte order that a module uses, so that the
 * code of every one stays monomorphic.
 */
import type { ScalarLayout } from "../layout-types.js";
import { readText, writeText } from "./access.js";
import type { RecordText } from "./access.js";
import type { Imports } from "./imports.js";
import { lines } from "./text.js";
import { numericType } from "./types.js";

/** Returns the name of the class for arrays of `element`, and has the module declare it. */
export function scalarArrayName(element: ScalarLayout, imports: Imports): string {
  const suffix = element.scalar.size === 1 ? "" : suffixes[element.byteOrder];
  const name = `${element.scalar.name.toUpperCase()}${suffix}Array`;
  return imports.scalarArray(name, scalarArrayText(name, element, imports));
}

const suffixes = { big: "Be", little: "Le", runtime: "Runtime" } as const;

/** How many bytes an element lies behind the first one, by the name of its index. */
function elementRecord(index: string, size: number): RecordText {
  const step = size === 1 ? index : `${index} * ${size}`;
  return {
    view: "this.$view",
    offset: `this.$offset + ${step}`,
    endOf: () => {
      throw new Error("an array has no parts of dynamic length");
    },
    littleEndian: "this.$littleEndian",
  };
}

function scalarArrayText(name: string, element: ScalarLayout, imports: Imports): string {
  const type = numericType(element);
  const { size } = element.scalar;
  const isRuntime = element.byteOrder === "runtime" && size > 1;
  const start = { after: undefined, bytes: 0 };
  const record = elementRecord("index", size);
  const shape = imports.runtimeType("ScalarArray");
  const fail = `${imports.runtime("throwIndex")}(${JSON.stringify(`${element.scalar.name}[]`)}, index, this.length)`;
  return `
/** Array of ${element.scalar.name} in place, ${size === 1 ? "one byte" : `${size} bytes`} each. */
class ${name} implements ${shape}<${type}> {
  readonly $view: DataView;
  readonly $offset: number;
  ${lines(["readonly length: number;", isRuntime ? "readonly $littleEndian: boolean;" : ""])}

  constructor(view: DataView, offset: number, length: number${isRuntime ? ", littleEndian: boolean" : ""}) {
    this.$view = view;
    this.$offset = offset;
    ${lines(["this.length = length;", isRuntime ? "this.$littleEndian = littleEndian;" : ""])}
  }

  at(index: number): ${type} {
    if (!(index >= 0 && index < this.length)) ${fail};
    return ${readText(element, start, record, imports)};
  }

  setAt(index: number, value: ${type}): void {
    if (!(index >= 0 && index < this.length)) ${fail};
    ${writeText(element, start, "value", record, imports)}
  }

  *[Symbol.iterator](): IterableIterator<${type}> {
    for (let index = 0; index < this.length; index++) yield this.at(index);
  }
}
`;
}
