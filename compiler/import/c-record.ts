/** Structs and unions: their members, and what attributes and pragmas say about them. */
import { noAttributes } from "./c-attributes.js";
import type { CAttributes } from "./c-attributes.js";
import { beginsAssertion, takeAssertion } from "./c-assertion.js";
import { shown } from "./c-cursor.js";
import { takeDeclarator, takeTail } from "./c-declarator.js";
import type { CReader } from "./c-reader.js";
import { takeSpecifiers } from "./c-specifiers.js";
import type { CSpecifiers } from "./c-specifiers.js";
import type { CTarget } from "./c-target.js";
import { CError, CLimit, CUnknown } from "./c-tokens.js";
import type { CPlace, CToken } from "./c-tokens.js";
import {
  elementOf,
  isRecord,
  ownAlignmentOf,
  plainOf,
  textOfType,
  titleOfRecord,
} from "./c-types.js";
import type { CMember, CRecord, CType } from "./c-types.js";

/** A type, and whether what it consists of stands here. */
export interface TakenType {
  readonly type: CType;
  readonly hasBody: boolean;
}

/** Greatest size of a member in bytes where addresses have 64 bits: offsets in bits are then exact numbers. */
const greatestSize = 2 ** 48;

/** Takes a struct or union. `outer` are the attributes before it. */
export function takeRecord(reader: CReader, outer: CAttributes): TakenType {
  const { cursor } = reader;
  const kind = cursor.take().text === "union" ? "union" : "struct";
  const { start } = reader;
  const attributes = reader.takeAttributes();
  const tag = cursor.peek().kind === "identifier" ? cursor.take() : undefined;
  reader.takeAttributes(attributes);
  if (cursor.is(":") && tag !== undefined && cursor.peek(1).kind === "identifier") {
    throw new CUnknown("a struct with a base is C++, which is not imported", tag);
  }
  const hasBody = cursor.is("{");
  if (tag === undefined && !hasBody) {
    throw new CError(
      `expected a name or { behind ${kind}, got ${shown(cursor.peek())}`,
      cursor.peek(),
    );
  }
  const record = declare(reader, kind, tag, hasBody);
  if (!hasBody) return { type: { kind: "record", record }, hasBody };

  const opening = cursor.peek();
  record.place = tag ?? opening;
  record.doc = reader.comments.docOf(start, opening);
  const { pack } = reader.pragmas;
  cursor.take();
  const members = cursor.nest(() => takeMembers(reader, record, opening));
  cursor.expect("}", `at the end of ${titleOfRecord(record)}`);
  if (reader.pragmas.pack !== pack) {
    refuse(record, "#pragma pack changes within it, which compilers read differently", opening);
  }
  const { foreign } = reader.pragmas;
  if (foreign !== undefined)
    refuse(record, `#pragma ${foreign} asks for rules of its own`, opening);
  takeOuterAlignment(reader, outer, attributes);
  const { declspecAlignment } = attributes;
  attributes.declspecAlignment = undefined;
  reader.takeAttributes(attributes);
  // Behind the members it is not one of the struct, but of what is declared with it.
  outer.declspecAlignment = attributes.declspecAlignment;
  attributes.declspecAlignment = declspecAlignment;
  applyAttributes(record, attributes, reader.target);
  record.pack = pack;
  record.members = members;
  inheritProblem(record);
  reader.start = start;
  reader.declarations.push({ kind: "record", record });
  // Laid out at once, so that no question about the last one of a chain goes through all others.
  if (record.problem === undefined && members.every((member) => isSized(member.type))) {
    reader.layouts.sizeOf({ kind: "record", record }, record.place);
  }
  return { type: { kind: "record", record }, hasBody };
}

/** Says that a record cannot be imported; the first reason counts. */
export function refuse(record: CRecord, reason: string, place: CPlace): void {
  record.problem ??= { reason, place };
}

/** Says that a record cannot be imported if it is made of one that cannot. */
export function inheritProblem(record: CRecord): void {
  for (const { name, type } of record.members ?? []) {
    const inner = elementOf(type);
    if (inner === undefined || !isRecord(inner) || inner.problem === undefined) continue;
    const { reason, place } = inner.problem;
    const said = name === undefined ? reason : `${name}: ${reason}`;
    record.problem ??= { reason: said, place };
  }
}

/** Whether a type has a size: not those of records that cannot be imported. */
function isSized(type: CType): boolean {
  let plain = plainOf(type);
  while (plain.kind === "array") plain = plainOf(plain.element);
  if (plain.kind === "unsupported") return false;
  return (
    plain.kind !== "record" ||
    (plain.record.problem === undefined && plain.record.members !== undefined)
  );
}

