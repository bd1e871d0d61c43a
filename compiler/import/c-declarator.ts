/** Declarators: the part of a declaration that holds its name, with `*`, `[n]` and `(...)` around it. */
import { noAttributes } from "./c-attributes.js";
import type { CAttributes } from "./c-attributes.js";
import { maximumDepth, shown } from "./c-cursor.js";
import type { CCursor } from "./c-cursor.js";
import type { CReader } from "./c-reader.js";
import { beginsType, takeSpecifiers } from "./c-specifiers.js";
import type { CTarget } from "./c-target.js";
import { CError, CLimit, CUnknown } from "./c-tokens.js";
import type { CToken } from "./c-tokens.js";
import { plainOf } from "./c-types.js";
import type { CType } from "./c-types.js";

/** A name with its type. */
export interface CDeclarator {
  readonly name: CToken | undefined;
  readonly type: CType;
  readonly attributes: CAttributes;
}

/** Takes a declarator, whose type begins with `base`. */
export function takeDeclarator(reader: CReader, base: CType, isNamed: boolean): CDeclarator {
  const attributes = noAttributes();
  const { name, wrap } = takePart(reader, isNamed, attributes);
  takeTail(reader, attributes);
  return { name, type: withAttributes(wrap(base), attributes, reader), attributes };
}

/** Takes the name of a type, as in a cast, if one begins at the next token. */
export function takeTypeName(reader: CReader): CType | undefined {
  if (!beginsType(reader, reader.cursor.peek())) return undefined;
  const { type, attributes } = takeSpecifiers(reader);
  const declared = takeDeclarator(reader, withAttributes(type, attributes, reader), false);
  const alignment = alignmentOfTypedef(attributes, declared.attributes, reader.target);
  return aligned(declared.type, alignment);
}

/** Returns a type with an alignment of its own. */
export function aligned(type: CType, alignment: number | undefined): CType {
  return alignment === undefined ? type : { kind: "aligned", type, alignment };
}

/**
 * Returns the alignment that a typedef gives its type. For gcc the words at the beginning of the declaration
 * come last, and the last one counts.
 */
export function alignmentOfTypedef(
  specifiers: CAttributes,
  declarator: CAttributes,
  { isGcc }: CTarget,
): number | undefined {
  if (isGcc) return specifiers.lastAlignment ?? declarator.lastAlignment;
  const greatest = Math.max(
    ...[specifiers, declarator].flatMap((each) => [
      each.alignment ?? 0,
      each.declspecAlignment ?? 0,
    ]),
  );
  return greatest === 0 ? undefined : greatest;
}

/** Takes what may stand behind a declarator: the name in assembler, attributes. */
export function takeTail(reader: CReader, attributes: CAttributes): void {
  const { cursor } = reader;
  for (;;) {
    const before = cursor.at;
    reader.takeAttributes(attributes);
    if (cursor.is("__asm__") || cursor.is("asm") || cursor.is("__asm")) {
      cursor.take();
      while (cursor.peek().kind === "identifier") cursor.take();
      if (cursor.is("(")) cursor.skipBalanced();
    }
    if (cursor.at === before) return;
  }
}

/** Returns what `mode` and `vector_size` make of a type. */
export function withAttributes(type: CType, attributes: CAttributes, reader: CReader): CType {
  const { mode, vectorSize, unsupported } = attributes;
  if (unsupported !== undefined) {
    return { kind: "unsupported", reason: `${unsupported.what} asks for rules of its own` };
  }
  if (vectorSize !== undefined) {
    return { kind: "unsupported", reason: "vectors have alignments of their own on each target" };
  }
  return mode === undefined ? type : ofMode(type, mode, reader);
}

interface Part {
  readonly name: CToken | undefined;
  /** Makes the type of the name from the type that the declaration begins with. */
  readonly wrap: (base: CType) => CType;
}

