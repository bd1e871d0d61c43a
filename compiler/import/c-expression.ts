/** Constant expressions of C: of `#if`, of array lengths, of enumerations and of static assertions. */
import {
  applyBinary,
  applyUnary,
  commonType,
  integerOf,
  intType,
  isTrue,
  truthOf,
} from "./c-arithmetic.js";
import type { CNumber, IntegerType } from "./c-arithmetic.js";
import { CCursor, shown } from "./c-cursor.js";
import { lengthOfString, parseCharacter, parseNumber } from "./c-literal.js";
import type { LiteralSizes } from "./c-literal.js";
import { CError, CUnknown } from "./c-tokens.js";
import type { CPlace, CToken } from "./c-tokens.js";
import { plainOf, textOfType } from "./c-types.js";
import type { CType } from "./c-types.js";

/** What a part of an expression is. Objects and pointers lead to sizes and offsets only. */
export type CValue =
  | CNumber
  | { readonly kind: "pointer"; readonly address: bigint; readonly target: CType }
  /** Something of a type at an address, which is `undefined` where nobody knows it. */
  | { readonly kind: "object"; readonly address: bigint | undefined; readonly type: CType };

/** What expressions ask of the declarations around them. */
export interface ExpressionContext {
  readonly sizes: LiteralSizes & { readonly pointer: number };
  /** Takes the name of a type, if one begins here. */
  readonly takeTypeName: (cursor: CCursor) => CType | undefined;
  /** Returns what a name stands for. */
  readonly valueOf: (name: string) => CValue | undefined;
  /** Returns the integer that a type is, if it is one. */
  readonly integerOf: (type: CType) => IntegerType | undefined;
  readonly sizeOf: (type: CType, place: CPlace) => number;
  readonly alignmentOf: (type: CType, place: CPlace) => number;
  /** What `__alignof__` says. */
  readonly preferredAlignmentOf: (type: CType, place: CPlace) => number;
  /** Returns a member of a record, also one of an anonymous record within it. */
  readonly memberOf: (
    type: CType,
    name: string,
    place: CPlace,
  ) => { readonly offset: number; readonly type: CType };
}

/** Returns the value of the condition of an `#if`, in which all integers have 64 bits. */
export function evaluateInteger(tokens: readonly CToken[]): bigint {
  const cursor = new CCursor(tokens);
  const expression = new CExpression(cursor, preprocessorContext, true);
  const { value, place } = expression.takeInteger();
  if (cursor.peek().kind !== "end") {
    throw new CError(`expected an operator, got ${shown(cursor.peek())}`, cursor.peek());
  }
  return integerValue(value, place);
}

/** Takes a constant expression, and returns its value: an integer. */
export function takeConstant(cursor: CCursor, context: ExpressionContext): bigint {
  const { value, place } = new CExpression(cursor, context, false).takeInteger();
  return integerValue(value, place);
}

/** Takes an expression, and returns the type that it has. */
export function takeTypeOf(cursor: CCursor, context: ExpressionContext): CType {
  return new CExpression(cursor, context, false).takeType();
}

function integerValue(value: CNumber, place: CPlace): bigint {
  if (value.kind === "float") throw new CError("this is no integer", place);
  return value.value;
}

const wide: IntegerType = { size: 8, isSigned: true };

const noTypes = (): never => {
  throw new Error("#if knows no types");
};

const preprocessorContext: ExpressionContext = {
  sizes: { long: 8, pointer: 8, wchar: intType, isCharSigned: true },
  takeTypeName: () => undefined,
  valueOf: () => undefined,
  integerOf: () => undefined,
  sizeOf: noTypes,
  alignmentOf: noTypes,
  preferredAlignmentOf: noTypes,
  memberOf: noTypes,
};

const precedences: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "<": 7,
  "<=": 7,
  ">": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

const alignmentWords = new Set(["_Alignof", "alignof", "__alignof__", "__alignof"]);

class CExpression {
  readonly #cursor: CCursor;
  readonly #context: ExpressionContext;
  readonly #isPreprocessor: boolean;
  /** How many operators around leave this part without a value, as `0 && x` does. */
  #skipped = 0;

  constructor(cursor: CCursor, context: ExpressionContext, isPreprocessor: boolean) {
    this.#cursor = cursor;
    this.#context = context;
    this.#isPreprocessor = isPreprocessor;
  }

