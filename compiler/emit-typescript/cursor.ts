/**
 * Text of cursors. A cursor moves one record of the struct's own class, which is as fast as accessors of
 * its own.
 *
 * Where `next` goes on stands in the cursor: a loop then stores nothing but two numbers. A record that has
 * its view only with the first `next` costs twice as much, as does one whose own offset says where it goes
 * on, since each record waits for the one before it. So it lies behind all that its buffer has until it
 * moves: nothing can be read through it, and windows that it gives lie over no bytes either.
 *
 * The constructor is given the record: one that made it would call, and `record.ts` says what that costs.
 *
 * `next` puts the record at an offset of 30 bits, and that in any case, at the end where it is already: V8 then knows
 * the range of the offset, and adds that of each field without a check for overflow. Behind a branch it does not, as
 * two offsets meet there. What `next` goes on from depends on nothing but itself, as each round waits for it where
 * the cursor lies in memory, as it does in a loop that runs once. `moveFar` is for arrays that are longer.
 */
import type { StructLayout } from "../layout-types.js";
import { openedRecord } from "./access.js";
import { docText } from "./doc.js";
import { farPlaces } from "./far-fields.js";
import { findsOrder } from "../layout-order.js";
import { findOrderText } from "./found-order.js";
import type { SelfOrderedStruct } from "../layout-order.js";
import type { Imports } from "./imports.js";
import { elementOffsetText, timesText } from "./element-index.js";

/** The last offset that cursors and iterators of generated classes put a record at; `runtime/far.ts` does others. */
export const nearest = "0x3fffffff";

/** Whether they do: those of structs without bytes count elements, and a byte order that fields tell is looked up. */
export function isMasked(struct: StructLayout, size: number): boolean {
  return size > 0 && !findsOrder(struct);
}

/** Returns the cursor class for a struct of fixed size. */
export function emitCursor(struct: StructLayout, size: number, imports: Imports): string {
  // Of structs without bytes, which C has, elements are counted.
  const step = Math.max(size, 1);
  const { name } = struct;
  const isFound = findsOrder(struct);
  const isEmpty = size === 0;
  const hasFarFields = farPlaces(struct).length > 0;
  const move = (offset: string): string => {
    if (isFound) return `this.$moveTo(${offset});`;
    const target = isEmpty ? "this.$start" : `${offset} & ${nearest}`;
    return hasFarFields
      ? `this.record.$moveTo(${target});`
      : `(this.record as { $offset: number }).$offset = ${target};`;
  };
  const label = JSON.stringify(`${name}[]`);
  const index = step === 1 ? "this.$next - this.$start" : `(this.$next - this.$start) / ${step}`;
  const [far, next] = isMasked(struct, size)
    ? [
        `if ((this.$last < 0 ? record.$offset : this.$last) > ${nearest}) ${imports.held("moveFar")}(this, ${step});`,
        `const last = this.$last;
    this.$next = next + ${step};
    ${move("(next < last ? next : last)")}
    return next <= last;`,
      ]
    : [
        "",
        `if (next > this.$last) return false;
    ${move("next")}
    this.$next = next + ${step};
    return true;`,
      ];
  return `
${docText(`A {@link ${name}} that moves over an array: \`while (cursor.next()) use(cursor.record)\`.`)}
export class ${name}Cursor {
  /** The array that it moves over. */
  declare readonly array: ${name}Array;
  /** The record that moves. It lies over no bytes before the first \`next\` or \`seek\`. */
  declare readonly record: ${name};
  declare readonly $start: number;
  /** Where the last record lies; -1 if there is none. */
  declare readonly $last: number;
  declare readonly $length: number;
  /** Where the record goes next. */
  declare $next: number;

  constructor(array: ${name}Array, record: ${name}) {
    this.array = array;
    this.record = record;
    this.$start = array.$offset;
    this.$last = array.length > 0 ? array.$offset + ${timesText("array.length", step)} - ${step} : -1;
    this.$length = array.length;
    this.$next = array.$offset;
    ${far}
  }

  /** Index of the record; -1 before the first one. */
  get index(): number {
    return Math.min(${index}, this.$length) - 1;
  }

  /** Moves on to the next record. Returns whether there is one. */
  next(): boolean {
    const next = this.$next;
    ${next}
  }

  /** Moves to the record at \`index\` and returns it. Throws \`IndexError\` outside the array. */
  seek(index: number): ${name} {
    ${elementOffsetText(
      {
        view: "this.record.$view",
        start: "this.$start",
        length: "this.$length",
        step: timesText("index", step),
        isEmpty,
      },
      (error) => `return ${imports.held("throwIndex")}(${label}, index, this.$length, ${error});`,
    )}
    ${move("offset")}
    this.$next = offset + ${step};
    return this.record;
  }

  /** Moves over the records that are left, as \`next\` does: the same record each time. */
  [Symbol.iterator](): IterableIterator<${name}> {
    return new ${imports.heldOf(`$${name}Moves`)}(this);
  }
${isFound ? emitMoveTo(struct, size, imports) : ""}}

class $${name}Moves implements IterableIterator<${name}> {
  declare readonly cursor: ${name}Cursor;
  declare readonly record: ${name};

  constructor(cursor: ${name}Cursor) {
    this.cursor = cursor;
    this.record = cursor.record;
    return this;
  }

  next(): IteratorResult<${name}> {
    // One value, also at the end: V8 leaves such a result out of a loop.
    return { done: !this.cursor.next(), value: this.record };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
`;
}

/** Returns the method that moves a record whose fields tell its byte order: it changes with the offset. */
function emitMoveTo(struct: SelfOrderedStruct, size: number, imports: Imports): string {
  const place = "offset - this.$start";
  const owner = {
    struct: JSON.stringify(`${struct.name}[]`),
    path: `\`[\${${size === 1 ? place : `(${place}) / ${size}`}}]\``,
    offset: place,
  };
  const record = { ...openedRecord, view: "array.$view" };
  const start = { after: undefined, bytes: 0 };
  return `
  /** Puts the record at \`offset\`. Throws \`ValidityError\`, and moves nothing, if no byte order is told there. */
  $moveTo(offset: number): void {
    const { array } = this;
    ${findOrderText(struct, record, start, owner, imports)}
    const record = this.record as { $view: DataView; $offset: number; $littleEndian: boolean };
    record.$view = array.$view;
    record.$offset = offset;
    record.$littleEndian = littleEndian;
  }
`;
}
