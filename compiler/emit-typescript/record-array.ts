/**
 * Text of arrays of records. It is emitted for each struct: one class shared by all structs would
 * become megamorphic with the second one and cost ten times as much. A cursor moves one record of the
 * struct's own class, which is as fast as accessors of its own; an index in a private field beside the
 * offset costs 1.7 times as much on Node 24.
 */
import type { StructLayout } from "../layout-types.js";
import { docText } from "./doc.js";
import type { Imports } from "./imports.js";
import { orderText } from "./open.js";
import { lines } from "./text.js";

/** Returns the array class, its iterator and its cursor for a struct of fixed size. */
export function emitRecordArray(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  const isRuntime = struct.byteOrder === "runtime";
  const field = isRuntime ? "declare readonly $littleEndian: boolean;" : "";
  const parameter = isRuntime ? ", littleEndian: boolean" : "";
  const assignment = isRuntime ? "this.$littleEndian = littleEndian;" : "";
  const argument = isRuntime ? ", this.$littleEndian" : "";
  const fail = (length: string): string =>
    `${imports.runtime("throwIndex")}(${JSON.stringify(`${name}[]`)}, index, ${length})`;
  return `
${docText(`{@link ${name}} records in place, ${size} ${size === 1 ? "byte" : "bytes"} apart.`)}
export class ${name}Array implements Iterable<${name}> {
  declare readonly $view: DataView;
  declare readonly $offset: number;
  /** Number of records. */
  ${lines(["declare readonly length: number;", field])}

  /** Views \`length\` records from \`offset\` of \`view\` on. Copies nothing and checks nothing. */
  constructor(view: DataView, offset: number, length: number${parameter}) {
    this.$view = view;
    this.$offset = offset;
    ${lines(["this.length = length;", assignment])}
  }

  /** Returns the record at \`index\`. Throws \`IndexError\` outside the array. */
  at(index: number): ${name} {
    if (!(index >= 0 && index < this.length && Math.floor(index) === index)) ${fail("this.length")};
    return new ${name}(this.$view, this.$offset + index * ${size}${argument});
  }

  /** Returns one record that moves over the array: for loops that must not allocate. */
  cursor(): ${name}Cursor {
    return new ${name}Cursor(this);
  }

  /** Iterates over the records, each an object of its own. */
  [Symbol.iterator](): IterableIterator<${name}> {
    return new ${name}Iterator(this);
  }
}

${docText(`A {@link ${name}} that moves over an array: \`while (cursor.next()) use(cursor.record)\`.`)}
export class ${name}Cursor {
  /** The array that it moves over. */
  declare readonly array: ${name}Array;
  /** The record that moves. It lies on a record of the array after \`next\` or \`seek\`. */
  declare readonly record: ${name};
  declare readonly $start: number;
  declare readonly $end: number;
  declare readonly $length: number;

  constructor(array: ${name}Array) {
    this.array = array;
    this.record = new ${name}(array.$view, array.$offset - ${size}${isRuntime ? ", array.$littleEndian" : ""});
    this.$start = array.$offset;
    this.$end = array.$offset + array.length * ${size};
    this.$length = array.length;
  }

  /** Index of the record; -1 before the first one. */
  get index(): number {
    return (this.record.$offset - this.$start) / ${size};
  }

  /** Moves on to the next record. Returns whether there is one. */
  next(): boolean {
    const offset = this.record.$offset + ${size};
    if (offset >= this.$end) return false;
    (this.record as { $offset: number }).$offset = offset;
    return true;
  }

  /** Moves to the record at \`index\` and returns it. Throws \`IndexError\` outside the array. */
  seek(index: number): ${name} {
    if (!(index >= 0 && index < this.$length && Math.floor(index) === index)) ${fail("this.$length")};
    (this.record as { $offset: number }).$offset = this.$start + index * ${size};
    return this.record;
  }
}

class ${name}Iterator implements IterableIterator<${name}> {
  readonly #array: ${name}Array;
  #index = 0;

  constructor(array: ${name}Array) {
    this.#array = array;
  }

  next(): IteratorResult<${name}, undefined> {
    const array = this.#array;
    const index = this.#index;
    if (index >= array.length) return { done: true, value: undefined };
    this.#index = index + 1;
    return { done: false, value: array.at(index) };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
`;
}

/** Returns the static method that opens an array over bytes. */
export function emitArrayOpener(struct: StructLayout, size: number, imports: Imports): string {
  const { name } = struct;
  const order = orderText(struct, imports);
  return `
  /**
   * Views the records that \`bytes\` holds. Throws \`SizeError\` unless they are \`count\`, or without a
   * \`count\` a whole number of records.
   */
  static array(bytes: ${imports.runtimeType("Bytes")}${order.parameter}, count?: number): ${name}Array {
    const length = ${imports.runtime("countOf")}(bytes, ${JSON.stringify(name)}, ${size}, count);
    return new ${name}Array(${imports.runtime("viewOf")}(bytes), 0, length${order.flag});
  }
`;
}