  /** Takes an expression that is a number. */
  takeInteger(): { readonly value: CNumber; readonly place: CPlace } {
    const place = this.#cursor.peek();
    return { value: this.#numberOf(this.#conditional(), place), place };
  }

  /** Takes an expression for its type. */
  takeType(): CType {
    this.#skipped++;
    const value = this.#conditional();
    this.#skipped--;
    return this.#typeOf(value);
  }

  #conditional(): CValue {
    const cursor = this.#cursor;
    return cursor.nest(() => {
      const place = cursor.peek();
      const condition = this.#binary(1);
      if (!cursor.skip("?")) return condition;
      const holds = isTrue(this.#numberOf(condition, place));
      const one = cursor.is(":") ? condition : this.#branch(!holds);
      cursor.expect(":", "in this condition");
      const other = this.#branch(holds);
      const chosen = holds ? one : other;
      if (one.kind !== "integer" || other.kind !== "integer" || chosen.kind !== "integer") {
        return chosen;
      }
      return integerOf(chosen.value, commonType(one.type, other.type));
    });
  }

  /** Takes a part that may have no value. */
  #branch(isSkipped: boolean): CValue {
    if (isSkipped) this.#skipped++;
    const value = this.#conditional();
    if (isSkipped) this.#skipped--;
    return value;
  }

