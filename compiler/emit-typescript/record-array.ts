/**
 * Text of arrays of records. It is emitted for each struct: one class shared by all structs would
 * become megamorphic with the second one and cost ten times as much.
 */
import { findsOrder, isToldOrder } from "../layout-order.js";
import type { RecordLayout, StructLayout } from "../layout-types.js";
import { thisRecord } from "./access.js";
import { columnsOf, emitColumn, emitColumnsInterface, orderedNames } from "./column.js";
import { emitCursor, isMasked, nearest } from "./cursor.js";
import { docText } from "./doc.js";
import { findOrderText } from "./found-order.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";
import { orderText } from "./open.js";
import { lines } from "./text.js";
import { indexText, timesText } from "./element-index.js";

/** Returns the array class, its columns, its iterator and its cursor for a struct of fixed size. */
export function emitRecordArray(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  const isTold = isToldOrder(struct);
  const parameter = isTold ? ", littleEndian: boolean" : "";
  const kept = isTold ? ", this.$littleEndian" : "";
  const argument = findsOrder(struct) ? ", littleEndian" : kept;
  const step = timesText("index", size);
  // Padding is no column.
  const hasColumns = columnsOf(struct).length > 0;
  const columns = hasColumns ? `${name}Columns` : "{}";
  const members = `${imports.runtimeType("RecordArray")}<${name}, ${columns}, ${orderedNames(struct)}>`;
  return `
${docText(`{@link ${name}} records in place, ${size} ${size === 1 ? "byte" : "bytes"} apart.`)}
export interface ${name}Array extends ${members} {}
export class ${name}Array {
  static readonly $isArray = /* @__PURE__ */ ${imports.runtime("recordArrayMembers")}(this, ${JSON.stringify(`${name}[]`)}, ${size}) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  /** Number of records. */
  ${lines(["declare readonly length: number;", isTold ? "declare readonly $littleEndian: boolean;" : ""])}

  /** Views \`length\` records from \`offset\` of \`view\` on. Copies nothing and checks nothing. */
  constructor(view: DataView, offset: number, length: number${parameter}) {
    this.$view = view;
    this.$offset = offset;
    ${lines(["this.length = length;", isTold ? "this.$littleEndian = littleEndian;" : ""])}
  }

  /** Returns the record at \`index\`, a negative one counted from the end. Throws \`IndexError\` outside. */
  at(index: number): ${name} {
    ${indexText("$at(index)", step, size === 0)}
    ${lines([findElementOrder(struct, imports), `return new ${imports.heldOf(name)}(this.$view, offset${argument});`])}
  }
${hasColumns ? emitColumn(struct, size, imports) : ""}
  /** Returns one record that moves over the array: for loops that must not allocate. */
  cursor(): ${name}Cursor {
    const view = this.$view;
    return new ${imports.heldOf(`${name}Cursor`)}(this, new ${imports.heldOf(name)}(view, ${imports.runtime("offsetOutside")}(view)${findsOrder(struct) ? ", false" : kept}));
  }

  /** Iterates over the records, each an object of its own. */
  [Symbol.iterator](): IterableIterator<${name}> {
    return new ${imports.heldOf(`$${name}Iterator`)}(this);
  }
}
${hasColumns ? emitColumnsInterface(struct, size, imports) : ""}${emitCursor(struct, size, imports)}${emitIterator(struct, size, imports)}`;
}

/** Returns the iterator of an array: what its results are like decides whether a loop allocates. */
function emitIterator(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  // Of structs without bytes, which C has, elements are counted.
  const step = Math.max(size, 1);
  const offset = size === 0 ? "array.$offset" : `offset & ${nearest}`;
  const order = isToldOrder(struct) ? ", array.$littleEndian" : "";
  const index = size === 1 ? "offset - array.$offset" : `(offset - array.$offset) / ${size}`;
  const result = findsOrder(struct)
    ? // The byte order of what is behind the array cannot be told.
      `const done = offset >= this.end;
    return { done, value: done ? undefined : array.at(${index}) } as IteratorResult<${name}, undefined>;`
    : `const record = new ${imports.heldOf(name)}(array.$view, ${offset}${order});
    return new ${imports.heldOf(imports.runtime("RecordResult"))}(offset >= this.end, record) as IteratorResult<${name}, undefined>;`;
  return `
class $${name}Iterator implements IterableIterator<${name}> {
  declare readonly array: ${name}Array;
  declare readonly end: number;
  declare offset: number;

  constructor(array: ${name}Array) {
    this.array = array;
    this.end = array.$offset + ${timesText("array.length", step)};
    this.offset = array.$offset;
    ${isMasked(struct, size) ? `if (this.end > ${nearest}) ${imports.held("iterateFar")}(this, array);` : ""}
    return this;
  }

  next(): IteratorResult<${name}, undefined> {
    const { array, offset } = this;
    this.offset = offset + ${step};
    ${result}
  }

  [Symbol.iterator](): this {
    return this;
  }
}
`;
}

/** Returns the statements that find the byte order of one record of an array, if its fields tell it. */
function findElementOrder(struct: StructLayout, imports: Imports): string {
  if (!findsOrder(struct)) return "";
  const step = timesText("index", struct.size ?? 0);
  const owner = { struct: `"${struct.name}[]"`, path: "`[${index}]`", offset: step };
  const record = { ...thisRecord, offset: "offset" };
  return findOrderText(struct, record, { after: undefined, bytes: 0 }, owner, imports);
}

/** Returns the method that opens an array over bytes, whose class is called `typeName`. */
export function emitArrayOpener(
  record: RecordLayout,
  size: number,
  typeName: string,
  imports: Imports,
): string {
  const order = orderText(record, imports);
  const { start, end } = methodText(record);
  return `
  /**
   * Views the records that \`bytes\` holds. Throws \`SizeError\` unless they are \`count\`, or without a
   * \`count\` a whole number of records.
   */
  ${start}array(bytes: ${imports.runtimeType("Bytes")}${order.parameter}, count?: number): ${typeName} {
    const length = ${imports.runtime("countOf")}(bytes, ${JSON.stringify(record.name)}, ${size}, count);
    return new ${typeName}(${imports.runtime("viewOf")}(bytes), 0, length${order.flag});
  }${end}
`;
}
