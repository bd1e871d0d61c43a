/**
 * Text of fields whose values a codec makes. The codec of a module is imported by its name; one of the
 * runtime that takes numbers is a constant of the generated module.
 */
import type { FieldLayout, Position, StructLayout, WrappedLayout } from "../layout-types.js";
import { isBigint } from "../resolve.js";
import { offsetText, readText, relativeText, thisRecord } from "./access.js";
import type { RecordText } from "./access.js";
import type { Codec } from "../codec.js";
import { fieldDoc } from "./doc.js";
import type { AbsenceText } from "./field.js";
import { gateText } from "./gate.js";
import type { Imports } from "./imports.js";
import { lines, sum } from "./text.js";
import {
  assignText,
  checkText,
  isValue,
  rangeOf,
  valueOffsetText,
  valueText,
  validText,
} from "./value-text.js";
import type { OwnerText, ValueText } from "./value-text.js";

type ScaledCodec = Codec & { readonly kind: "scaled" };

/** How a codec is named. */
interface CodecText {
  /** TypeScript type of its values. */
  readonly typeName: string;
  /** An expression for the codec. */
  readonly codec: string;
}

/** Returns the TypeScript type of the values of a codec. */
export function wrappedTypeText(type: WrappedLayout, imports: Imports): string {
  return codecText(type, imports).typeName;
}

/** Whether a codec is one of those of `text-codecs.ts`, which read and write the bytes themselves. */
function isOfText({ codec, base }: WrappedLayout): boolean {
  return base.kind === "bytes" && codec.kind !== "module";
}

function isFloat({ base }: WrappedLayout): boolean {
  return base.kind === "scalar" && base.scalar.kind === "float";
}

function codecText(type: WrappedLayout, imports: Imports): CodecText {
  const { codec, base } = type;
  const isOfFloat = isFloat(type);
  const float = isOfFloat ? ", true" : "";
  switch (codec.kind) {
    case "module": {
      const name = imports.codec(codec.from, codec.isFile, codec.name);
      return { typeName: `${imports.runtimeType("Decoded")}<typeof ${name}>`, codec: name };
    }
    case "date": {
      const { unit, epoch } = codec;
      const isBig = (base.kind === "scalar" || base.kind === "bits") && isBigint(base);
      const make = imports.runtime(isBig ? "bigDateCodec" : "dateCodec");
      const since = epoch === 0 ? "" : `Since${nameOfDate(epoch)}`;
      const name = `$${isBig ? "big" : ""}${isOfFloat ? "float" : ""}${isBig || isOfFloat ? "Date" : "date"}In${capitalized(unit)}${since}`;
      const text = `/* @__PURE__ */ ${make}(${JSON.stringify(unit)}, ${epoch}${isBig ? "" : float})`;
      return { typeName: imports.global("Date"), codec: imports.constant(name, text) };
    }
    case "scaled": {
      const { factor, offset } = codec;
      const plus = offset === 0 ? "" : `Plus${nameOfNumber(String(offset))}`;
      const divisor = divisorOf(factor);
      const shown = divisor === undefined ? String(factor) : `1 / ${divisor}`;
      const name = `$${isOfFloat ? "floatScaled" : "scaled"}By${nameOfNumber(shown)}${plus}`;
      const text = `/* @__PURE__ */ ${imports.runtime("scaledEncoder")}(${shown}, ${offset}${float})`;
      return { typeName: "number", codec: imports.constant(name, text) };
    }
    case "uuid":
    case "ipv4Address":
    case "ipv6Address":
    case "macAddress":
      return { typeName: "string", codec: imports.held(`${codec.kind}Codec`) };
  }
}

function nameOfNumber(number: string): string {
  return number
    .replaceAll(" / ", "Over")
    .replaceAll("-", "_")
    .replaceAll("+", "")
    .replaceAll(".", "p");
}