function takePart(reader: CReader, isNamed: boolean, attributes: CAttributes): Part {
  const { cursor } = reader;
  return cursor.nest(() => {
    let pointers = 0;
    for (;;) {
      reader.takeAttributes(attributes);
      if (cursor.is("_Atomic")) cursor.take();
      else if (cursor.is("*") || cursor.is("^")) {
        if (++pointers > maximumDepth) throw tooDeep(cursor);
        cursor.take();
      } else break;
    }
    const inner = takeInner(reader, isNamed, attributes);
    const suffixes: ((element: CType) => CType)[] = [];
    for (;;) {
      if (suffixes.length > maximumDepth) throw tooDeep(cursor);
      if (cursor.is("[") && cursor.peek(1).text !== "[") suffixes.push(takeArray(reader));
      else if (cursor.is("(")) {
        cursor.skipBalanced();
        suffixes.push(() => ({ kind: "function" }));
      } else if (cursor.is("[")) reader.takeAttributes(attributes);
      else break;
    }
    const wrap = (base: CType): CType => {
      let type = base;
      for (let count = 0; count < pointers; count++) type = { kind: "pointer", target: type };
      for (const suffix of suffixes.reverse()) type = suffix(type);
      suffixes.reverse();
      return inner.wrap(type);
    };
    return { name: inner.name, wrap };
  });
}

/** Takes a name, or a declarator in parentheses. */
function takeInner(reader: CReader, isNamed: boolean, attributes: CAttributes): Part {
  const { cursor } = reader;
  const token = cursor.peek();
  if (token.kind === "identifier") {
    if (!isNamed) return { name: undefined, wrap: itself };
    cursor.take();
    return { name: token, wrap: itself };
  }
  if (cursor.is("(")) {
    const next = cursor.peek(1);
    const isParameters = next.text === ")" || beginsType(reader, next) || next.text === "...";
    const isCall = next.kind === "identifier" && !isNamed && !/^__?[a-z]+call$/.test(next.text);
    if (!isParameters && !isCall) {
      cursor.take();
      const inner = takePart(reader, isNamed, attributes);
      cursor.expect(")", "behind this declarator");
      return inner;
    }
  }
  if (isNamed && !cursor.is(":") && !cursor.is("[")) {
    throw new CError(`expected a name, got ${shown(token)}`, token);
  }
  return { name: undefined, wrap: itself };
}

function tooDeep(cursor: CCursor): CLimit {
  return new CLimit(`this nests more than ${maximumDepth} levels deep`, cursor.peek());
}

function itself(base: CType): CType {
  return base;
}

function takeArray(reader: CReader): (element: CType) => CType {
  const { cursor } = reader;
  const opening = cursor.take();
  while (cursor.is("static") || reader.cursor.is("const") || reader.cursor.is("restrict")) {
    cursor.take();
  }
  if (cursor.skip("]")) return (element) => ({ kind: "array", element, length: undefined });
  const start = cursor.at;
  let length: number;
  try {
    length = Number(reader.takeConstant());
    cursor.expect("]", "behind the length of this array");
  } catch (error) {
    if (!(error instanceof CUnknown)) throw error;
    const reason = `its length is no constant that is known here: ${error.message}`;
    cursor.at = start;
    while (!cursor.is("]")) {
      if (cursor.peek().kind === "end") throw new CError("this [ has no end", opening);
      if (cursor.is("(") || cursor.is("[")) cursor.skipBalanced();
      else cursor.take();
    }
    cursor.take();
    return () => ({ kind: "unsupported", reason });
  }
  if (length < 0) {
    throw new CError(`the length of an array is not negative: ${length}`, opening);
  }
  return (element) =>
    element.kind === "unsupported" ? element : { kind: "array", element, length };
}

/** `mode(DI)` makes an integer of 8 bytes of any integer. */
function ofMode(type: CType, mode: string, reader: CReader): CType {
  const plain = plainOf(type);
  const { target } = reader;
  const isUnsigned = plain.kind === "scalar" && plain.name.startsWith("unsigned");
  const bytes = { QI: 1, HI: 2, SI: 4, DI: 8, TI: 16, byte: 1 }[mode];
  const size = mode === "word" || mode === "pointer" ? target.pointer : bytes;
  const names = isUnsigned
    ? (["unsignedChar", "unsignedShort", "unsignedInt", target.int64, "u128"] as const)
    : (["signedChar", "short", "int", target.int64, "i128"] as const);
  const at = [1, 2, 4, 8, 16].indexOf(size ?? 0);
  const name = names[at];
  if (plain.kind !== "scalar" || name === undefined || (at === 4 && target.pointer < 8)) {
    return { kind: "unsupported", reason: `mode(${mode}) of this type is not known` };
  }
  const isWide = name === target.int64 && isUnsigned;
  const wide = target.int64 === "long" ? "unsignedLong" : "unsignedLongLong";
  return { kind: "scalar", name: isWide ? wide : name };
}
