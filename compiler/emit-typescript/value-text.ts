/**
 * What one value is in TypeScript: its type, and how it is made of the number in the bytes and back.
 * Accessors, elements of arrays and checks of plain objects are all put together from this.
 */
import type { FieldType, NumericLayout, Position } from "../layout-types.js";
import { isBigint } from "../resolve.js";
import { integerRange, isLenientScalar } from "../scalars.js";
import { firstByteOf } from "../layout-size.js";
import { offsetText, readText, relativeText, writeText } from "./access.js";
import type { RecordText } from "./access.js";
import { gateText, memberGateText, rangeGateText } from "./gate.js";
import type { Imports } from "./imports.js";

/** A type that is read and written as one value. */
export type ValueLayout = Exclude<
  FieldType,
  {
    readonly kind:
      | "flags"
      | "wrapped"
      | "bytes"
      | "text"
      | "struct"
      | "variant"
      | "select"
      | "array"
      | "sequence";
  }
>;

/** How a value is read, checked and written. */
export interface ValueText {
  /** TypeScript type of the value. */
  readonly typeName: string;
  /** TypeScript type that a setter takes. */
  readonly number: NumericLayout;
  /** Whether the value is the number itself. */
  readonly isPlain: boolean;
  /** Returns an expression for the value of a valid number. */
  readonly decode: (number: string) => string;
  /** Returns an expression for the number of a value. */
  readonly encode: (value: string) => string;
  /** Whether it is a wider integer as a `number` that is exact. */
  readonly isSafe?: true;
  /** Says which numbers are valid, if not all. */
  readonly validity:
    | {
        /** Returns an expression for whether a number is valid. */
        readonly isValid: (number: string) => string;
        /** Returns an expression that throws unless a number is valid. */
        readonly gate: (number: string) => string;
        /** What a valid number is, as a literal. */
        readonly expected: string;
      }
    | undefined;
}

/** Whether a type is read and written as one value. */
export function isValue(type: FieldType): type is ValueLayout {
  switch (type.kind) {
    case "scalar":
    case "bits":
    case "enumeration":
    case "constant":
    case "nonzero":
      return true;
    case "flags":
    case "wrapped":
    case "bytes":
    case "text":
    case "struct":
    case "variant":
    case "select":
    case "array":
    case "sequence":
      return false;
  }
}

/** Returns how a value of `type` is read, checked and written. */
export function valueText(type: ValueLayout, imports: Imports): ValueText {
  switch (type.kind) {
    case "scalar":
      return scalarText(type, imports);
    case "bits":
      return type.interpretation === "boolean" ? booleanText(type, undefined) : plainText(type);
    case "enumeration": {
      const { file, name, isOpen } = type.enumeration;
      const typeName = imports.from(file, name, "type");
      if (isOpen) return { ...plainText(type.base), typeName };
      return {
        ...plainText(type.base),
        typeName,
        decode: (number) => `${number} as ${typeName}`,
        validity: {
          isValid: (number) => `${imports.from(file, `is${name}`)}(${number})`,
          gate: (number) => memberGateText(type.enumeration, number, imports),
          expected: JSON.stringify(`a member of ${name}`),
        },
      };
    }
    case "constant": {
      const literal = literalText(type.value);
      const number = typeof type.value === "boolean" ? String(Number(type.value)) : literal;
      const isLenient = type.base.kind === "scalar" && isLenientScalar(type.base.scalar);
      const isValid = isLenient && type.value === true ? "!== 0" : `=== ${number}`;
      return {
        ...plainText(type.base),
        typeName: literal,
        isPlain: false,
        decode: () => literal,
        encode: () => number,
        validity: validWhere((value) => `${value} ${isValid}`, number, imports),
      };
    }
    case "nonzero": {
      const plain = plainText(type.base);
      const zero = isBigint(type.base) ? "0n" : "0";
      return type.isOptional
        ? {
            ...plain,
            typeName: `${plain.typeName} | null`,
            isPlain: false,
            decode: (number) => `${number} === ${zero} ? null : ${number}`,
            encode: (value) => `${value} ?? ${zero}`,
          }
        : {
            ...plain,
            validity: validWhere(
              (number) => `${number} !== ${zero}`,
              JSON.stringify("a number that is not zero"),
              imports,
            ),
          };
    }
  }
}

