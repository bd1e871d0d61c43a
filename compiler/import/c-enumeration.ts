/** Enumerations of C. */
import { shown } from "./c-cursor.js";
import type { CReader } from "./c-reader.js";
import type { TakenType } from "./c-record.js";
import { integerTypeOf } from "./c-target.js";
import type { CTarget } from "./c-target.js";
import { CError, CUnknown } from "./c-tokens.js";
import type { CToken } from "./c-tokens.js";
import { plainOf } from "./c-types.js";
import type { CEnumeration, CEnumerator, CScalarName } from "./c-types.js";

/** Takes an enumeration. */
export function takeEnumeration(reader: CReader): TakenType {
  const { cursor, start } = reader;
  cursor.take();
  const attributes = reader.takeAttributes();
  // `enum class` of C++ would be read as a name.
  if ((cursor.is("class") || cursor.is("struct")) && cursor.peek(1).kind === "identifier") {
    throw new CUnknown("enum class is C++, which is not imported", cursor.peek());
  }
  const tag = cursor.peek().kind === "identifier" ? cursor.take() : undefined;
  reader.takeAttributes(attributes);
  const base = takeBase(reader);
  const hasBody = cursor.is("{");
  if (tag === undefined && !hasBody) {
    throw new CError(
      `expected a name or { behind enum, got ${shown(cursor.peek())}`,
      cursor.peek(),
    );
  }
  const enumeration = declare(reader, tag, hasBody);
  if (base !== undefined) enumeration.base = base;
  if (!hasBody) return { type: { kind: "enumeration", enumeration }, hasBody };

  const opening = cursor.take();
  enumeration.place = tag ?? opening;
  enumeration.doc = reader.comments.docOf(start, opening);
  const members = takeMembers(reader, opening, base !== undefined);
  cursor.expect("}", "at the end of this enumeration");
  reader.takeAttributes(attributes);
  enumeration.members = members;
  enumeration.base = base ?? baseOf(members, attributes.isPacked, reader.target);
  reader.declarations.push({ kind: "enumeration", enumeration });
  if (attributes.mode !== undefined || attributes.alignment !== undefined) {
    const reason = "attributes of an enumeration that are not known";
    return { type: { kind: "unsupported", reason }, hasBody };
  }
  return { type: { kind: "enumeration", enumeration }, hasBody };
}

/** Takes the type behind the name: `enum kind : unsigned char`. */
function takeBase(reader: CReader): CScalarName | undefined {
  const { cursor } = reader;
  // In a struct `enum kind : 3` is a bit field without a name.
  if (!cursor.is(":") || cursor.peek(1).kind !== "identifier") return undefined;
  const start = cursor.at;
  const colon = cursor.take();
  const type = reader.expressions.takeTypeName(cursor);
  if (type === undefined) {
    cursor.at = start;
    return undefined;
  }
  const plain = plainOf(type);
  if (plain.kind !== "scalar" || integerTypeOf(plain.name, reader.target) === undefined) {
    throw new CError("an enumeration is an integer", colon);
  }
  return plain.name;
}

function declare(reader: CReader, tag: CToken | undefined, hasBody: boolean): CEnumeration {
  const known = tag === undefined ? undefined : reader.tags.get(tag.text);
  if (known !== undefined && tag !== undefined) {
    if ("kind" in known) {
      throw new CError(`${tag.text} is a ${known.kind}: line ${known.place.line} says so`, tag);
    }
    if (!hasBody || known.members === undefined) return known;
    const { file, line } = known.place;
    throw new CError(`enum ${tag.text} is declared twice, first at ${file.path}:${line}`, tag);
  }
  const enumeration: CEnumeration = {
    tag: tag?.text,
    typedefName: undefined,
    place: tag ?? reader.start,
    doc: undefined,
    members: undefined,
    base: "int",
  };
  if (tag !== undefined) reader.tags.set(tag.text, enumeration);
  return enumeration;
}

function takeMembers(reader: CReader, opening: CToken, hasBase: boolean): readonly CEnumerator[] {
  const { cursor, target } = reader;
  const members: CEnumerator[] = [];
  let next = 0n;
  while (!cursor.is("}")) {
    reader.takePragmas();
    const name = cursor.take();
    if (name.kind === "end") throw new CError("this { has no end", opening);
    if (name.kind !== "identifier") {
      throw new CError(`expected a name of this enumeration, got ${shown(name)}`, name);
    }
    reader.takeAttributes();
    const given = cursor.skip("=") ? reader.takeConstant() : next;
    // For Microsoft's compiler an enumeration is an int, whatever its values are: 0xffffffff is -1.
    const value = target.isMicrosoft && !hasBase ? BigInt.asIntN(32, given) : given;
    const isLast = !cursor.skip(",");
    const end = cursor.previous;
    const isInline = end.line === opening.line;
    const doc = isInline ? undefined : reader.comments.docOf(name, end);
    members.push({ name: name.text, value, doc });
    const size = fitsInt(value) ? 4 : 8;
    reader.values.set(name.text, {
      kind: "integer",
      value,
      type: { size, isSigned: value < 1n << 63n },
    });
    next = value + 1n;
    if (isLast && !cursor.is("}")) {
      throw new CError(
        `expected , or } in this enumeration, got ${shown(cursor.peek())}`,
        cursor.peek(),
      );
    }
  }
  return members;
}

/** Returns the integer that holds all values: as gcc and clang choose it, or as MSVC. */
function baseOf(members: readonly CEnumerator[], isPacked: boolean, target: CTarget): CScalarName {
  if (target.isMicrosoft) return "int";
  const values = members.map(({ value }) => value);
  const least = values.reduce((a, b) => (b < a ? b : a), 0n);
  const most = values.reduce((a, b) => (b > a ? b : a), 0n);
  const fits = (bits: bigint): boolean =>
    least < 0n ? least >= -(1n << (bits - 1n)) && most < 1n << (bits - 1n) : most < 1n << bits;
  const signed = least < 0n;
  if (isPacked && fits(8n)) return signed ? "signedChar" : "unsignedChar";
  if (isPacked && fits(16n)) return signed ? "short" : "unsignedShort";
  if (fits(32n)) return signed ? "int" : "unsignedInt";
  if (target.int64 === "long") return signed ? "long" : "unsignedLong";
  return signed ? "longLong" : "unsignedLongLong";
}

function fitsInt(value: bigint): boolean {
  return value >= -(1n << 31n) && value < 1n << 31n;
}