function declare(
  reader: CReader,
  kind: "struct" | "union",
  tag: CToken | undefined,
  hasBody: boolean,
): CRecord {
  const known = tag === undefined ? undefined : reader.tags.get(tag.text);
  if (known !== undefined && tag !== undefined) {
    if (!("kind" in known) || known.kind !== kind) {
      throw new CError(`${tag.text} is no ${kind}: line ${known.place.line} says so`, tag);
    }
    if (!hasBody || known.members === undefined) return known;
    const { file, line } = known.place;
    throw new CError(`${kind} ${tag.text} is declared twice, first at ${file.path}:${line}`, tag);
  }
  const record: CRecord = {
    kind,
    tag: tag?.text,
    typedefName: undefined,
    place: tag ?? reader.start,
    doc: undefined,
    members: undefined,
    isPacked: false,
    alignment: undefined,
    typedefAlignment: undefined,
    pack: undefined,
    problem: undefined,
    assertedSize: undefined,
  };
  if (tag !== undefined) reader.tags.set(tag.text, record);
  return record;
}

/** For MSVC `__declspec(align(n))` before a struct is one of the struct. */
function takeOuterAlignment(reader: CReader, outer: CAttributes, attributes: CAttributes): void {
  if (!reader.target.isMicrosoft || outer.declspecAlignment === undefined) return;
  const alignment = Math.max(attributes.declspecAlignment ?? 0, outer.declspecAlignment);
  attributes.declspecAlignment = alignment;
  outer.declspecAlignment = undefined;
}

function applyAttributes(record: CRecord, attributes: CAttributes, { isGcc }: CTarget): void {
  const { isPacked, alignment, lastAlignment, declspecAlignment, unsupported } = attributes;
  record.isPacked = isPacked;
  const least = Math.max((isGcc ? lastAlignment : alignment) ?? 0, declspecAlignment ?? 0);
  record.alignment = least === 0 ? undefined : least;
  if (unsupported !== undefined) {
    record.problem ??= {
      reason: `${unsupported.what} asks for rules of its own`,
      place: unsupported.place,
    };
  }
}

function takeMembers(reader: CReader, record: CRecord, opening: CToken): readonly CMember[] {
  const { cursor } = reader;
  const members: CMember[] = [];
  for (;;) {
    reader.takePragmas();
    if (cursor.is("}")) return members;
    if (cursor.peek().kind === "end") throw new CError("this { has no end", opening);
    if (cursor.skip(";")) continue;
    if (beginsAssertion(cursor)) {
      takeAssertion(reader);
      continue;
    }
    const start = cursor.at;
    try {
      takeMember(reader, record, members, opening);
    } catch (error) {
      if (!(error instanceof CError) || error instanceof CLimit) throw error;
      // What is not known is told of the record as a whole.
      if (!(error instanceof CUnknown)) reader.problems.push(error);
      record.problem ??= { reason: error.message, place: error.place };
      cursor.at = Math.max(start, 0);
      skipMember(reader, opening);
    }
  }
}

/** Goes on behind a member that is not understood. */
function skipMember(reader: CReader, opening: CToken): void {
  const { cursor } = reader;
  for (;;) {
    if (cursor.peek().kind === "end") throw new CError("this { has no end", opening);
    if (cursor.is("}")) return;
    if (cursor.skip(";")) return;
    if (cursor.is("{") || cursor.is("(")) cursor.skipBalanced();
    else cursor.take();
  }
}

function takeMember(reader: CReader, record: CRecord, members: CMember[], opening: CToken): void {
  const { cursor } = reader;
  const first = cursor.peek();
  reader.start = first;
  const specifiers = takeSpecifiers(reader);
  if (cursor.is(";")) {
    const end = cursor.take();
    addAnonymous(reader, specifiers, members, first, end);
    return;
  }
  let start = first;
  for (;;) {
    const attributes = noAttributes();
    const declared = takeDeclarator(reader, specifiers.type, true);
    let width: number | undefined;
    if (cursor.skip(":")) {
      width = Number(reader.takeConstant());
      takeTail(reader, attributes);
    }
    const end = cursor.peek();
    const all = [specifiers.attributes, declared.attributes, attributes];
    const alignment = Math.max(
      ...all.map((each) => Math.max(each.alignment ?? 0, each.declspecAlignment ?? 0)),
    );
    const [unsupported] = all.flatMap((each) => each.unsupported ?? []);
    const isInline = end.line === opening.line;
    const member: CMember = {
      name: declared.name?.text,
      type: declared.type,
      width,
      alignment: alignment === 0 ? undefined : alignment,
      isPacked: all.some((each) => each.isPacked),
      doc: isInline ? undefined : reader.comments.docOf(start, end),
      place: declared.name ?? start,
    };
    if (member.name !== undefined && members.some(({ name }) => name === member.name)) {
      throw new CError(`${member.name} is declared twice`, declared.name ?? start);
    }
    checkMember(record, member, reader, declared.name ?? start);
    if (unsupported !== undefined) {
      refuse(record, `${member.name ?? ""}: ${unsupported.what} asks for other rules`, start);
    }
    members.push(member);
    if (!cursor.skip(",")) break;
    start = cursor.peek();
  }
  cursor.expect(";", "behind this member");
}