function scalarText(
  type: NumericLayout & { readonly kind: "scalar" },
  imports: Imports,
): ValueText {
  switch (type.scalar.name) {
    case "bool":
      return booleanText(type, {
        isValid: (number) => `${number} <= 1`,
        gate: (number) => rangeGateText(number, 0, 2, imports),
        expected: JSON.stringify("0 or 1"),
      });
    case "lenientBool":
    case "bool32":
      return booleanText(type, undefined);
    case "char":
      return {
        typeName: "string",
        number: type,
        isPlain: false,
        decode: (number) => `String.fromCodePoint(${number})`,
        encode: (value) => `${imports.runtime("codePointOf")}(${value})`,
        validity: validWhere(
          (number) => `${imports.held("isCharacter")}(${number})`,
          JSON.stringify("a code point"),
          imports,
        ),
      };
    default:
      if (!type.isNumber) return plainText(type);
      return {
        typeName: "number",
        number: type,
        isPlain: false,
        decode: (number) => `Number(${number})`,
        encode: (value) => `BigInt(${value})`,
        isSafe: true,
        validity: validWhere(
          (number) => `${imports.held("isSafe")}(${number})`,
          JSON.stringify("an integer within ±(2^53 - 1)"),
          imports,
        ),
      };
  }
}

function validWhere(
  isValid: (number: string) => string,
  expected: string,
  imports: Imports,
): ValueText["validity"] {
  return { isValid, gate: (number) => gateText(isValid(number), imports), expected };
}

function plainText(type: NumericLayout): ValueText {
  return {
    typeName: isBigint(type) ? "bigint" : "number",
    number: type,
    isPlain: true,
    decode: (number) => number,
    encode: (value) => value,
    validity: undefined,
  };
}

function booleanText(type: NumericLayout, validity: ValueText["validity"]): ValueText {
  return {
    typeName: "boolean",
    number: type,
    isPlain: false,
    decode: (number) => `${number} !== 0`,
    encode: (value) => `${value} ? 1 : 0`,
    validity,
  };
}

/** Where an error says that a value stands. All are expressions. */
export interface OwnerText {
  readonly struct: string;
  readonly path: string;
  readonly offset: string;
}

/** Returns statements that return the value at `position`; they throw if it is not valid. */
export function returnText(
  text: ValueText,
  position: Position,
  record: RecordText,
  owner: OwnerText,
  imports: Imports,
): string {
  const number = readText(text.number, position, record, imports);
  const halves = halvesText(text, position, record, imports);
  if (halves !== undefined && text.validity !== undefined) {
    const gate = (): string => gateText("Number.isSafeInteger(value)", imports);
    // The sum is not exact where it is not valid: the error tells the `bigint`.
    return `const value = ${halves};
    ${validText({ ...text.validity, gate }, number, owner, imports)}
    return value;`;
  }
  if (text.validity === undefined) {
    if (text.isPlain) return `return ${number};`;
    // What decodes the number may name it twice.
    return text.decode("#").split("#").length > 2
      ? `const value = ${number}; return ${text.decode("value")};`
      : `return ${text.decode(`(${number})`)};`;
  }
  return `const value = ${number};
    ${validText(text.validity, "value", owner, imports)}
    return ${text.decode("value")};`;
}

/**
 * Returns an expression for 64 bits as a `number`, of two halves as that makes no `bigint`; `undefined` for other
 * numbers, and where it is not known which half is the upper one. From 2^53 on it is not exact.
 */
