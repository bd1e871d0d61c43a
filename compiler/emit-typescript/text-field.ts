/**
 * Text of fields that are texts. A getter makes a window of the class of the encoding, one class for
 * each so that their calls stay monomorphic; the runtime does the rest.
 */
import { unitSizeOf } from "../document.js";
import type { FieldLayout, StructLayout, TextLayout } from "../layout-types.js";
import { hex, littleEndianText, offsetText, relativeText, thisRecord } from "./access.js";
import type { RecordText } from "./access.js";
import { fieldDoc } from "./doc.js";
import { lengthText } from "./field.js";
import type { AbsenceText } from "./field.js";
import type { Imports } from "./imports.js";

const classes = {
  utf8: "Utf8Text",
  ascii: "AsciiText",
  latin1: "Latin1Text",
  utf16: "Utf16Text",
} as const;

/** Returns the name of the class of a text. */
export function textClass({ encoding }: TextLayout, imports: Imports): string {
  return imports.runtime(classes[encoding]);
}

/** Returns a name for a type of text that no other type of text has. */
export function textName(type: TextLayout): string {
  const { encoding, length, pad, isZeroTerminated } = type;
  const size = length.kind === "fixed" ? length.value : "";
  const order = encoding === "utf16" ? suffixes[type.byteOrder] : "";
  const filled = isZeroTerminated ? "Z" : pad === undefined ? "" : `Pad${pad}`;
  return `${encoding.toUpperCase()}${order}x${size}${filled}`;
}

const suffixes = { big: "Be", little: "Le", native: "Ne", runtime: "Runtime" } as const;

/** Returns an argument for how a text ends in its bytes. */
export function textEnd({ length, pad, isZeroTerminated }: TextLayout): string {
  if (length.kind === "zeroTerminated") return `"terminator"`;
  if (isZeroTerminated) return `"zero"`;
  return pad === undefined ? `"full"` : hex(pad);
}

/** Returns the argument for the order of code units of two bytes, with its comma. */
function orderText(type: TextLayout, record: RecordText, imports: Imports): string {
  return unitSizeOf(type.encoding) === 1
    ? ""
    : `, ${littleEndianText(type.byteOrder, record, imports)}`;
}

/** Where a text lies: expressions for its offset in the view, and its bytes with all that fills them. */
export interface TextPlace {
  readonly record: RecordText;
  readonly offset: string;
  readonly size: string;
  /** The struct, the path and the offset that errors tell, as arguments. */
  readonly owner: string;
}

/** Returns an expression for the window over a text. */
export function textWindow(type: TextLayout, place: TextPlace, imports: Imports): string {
  const { record, offset, size, owner } = place;
  const order = orderText(type, record, imports);
  const where = `${record.view}, ${offset}`;
  return `new ${imports.heldOf(textClass(type, imports))}(${where}, ${contentLength()}, ${owner}${order})`;

  function contentLength(): string {
    const { length, pad, isZeroTerminated } = type;
    const unitSize = unitSizeOf(type.encoding);
    if (length.kind === "zeroTerminated") return `${size} - ${unitSize}`;
    if (isZeroTerminated) {
      const find = imports.held(unitSize === 1 ? "lengthBeforeZero" : "lengthBeforeZero16");
      return `${find}(${where}, ${size})`;
    }
    if (pad === undefined) return size;
    const find = imports.held(unitSize === 1 ? "lengthBeforePad" : "lengthBeforePad16");
    return `${find}(${where}, ${size}, ${hex(pad)}${order})`;
  }
}

/** Returns the statement that writes `value` over a text. */
export function writeTextContent(type: TextLayout, place: TextPlace, imports: Imports): string {
  const { record, offset, size, owner } = place;
  const order = orderText(type, record, imports);
  const encoding = imports.heldOf(textClass(type, imports));
  return `${imports.held("setText")}(${encoding}, ${record.view}, ${offset}, ${size}, value, ${textEnd(type)}, ${owner}${order});`;
}

/** Returns the text of the accessors of a text. */
export function emitText(
  { name, doc, position, size }: FieldLayout,
  type: TextLayout,
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const offset = relativeText(thisRecord, position);
  const place: TextPlace = {
    record: thisRecord,
    offset: offsetText(thisRecord, position),
    size: size === undefined ? lengthText(name, position) : String(size),
    owner: `${JSON.stringify(struct.name)}, ${JSON.stringify(name)}, ${offset}`,
  };
  return `
  ${fieldDoc(doc, `${absence.doc}Shares memory with the record.`)}get ${name}(): ${textClass(type, imports)}${absence.type} {
    ${absence.get}return ${textWindow(type, place, imports)};
  }

  set ${name}(value: ${textSetterType(imports)}) {
    ${absence.set()}${writeTextContent(type, place, imports)}
  }
`;
}

/** Returns the type that setters of texts take. */
export function textSetterType(imports: Imports): string {
  return `string | ${imports.runtimeType("Text")}`;
}

/** Returns the call that checks a string of a plain object; its value is the size of the content. */
export function checkTextContent(
  type: TextLayout,
  owner: string,
  given: string,
  size: string,
  imports: Imports,
): string {
  return `${imports.runtime("checkText")}(${owner}, ${given}, ${textClass(type, imports)}, ${size}, ${textEnd(type)})`;
}