  #binary(least: number): CValue {
    const cursor = this.#cursor;
    let left = this.#unary();
    for (;;) {
      const operator = cursor.peek();
      const precedence = operator.kind === "punctuator" ? precedences[operator.text] : undefined;
      if (precedence === undefined || precedence < least) return left;
      cursor.take();
      if (operator.text === "&&" || operator.text === "||") {
        const holds = isTrue(this.#numberOf(left, operator));
        const isDecided = holds === (operator.text === "||");
        if (isDecided) this.#skipped++;
        const right = isTrue(this.#numberOf(this.#binary(precedence + 1), operator));
        if (isDecided) this.#skipped--;
        left = this.#widened(truthOf(isDecided ? holds : right));
        continue;
      }
      const right = this.#binary(precedence + 1);
      left = this.#combine(operator, left, right);
    }
  }

  #combine(operator: CToken, left: CValue, right: CValue): CValue {
    const made = applyBinary(
      operator.text,
      this.#numberOf(left, operator),
      this.#numberOf(right, operator),
    );
    if (made !== undefined) return this.#widened(made);
    if (this.#skipped > 0) return integerOf(0n, intType);
    throw new CError(`${operator.text} has no result here`, operator);
  }

  #unary(): CValue {
    const cursor = this.#cursor;
    return cursor.nest(() => {
      const token = cursor.peek();
      if (token.kind === "punctuator") {
        switch (token.text) {
          case "-":
          case "+":
          case "~":
          case "!": {
            cursor.take();
            const made = applyUnary(token.text, this.#numberOf(this.#unary(), token));
            if (made === undefined) throw new CError(`${token.text} has no result here`, token);
            return this.#widened(made);
          }
          case "&":
            cursor.take();
            return this.#addressOf(this.#unary(), token);
          case "*":
            cursor.take();
            return this.#objectAt(this.#unary(), token);
          case "(":
            return this.#parenthesised();
          default:
        }
      }
      if (cursor.skip("__extension__")) return this.#unary();
      if (!this.#isPreprocessor && cursor.is("sizeof")) return this.#measure("sizeof");
      if (!this.#isPreprocessor && alignmentWords.has(token.text)) return this.#measure("alignof");
      return this.#postfix(this.#primary());
    });
  }

  #parenthesised(): CValue {
    const cursor = this.#cursor;
    const opening = cursor.take();
    const type = this.#context.takeTypeName(cursor);
    if (type === undefined) {
      if (cursor.is("{")) throw new CUnknown("a statement is no constant", opening);
      const value = this.#conditional();
      cursor.expect(")", "at the end of these parentheses");
      return this.#postfix(value);
    }
    cursor.expect(")", "behind the type");
    if (cursor.is("{")) {
      cursor.skipBalanced();
      return this.#postfix({ kind: "object", address: undefined, type });
    }
    return this.#cast(this.#unary(), type, opening);
  }

  #cast(value: CValue, type: CType, place: CPlace): CValue {
    const plain = plainOf(type);
    if (plain.kind === "pointer") {
      const number = value.kind === "pointer" ? value.address : this.#addressValue(value, place);
      return { kind: "pointer", address: number, target: plain.target };
    }
    if (plain.kind === "scalar" && /^(float|double|longDouble|f16|f128)$/.test(plain.name)) {
      return { kind: "float", value: Number(this.#numberOf(value, place).value) };
    }
    const integer = this.#context.integerOf(type);
    if (integer === undefined) {
      if (this.#skipped > 0) return { kind: "object", address: undefined, type };
      throw new CError(`a value of type ${textOfType(type)} is no constant`, place);
    }
    const number = this.#numberOf(value, place);
    if (plain.kind === "scalar" && plain.name === "bool") {
      return integerOf(isTrue(number) ? 1n : 0n, integer);
    }
    const whole =
      number.kind === "integer"
        ? number.value
        : BigInt(Number.isFinite(number.value) ? Math.trunc(number.value) : 0);
    return integerOf(whole, integer);
  }

  #addressValue(value: CValue, place: CPlace): bigint {
    const number = this.#numberOf(value, place);
    if (number.kind === "float") throw new CError("this is no address", place);
    return number.value;
  }

  #measure(word: "sizeof" | "alignof"): CValue {
    const cursor = this.#cursor;
    const place = cursor.take();
    let type: CType | undefined;
    if (cursor.is("(")) {
      const start = cursor.at;
      cursor.take();
      type = this.#context.takeTypeName(cursor);
      if (type === undefined) cursor.at = start;
      else {
        cursor.expect(")", `behind the type of ${word}`);
        if (cursor.is("{")) cursor.skipBalanced();
      }
    }
    if (type === undefined) {
      this.#skipped++;
      type = this.#typeOf(this.#unary());
      this.#skipped--;
    }
    const { sizeOf, alignmentOf, preferredAlignmentOf, sizes } = this.#context;
    const measure =
      word === "sizeof" ? sizeOf : place.text.startsWith("__") ? preferredAlignmentOf : alignmentOf;
    const size = measure(type, place);
    return integerOf(BigInt(size), { size: sizes.pointer, isSigned: false });
  }

  #primary(): CValue {
    const cursor = this.#cursor;
    const token = cursor.take();
    const { sizes } = this.#context;
    switch (token.kind) {
      case "number":
      case "character": {
        const parse = token.kind === "number" ? parseNumber : parseCharacter;
        const value = parse(token.text, sizes);
        if (value === undefined) throw new CError(`${shown(token)} is no number`, token);
        return this.#widened(value);
      }
      case "string": {
        let length = lengthOfString(token.text) ?? 0;
        while (cursor.peek().kind === "string") {
          length += (lengthOfString(cursor.take().text) ?? 1) - 1;
        }
        const type: CType = { kind: "array", element: { kind: "scalar", name: "char" }, length };
        return { kind: "object", address: undefined, type };
      }
      case "identifier":
        return this.#named(token);
      case "punctuator":
      case "pragma":
      case "other":
      case "end":
        throw new CError(`expected a value, got ${shown(token)}`, token);
    }
  }

  #named(token: CToken): CValue {
    const cursor = this.#cursor;
    switch (token.text) {
      case "true":
      case "false":
        return truthOf(token.text === "true");
      case "__builtin_offsetof":
      case "offsetof":
        if (cursor.is("(")) return this.#offset(token);
        break;
      case "__builtin_types_compatible_p":
        throw new CUnknown(`${token.text} is not evaluated`, token);
      case "__builtin_constant_p":
        cursor.skipBalanced();
        return truthOf(false);
      default:
    }
    const value = this.#context.valueOf(token.text);
    if (value !== undefined) return value;
    throw new CUnknown(`${token.text} is no constant that is known here`, token);
  }

  #offset(place: CPlace): CValue {
    const cursor = this.#cursor;
    cursor.expect("(", "behind offsetof");
    const type = this.#context.takeTypeName(cursor);
    if (type === undefined) {
      throw new CError(`expected a type, got ${shown(cursor.peek())}`, cursor.peek());
    }
    cursor.expect(",", "behind the type of offsetof");
    const name = cursor.take();
    let found = this.#member({ kind: "object", address: 0n, type }, name);
    found = this.#postfix(found);
    cursor.expect(")", "behind the member of offsetof");
    if (found.kind !== "object" || found.address === undefined) {
      throw new CError("offsetof needs a member", place);
    }
    return integerOf(found.address, { size: this.#context.sizes.pointer, isSigned: false });
  }

  #postfix(value: CValue): CValue {
    const cursor = this.#cursor;
    let found = value;
    for (;;) {
      const token = cursor.peek();
      if (token.kind !== "punctuator") return found;
      if (token.text === ".") {
        cursor.take();
        found = this.#member(found, cursor.take());
      } else if (token.text === "->") {
        cursor.take();
        found = this.#member(this.#objectAt(found, token), cursor.take());
      } else if (token.text === "[") {
        cursor.take();
        const index = this.takeInteger();
        cursor.expect("]", "behind the index");
        found = this.#element(found, integerValue(index.value, token), token);
      } else if (token.text === "(") {
        throw new CUnknown("a call is no constant", token);
      } else return found;
    }
  }

