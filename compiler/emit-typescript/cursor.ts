/**
 * Text of cursors. A cursor moves one record of the struct's own class, which is as fast as accessors
 * of its own; an index in a private field beside the offset costs 1.7 times as much on Node 24.
 *
 * Before the first `next` or `seek` the record lies over no bytes, so that nothing can be read through
 * it, and behind the end of the array: the check that ends a loop also sees that it has not begun, and
 * costs nothing more. Windows that it gives then, such as sets of flags, lie over no bytes either.
 */
import type { StructLayout } from "../layout-types.js";
import { openedRecord } from "./access.js";
import { docText } from "./doc.js";
import { findsOrder } from "../layout-order.js";
import { findOrderText } from "./found-order.js";
import type { SelfOrderedStruct } from "../layout-order.js";
import type { Imports } from "./imports.js";
import { isIndexText, timesText } from "./element-index.js";

/** Returns the cursor class for a struct of fixed size. */
export function emitCursor(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  // Where fields tell the byte order there is none before the first record.
  const first = findsOrder(struct) ? ", false" : ", array.$littleEndian";
  const order = struct.byteOrder === "runtime" ? first : "";
  const move = (offset: string): string =>
    findsOrder(struct)
      ? `this.$moveTo(${offset});`
      : `(this.record as { $offset: number }).$offset = ${offset};`;
  const label = JSON.stringify(`${name}[]`);
  return `
${docText(`A {@link ${name}} that moves over an array: \`while (cursor.next()) use(cursor.record)\`.`)}
export class ${name}Cursor {
  /** The array that it moves over. */
  declare readonly array: ${name}Array;
  /** The record that moves. It lies over no bytes before the first \`next\` or \`seek\`. */
  declare readonly record: ${name};
  declare readonly $start: number;
  declare readonly $end: number;
  /** Number of records once the record lies on one; 0 before. */
  declare $length: number;

  constructor(array: ${name}Array) {
    this.array = array;
    this.$start = array.$offset;
    this.$end = array.$offset + ${timesText("array.length", size)};
    this.record = new ${name}(${imports.runtime("emptyView")}, this.$end${order});
    this.$length = 0;
  }

  /** Index of the record; -1 before the first one. */
  get index(): number {
    return this.$length === 0 ? -1 : (this.record.$offset - this.$start)${size === 1 ? "" : ` / ${size}`};
  }

  /** Moves on to the next record. Returns whether there is one. */
  next(): boolean {
    const offset = this.record.$offset + ${size};
    if (offset >= this.$end) return this.$length === 0 && this.$begin();
    ${move("offset")}
    return true;
  }

  /** Moves to the record at \`index\` and returns it. Throws \`IndexError\` outside the array. */
  seek(index: number): ${name} {
    if (!(${isIndexText("this.$length")})) {
      const { length } = this.array;
      if (!(${isIndexText("length")})) ${imports.runtime("throwIndex")}(${label}, index, length);
      ${findsOrder(struct) ? "" : "this.$begin();"}
    }
    ${move(`this.$start + ${timesText("index", size)}`)}
    return this.record;
  }
${findsOrder(struct) ? emitMoves(struct, size, imports) : emitBegin()}}
`;
}

function emitBegin(): string {
  return `
  /** Puts the record on the first one of the array. Returns whether there is one. */
  $begin(): boolean {
    const { array } = this;
    if (array.length === 0) return false;
    this.$length = array.length;
    const record = this.record as { $view: DataView; $offset: number };
    record.$view = array.$view;
    record.$offset = this.$start;
    return true;
  }
`;
}

/** Returns the members that move a record whose fields tell its byte order: it changes with the offset. */
function emitMoves(struct: SelfOrderedStruct, size: number, imports: Imports): string {
  const place = "offset - this.$start";
  const owner = {
    struct: JSON.stringify(`${struct.name}[]`),
    path: `\`[\${${size === 1 ? place : `(${place}) / ${size}`}}]\``,
    offset: place,
  };
  const record = { ...openedRecord, view: "array.$view" };
  const start = { after: undefined, bytes: 0 };
  return `
  /** Puts the record on the first one of the array. Returns whether there is one. */
  $begin(): boolean {
    if (this.array.length === 0) return false;
    this.$moveTo(this.$start);
    return true;
  }

  /** Puts the record at \`offset\`. Throws \`ValidityError\`, and moves nothing, if no byte order is told there. */
  $moveTo(offset: number): void {
    const { array } = this;
    ${findOrderText(struct, record, start, owner, imports)}
    this.$length = array.length;
    const record = this.record as { $view: DataView; $offset: number; $littleEndian: boolean };
    record.$view = array.$view;
    record.$offset = offset;
    record.$littleEndian = littleEndian;
  }
`;
}