/** `1904_01_01`, with a time behind it where that is not midnight. */
function nameOfDate(epoch: number): string {
  const text = new Date(epoch).toISOString().replace("T00:00:00.000Z", "");
  return text.replaceAll(/\W/g, "_");
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Returns what errors and classes of elements call a codec. */
export function codecLabel({ codec }: WrappedLayout): string {
  return codec.kind === "module" ? codec.name : codec.kind;
}

/** Returns the part of the name of a class that tells a codec from all others of the module. */
export function wrappedName(type: WrappedLayout, imports: Imports): string {
  return capitalized(codecText(type, imports).codec.replace(/^\$+/, ""));
}

/** Returns the text of the getter and the setter of a field. */
export function emitWrapped(
  { name, doc, position }: FieldLayout,
  type: WrappedLayout,
  struct: StructLayout,
  absence: AbsenceText,
  imports: Imports,
): string {
  const { typeName } = codecText(type, imports);
  const owner = {
    struct: JSON.stringify(struct.name),
    path: JSON.stringify(name),
    offset: wrappedOffsetText(type, position, thisRecord),
  };
  const promise = type.isTotal ? "" : "Throws `ValidityError` for what its codec does not decode.";
  return `
  ${fieldDoc(doc, absence.doc + promise)}get ${name}(): ${typeName}${absence.type} {
    ${absence.get}${wrappedReturnText(type, position, thisRecord, owner, imports)}
  }

  set ${name}(value: ${typeName}) {
    ${absence.set()}${wrappedAssignText(type, position, thisRecord, owner, imports)}
  }
`;
}

/** Returns statements that return the value at `position`; they throw if there is none. */
export function wrappedReturnText(
  type: WrappedLayout,
  position: Position,
  record: RecordText,
  owner: OwnerText,
  imports: Imports,
): string {
  const { codec } = codecText(type, imports);
  const { struct, path, offset } = owner;
  if (isOfText(type))
    return `return ${codec}.read(${record.view}, ${offsetText(record, position)});`;
  const raw = rawText(type, position, record, imports);
  const check =
    raw.validity === undefined
      ? ""
      : validText(raw.validity, "number", { struct, path, offset }, imports);
  if (type.isTotal) {
    const decoded =
      type.codec.kind === "scaled"
        ? scaledText(type.codec, raw.text, isFloat(type))
        : `${codec}.decode(${raw.text})`;
    return lines([raw.before, check, `return ${decoded};`]);
  }
  return lines([
    raw.before,
    check,
    `const raw = ${raw.text};`,
    `try {
      return ${codec}.decode(raw);
    } catch (error) {
      throw ${imports.held("decodingError")}(error, ${struct}, ${path}, ${offset}, raw);
    }`,
  ]);
}

/** Returns the statements that report a value that is not valid. `owner` are the arguments for its place. */
export function wrappedValidateText(
  type: WrappedLayout,
  position: Position,
  record: RecordText,
  owner: { readonly place: string; readonly name: string; readonly offset: string },
  imports: Imports,
): string {
  const { codec } = codecText(type, imports);
  const { place, name, offset } = owner;
  const raw = rawText(type, position, record, imports);
  const report =
    raw.validity === undefined
      ? ""
      : `if (!(${raw.validity.isValid("number")})) report(${imports.runtime("invalid")}(${place}, ${name}, ${offset}, ${raw.validity.expected}, number));`;
  if (type.isTotal) return `{ ${lines([raw.before, report])} }`;
  const path = name.startsWith('"')
    ? `${place}.path + ${name}`
    : `\`\${${place}.path}${name.slice(1)}`;
  return `{
    ${raw.before}
    ${report === "" ? "" : `${report} else`} {
      const raw = ${raw.text};
      try {
        ${codec}.decode(raw);
      } catch (error) {
        report(${imports.runtime("decodingError")}(error, ${place}.struct, ${path}, ${place}.offset + ${offset}, raw));
      }
    }
  }`;
}

/** Returns statements that write `value`; they throw, and write nothing, if it does not fit. */
export function wrappedAssignText(
  type: WrappedLayout,
  position: Position,
  record: RecordText,
  { struct, path, offset }: OwnerText,
  imports: Imports,
): string {
  const place = `${imports.held("placeOf")}(${struct}, false)`;
  if (isOfText(type)) {
    const { codec } = codecText(type, imports);
    const start = offsetText(record, position);
    // What is not written is encoded again, which throws the error for it.
    return `if (!${codec}.write(${record.view}, ${start}, value)) {
      ${imports.held("encodeValue")}(${place}, ${path}, ${offset}, value, ${codec});
    }`;
  }
  const { base } = type;
  const encode = lines([
    `const place = ${place};`,
    encodeText(type, "value", `place, ${path}, ${offset}`, imports),
  ]);
  const write = isValue(base)
    ? assignText(valueText(base, imports), position, "raw", record, imports)
    : `${imports.held("bytesOf")}(${record.view}, ${offsetText(record, position)}, ${sizeOfBytes(type)}).set(raw);`;
  const unscaled = unscaleText(type);
  if (unscaled === undefined) return lines([encode, write]);
  // What does not pass is encoded again, by what throws the error for it.
  return `const raw = ${unscaled.raw};
    try {
      ${gateText(unscaled.isValid, imports)};
    } catch {
      ${encode}
    }
    ${write}`;
}

/** Returns an expression for the value that `raw` stands for, as the codec makes it. */
function scaledText({ factor, offset }: ScaledCodec, raw: string, isOfFloat: boolean): string {
  const divisor = divisorOf(factor);
  const scaled = divisor === undefined ? `(${raw}) * ${factor}` : `(${raw}) / ${divisor}`;
  const exact = factor === 1 ? `(${raw})` : scaled;
  // Zero has no sign.
  return offset === 0 && (factor < 0 || isOfFloat) ? `${exact} + 0` : sum(exact, String(offset));
}

/** Returns the integer that raw numbers are divided by instead of multiplied, where that is exact. */
function divisorOf(factor: number): number | undefined {
  const divisor = Math.round(1 / factor);
  return divisor !== 0 && divisor !== 1 && 1 / divisor === factor ? divisor : undefined;
}

/**
 * Returns the number that stands for a scaled `value`, as the codec makes it, and what it has to be to fit;
 * `undefined` for other codecs, and where that is no plain number.
 */
function unscaleText({
  codec,
  base,
}: WrappedLayout): { readonly raw: string; readonly isValid: string } | undefined {
  if (codec.kind !== "scaled" || !(base.kind === "scalar" || base.kind === "bits"))
    return undefined;
  const { factor, offset } = codec;
  const divisor = divisorOf(factor);
  const moved = `(${sum("value", String(-offset))})`;
  const unscaled = divisor === undefined ? `${moved} / ${factor}` : `${moved} * ${divisor}`;
  const exact = factor === 1 ? moved : unscaled;
  const isNumber = 'typeof value === "number"';
  const kind = base.kind === "bits" ? base.interpretation : base.scalar.kind;
  // What is no number has no product either: one with a `bigint` would throw.
  if (kind === "float") return { raw: `${isNumber} ? ${exact} : NaN`, isValid: isNumber };
  if (kind !== "unsigned" && kind !== "signed") return undefined;
  const { minimum, maximum } = rangeOf(base, kind);
  return {
    raw: `${isNumber} ? Math.round(${exact}) : NaN`,
    isValid: `raw >= ${minimum} && raw <= ${maximum}`,
  };
}

/** Returns the statement that checks a value of a plain object. `owner` are its first arguments. */
export function wrappedCheckText(
  type: WrappedLayout,
  value: string,
  owner: string,
  imports: Imports,
): string {
  const isPresent = `${imports.runtime("isPresent")}(${owner}, ${value})`;
  if (isOfText(type)) {
    const { codec } = codecText(type, imports);
    return `if (${isPresent} && !${codec}.accepts(${value})) {
      ${imports.held("encodeValue")}(${owner}, ${value}, ${codec});
    }`;
  }
  return `if (${isPresent}) {
    ${encodeText(type, value, owner, imports)}
  }`;
}

/** Returns an expression for the place of a value in its record. */
export function wrappedOffsetText(
  { base }: WrappedLayout,
  position: Position,
  record: RecordText,
): string {
  return isValue(base) ? valueOffsetText(base, position, record) : relativeText(record, position);
}

/** Returns statements that make `raw` of a value and check it. */
function encodeText(type: WrappedLayout, value: string, owner: string, imports: Imports): string {
  const { base } = type;
  const { codec } = codecText(type, imports);
  const check = isValue(base)
    ? checkText(base, "raw", owner, imports)
    : `${imports.held("checkBytes")}(${owner}, raw, ${sizeOfBytes(type)});`;
  return `const raw = ${imports.held("encodeValue")}(${owner}, ${value}, ${codec});
    ${check}`;
}

interface RawText {
  /** Statements that come first. */
  readonly before: string;
  /** An expression for what is decoded. */
  readonly text: string;
  /** What `number` has to be, if not all numbers are valid. */
  readonly validity: ValueText["validity"];
}

/** Returns what a codec decodes: a value of the type below it, or a window. */
function rawText(
  type: WrappedLayout,
  position: Position,
  record: RecordText,
  imports: Imports,
): RawText {
  const { base } = type;
  if (!isValue(base)) {
    const window = `${imports.held("bytesOf")}(${record.view}, ${offsetText(record, position)}, ${sizeOfBytes(type)})`;
    return { before: "", text: window, validity: undefined };
  }
  const text = valueText(base, imports);
  const number = readText(text.number, position, record, imports);
  if (text.validity === undefined && text.isPlain) {
    return { before: "", text: number, validity: undefined };
  }
  const { validity } = text;
  return { before: `const number = ${number};`, text: text.decode("number"), validity };
}

function sizeOfBytes({ base }: WrappedLayout): number {
  return base.kind === "bytes" && base.length.kind === "fixed" ? base.length.value : 0;
}