  #member(value: CValue, name: CToken): CValue {
    if (value.kind !== "object") throw new CError(`${shown(name)} is no member of a number`, name);
    const { offset, type } = this.#context.memberOf(value.type, name.text, name);
    const { address } = value;
    return {
      kind: "object",
      address: address === undefined ? undefined : address + BigInt(offset),
      type,
    };
  }

  #element(value: CValue, index: bigint, place: CPlace): CValue {
    const type = this.#typeOf(value);
    const plain = plainOf(type);
    if (plain.kind === "pointer") {
      const base = value.kind === "pointer" ? value.address : undefined;
      return this.#moved(base, plain.target, index, place);
    }
    if (plain.kind !== "array") throw new CError("this is no array", place);
    const address = value.kind === "object" ? value.address : undefined;
    return this.#moved(address, plain.element, index, place);
  }

  #moved(base: bigint | undefined, type: CType, index: bigint, place: CPlace): CValue {
    if (base === undefined) return { kind: "object", address: undefined, type };
    const size = BigInt(this.#context.sizeOf(type, place));
    return { kind: "object", address: base + size * index, type };
  }

  #addressOf(value: CValue, place: CPlace): CValue {
    if (value.kind !== "object") throw new CError("this has no address", place);
    if (value.address === undefined && this.#skipped === 0) {
      throw new CUnknown("this address is no constant", place);
    }
    return { kind: "pointer", address: value.address ?? 0n, target: value.type };
  }

  #objectAt(value: CValue, place: CPlace): CValue {
    if (value.kind === "pointer") {
      return { kind: "object", address: value.address, type: value.target };
    }
    const plain = value.kind === "object" ? plainOf(value.type) : undefined;
    if (plain?.kind === "pointer") {
      return { kind: "object", address: undefined, type: plain.target };
    }
    if (plain?.kind === "array") {
      return { kind: "object", address: undefined, type: plain.element };
    }
    throw new CError("this is no pointer", place);
  }

  #typeOf(value: CValue): CType {
    switch (value.kind) {
      case "integer": {
        const { size, isSigned } = value.type;
        return { kind: "scalar", name: (isSigned ? signedNames : unsignedNames)[size] ?? "int" };
      }
      case "float":
        return { kind: "scalar", name: "double" };
      case "pointer":
        return { kind: "pointer", target: value.target };
      case "object":
        return value.type;
    }
  }

  /** Returns the number that a value is. */
  #numberOf(value: CValue, place: CPlace): CNumber {
    switch (value.kind) {
      case "integer":
      case "float":
        return value;
      case "pointer":
        return integerOf(value.address, { size: this.#context.sizes.pointer, isSigned: false });
      case "object": {
        const type = this.#context.integerOf(value.type);
        if (this.#skipped > 0) return integerOf(0n, type ?? intType);
        throw new CUnknown("this is no constant", place);
      }
    }
  }

  /** Integers of `#if` have 64 bits. */
  #widened(number: CNumber): CNumber {
    if (!this.#isPreprocessor || number.kind === "float" || number.type.size >= 8) return number;
    const isSigned = number.type.isSigned;
    return integerOf(number.value, isSigned ? wide : { size: 8, isSigned });
  }
}

const unsignedNames: Readonly<
  Record<number, "unsignedChar" | "unsignedShort" | "unsignedInt" | "unsignedLongLong" | "u128">
> = {
  1: "unsignedChar",
  2: "unsignedShort",
  4: "unsignedInt",
  8: "unsignedLongLong",
  16: "u128",
};
const signedNames: Readonly<Record<number, "signedChar" | "short" | "int" | "longLong" | "i128">> =
  {
    1: "signedChar",
    2: "short",
    4: "int",
    8: "longLong",
    16: "i128",
  };
