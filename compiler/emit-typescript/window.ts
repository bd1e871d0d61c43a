/** Text of windows onto arrays: a part of one is an array over the same memory. */
import { docText } from "./doc.js";
import type { Imports } from "./imports.js";

/** The numbers of an array in place. */
export interface WindowLayout {
  /** Name of its class. */
  readonly name: string;
  /** Bytes from one element to the next. */
  readonly stride: number;
  /** Size of an element in bytes. */
  readonly elementSize: number;
  /** Whether the array is told its byte order. */
  readonly isTold: boolean;
  /** Whether its members have doc comments; those that nobody can name have those of `ElementArray`. */
  readonly hasDocs: boolean;
}

/** Returns the members of an array class that view its bytes, or some of its elements. */
export function emitWindows(
  { name, stride, elementSize, isTold, hasDocs }: WindowLayout,
  imports: Imports,
): string {
  const clamp = imports.runtime("clampIndex");
  // Bytes behind the last element belong to something else; an empty column begins behind the array.
  const bytes =
    stride === elementSize
      ? `return ${imports.runtime("bytesOf")}(this.$view, this.$offset, ${timesText("this.length", stride)});`
      : `const size = Math.max(0, (this.length - 1) * ${stride} + ${elementSize});
    return ${imports.runtime("bytesOf")}(this.$view, size === 0 ? 0 : this.$offset, size);`;
  const doc = (text: string): string => (hasDocs ? `${docText(text)}\n` : "");
  return `
  ${doc("The bytes of all records. Shares memory with them.")}get $bytes(): Uint8Array {
    ${bytes}
  }

  ${doc("Views the records from `start` up to `end`, negative ones counted from the end. Copies nothing.")}subarray(start: number = 0, end: number = this.length): ${name} {
    const first = ${clamp}(start, this.length);
    const length = Math.max(0, ${clamp}(end, this.length) - first);
    return new ${name}(this.$view, this.$offset + ${timesText("first", stride)}, length${isTold ? ", this.$littleEndian" : ""});
  }

  ${doc("The same as `subarray`: copies nothing, unlike that of a typed array.")}slice(start?: number, end?: number): ${name} {
    return this.subarray(start, end);
  }
`;
}

/** Returns the method that copies the elements into an array of JavaScript. */
export function emitToArray(typeName: string, hasDocs: boolean): string {
  const list = typeName.includes(" ") ? `(${typeName})[]` : `${typeName}[]`;
  const doc = hasDocs
    ? `${docText("Returns the records in an array of JavaScript, each an object.")}\n`
    : "";
  return `
  ${doc}toArray(): ${list} {
    const elements: ${list} = [];
    for (let index = 0; index < this.length; index++) elements.push(this.at(index));
    return elements;
  }
`;
}

/** Returns the statement that makes an index of what is counted from the end, or throws. */
export function indexText(label: string, imports: Imports): string {
  const fromEnd = `${imports.runtime("indexFromEnd")}(${JSON.stringify(`${label}[]`)}, index, this.length)`;
  return `if (!(index >= 0 && index < this.length && Math.floor(index) === index)) index = ${fromEnd};`;
}

/** Returns the text of a product. */
export function timesText(factor: string, stride: number): string {
  return stride === 1 ? factor : `${factor} * ${stride}`;
}