/** Adds a record without a name, whose members are those of the record around it. */
function addAnonymous(
  reader: CReader,
  { type, hasBody, attributes }: CSpecifiers,
  members: CMember[],
  start: CToken,
  end: CToken,
): void {
  const plain = plainOf(type);
  if (plain.kind !== "record") return;
  const { record } = plain;
  const { hasNamedAnonymous, isGcc, isMicrosoft } = reader.target;
  // With a name it declares a type and no member, but on Windows.
  const isMember = (record.tag === undefined && hasBody) || hasNamedAnonymous;
  if (!isMember) return;
  if (record.members === undefined) {
    const title = titleOfRecord(record);
    throw new CUnknown(`a member without a name has no size: ${title} is not known here`, start);
  }
  // Microsoft's compiler takes the struct itself, whatever stands before its name.
  const isBare = isMicrosoft && !hasBody;
  if (isBare && ownAlignmentOf(type) !== undefined) {
    const reason =
      "Microsoft's rules for members without a name that a typedef aligns are not known";
    throw new CUnknown(reason, start);
  }
  const { alignment, declspecAlignment, standardAlignment, isPacked } = attributes;
  const greatest = Math.max((isGcc ? standardAlignment : alignment) ?? 0, declspecAlignment ?? 0);
  members.push({
    name: undefined,
    type,
    width: undefined,
    doc: reader.comments.docOf(start, end),
    alignment: greatest === 0 || isBare ? undefined : greatest,
    isPacked: isPacked && !isGcc && !isBare,
    place: start,
  });
}

function checkMember(record: CRecord, member: CMember, reader: CReader, place: CToken): void {
  const { type, width, name } = member;
  const plain = plainOf(type);
  const subject = name ?? "bits without a name";
  if (plain.kind === "unsupported") {
    refuse(record, `${subject}: ${plain.reason}`, place);
    return;
  }
  if (plain.kind === "void" || plain.kind === "function") {
    throw new CError(`${subject} has no size: it is a ${plain.kind}`, place);
  }
  let inner = plain;
  while (inner.kind === "array") {
    const element = plainOf(inner.element);
    if (element.kind === "unsupported") {
      refuse(record, `${subject}: ${element.reason}`, place);
      return;
    }
    if (element.kind === "array" && element.length === undefined) {
      throw new CError(`${subject} has elements without a length`, place);
    }
    if (element.kind === "void" || element.kind === "function") {
      throw new CError(`${subject} has elements without a size`, place);
    }
    if (isSized(inner.element)) {
      const own = ownAlignmentOf(inner.element);
      const size = reader.layouts.sizeOf(inner.element, place);
      if (own !== undefined && reader.target.isMicrosoft) {
        const natural = reader.layouts.alignmentOf(element, place);
        if (own < natural) {
          const reason = `elements that a typedef aligns to ${own} bytes, and their type to ${natural}`;
          refuse(record, `${subject}: Microsoft's rules for ${reason}, are not known`, place);
        }
      }
      if (own !== undefined && size % own !== 0) {
        throw new CError(
          `${subject} has elements of ${size} bytes that are aligned to ${own}, which C refuses`,
          place,
        );
      }
    }
    inner = element;
  }
  if (inner.kind === "record" && inner.record.members === undefined) {
    throw new CUnknown(
      `${subject} has no size: the members of ${titleOfRecord(inner.record)} are not known here`,
      place,
    );
  }
  if (inner.kind === "enumeration" && inner.enumeration.members === undefined) {
    throw new CUnknown(`${subject}: the values of ${textOfType(inner)} are not known here`, place);
  }
  if (isSized(type)) {
    const size = reader.layouts.sizeOf(type, place);
    const most = reader.target.pointer === 8 ? greatestSize : 2 ** 31 - 1;
    if (size > most) {
      throw new CUnknown(`${subject} has ${size} bytes, and no more than ${most} are known`, place);
    }
  }
  const own = ownAlignmentOf(type);
  if (own !== undefined && reader.target.isMicrosoft && inner.kind === "record" && isSized(inner)) {
    const natural = reader.layouts.alignmentOf(inner, place);
    if (own < natural) {
      const reason = `a typedef that aligns to ${own} bytes what is aligned to ${natural}`;
      refuse(record, `${subject}: Microsoft's rules for ${reason}, are not known`, place);
    }
  }
  if (width === undefined) return;
  const integer = reader.expressions.integerOf(type);
  if (integer === undefined) {
    throw new CError(
      `${subject} has ${width} bits of ${textOfType(type)}, which is no integer`,
      place,
    );
  }
  const isBool = plain.kind === "scalar" && plain.name === "bool";
  const most = isBool ? 1 : integer.size * 8;
  if (width < 0 || width > most) {
    throw new CError(`${subject} has ${width} bits; ${textOfType(type)} has 0 to ${most}`, place);
  }
  if (
    own !== undefined &&
    !reader.target.isMicrosoft &&
    own !== reader.layouts.alignmentOf(plain, place)
  ) {
    refuse(
      record,
      `${subject}: bits of ${textOfType(type)}, a type that a typedef aligns to ${own} bytes, have no place in a schema`,
      place,
    );
  }
  if (width === 0 && name !== undefined) throw new CError(`${subject} has no bits`, place);
}