function halvesText(
  { number, isSafe }: ValueText,
  position: Position,
  record: RecordText,
  imports: Imports,
): string | undefined {
  if (isSafe !== true || number.kind !== "scalar") return undefined;
  const { byteOrder, scalar } = number;
  if (scalar.size !== 8 || (byteOrder !== "big" && byteOrder !== "little")) return undefined;
  const order = imports.byteOrder(byteOrder);
  const [upper, lower] = (byteOrder === "big" ? [0, 4] : [4, 0]).map((plus) =>
    offsetText(record, position, plus),
  );
  const accessor = scalar.kind === "signed" ? "getInt32" : "getUint32";
  return `${record.view}.${accessor}(${upper}, ${order}) * 0x100000000 + ${record.view}.getUint32(${lower}, ${order})`;
}

/** Returns a statement that throws unless `number` is valid, in a function that returns. */
export function validText(
  { gate, expected }: NonNullable<ValueText["validity"]>,
  number: string,
  { struct, path, offset }: OwnerText,
  imports: Imports,
): string {
  return `try {
      ${gate(number)};
    } catch {
      return ${imports.held("throwValidity")}(${struct}, ${path}, ${offset}, ${expected}, ${number});
    }`;
}

/** Returns statements that write `value` at `position`. */
export function assignText(
  text: ValueText,
  position: Position,
  value: string,
  record: RecordText,
  imports: Imports,
): string {
  const encoded = text.encode(value);
  const isSimple = encoded === value || text.number.kind === "scalar";
  if (isSimple && (text.number.kind === "bits" || text.number.parts === undefined)) {
    return writeText(text.number, position, encoded, record, imports);
  }
  return `const number = ${encoded};
    ${writeText(text.number, position, "number", record, imports)}`;
}

/** Returns the statement that checks a value of a plain object. `owner` are its first arguments. */
export function checkText(
  type: ValueLayout,
  value: string,
  owner: string,
  imports: Imports,
): string {
  const text = valueText(type, imports);
  const call = (name: Parameters<Imports["runtime"]>[0], ...rest: readonly string[]): string =>
    `${imports.runtime(name)}(${[owner, value, ...rest].join(", ")});`;
  switch (type.kind) {
    case "constant":
      return call("checkConstant", literalText(type.value));
    case "enumeration":
    case "nonzero": {
      const check =
        type.kind === "nonzero" && type.isOptional
          ? `if (${value} !== null) ${checkNumber(type.base)}`
          : checkNumber(type.base);
      if (text.validity === undefined) return check;
      const { isValid, expected } = text.validity;
      const fail = `${imports.runtime("throwValue")}(${owner}, ${expected}, ${value})`;
      return `${check} if (${value} !== undefined && !(${isValid(value)})) ${fail};`;
    }
    case "scalar":
    case "bits":
      return checkNumber(type);
  }

  function checkNumber(number: NumericLayout): string {
    const kind = number.kind === "bits" ? number.interpretation : number.scalar.kind;
    switch (kind) {
      case "float":
        return call("checkType", `"number"`);
      case "boolean":
        return call("checkType", `"boolean"`);
      case "character":
        return call("checkCharacter");
      case "unsigned":
      case "signed": {
        const { minimum, maximum } = rangeOf(number, kind);
        if (isBigint(number)) return call("checkBigint", `${minimum}n`, `${maximum}n`);
        return call("checkInteger", String(minimum), String(maximum));
      }
    }
  }
}

/** Returns the least and the greatest value of an integer. */
export function rangeOf(
  number: NumericLayout,
  kind: "unsigned" | "signed",
): { readonly minimum: bigint; readonly maximum: bigint } {
  const width = number.kind === "bits" ? number.width : number.scalar.size * 8;
  const range = integerRange(kind, width);
  if (isBigint(number)) return range;
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  return {
    minimum: range.minimum < -safe ? -safe : range.minimum,
    maximum: range.maximum > safe ? safe : range.maximum,
  };
}

/** Returns an expression for the place of a value in its record: for bits, that of their first byte. */
export function valueOffsetText(type: ValueLayout, position: Position, record: RecordText): string {
  return relativeText(record, firstByteOf(type, position));
}

/** Returns the literal of a value, which is also its type. */
export function literalText(value: number | bigint | boolean): string {
  if (typeof value === "bigint") return `${value}n`;
  return Object.is(value, -0) ? "-0" : String(value);
}
