/** The declarations of C files, one behind the other. */
import { beginsAssertion, takeAssertion } from "./c-assertion.js";
import { CCursor, maximumDepth, shown } from "./c-cursor.js";
import {
  aligned,
  alignmentOfTypedef,
  takeDeclarator,
  takeTypeName,
  withAttributes,
} from "./c-declarator.js";
import type { CDeclarator } from "./c-declarator.js";
import type { CLayouts } from "./c-layout.js";
import type { Preprocessed } from "./c-preprocess.js";
import { CReader } from "./c-reader.js";
import { takeSpecifiers } from "./c-specifiers.js";
import type { CSpecifiers } from "./c-specifiers.js";
import type { CTarget } from "./c-target.js";
import { refuse } from "./c-record.js";
import { CError, CLimit } from "./c-tokens.js";
import type { CPlace, CToken } from "./c-tokens.js";
import { depthOf, elementOf, plainOf } from "./c-types.js";
import type { CRecord, CTypedef } from "./c-types.js";

/** Reads all declarations. Those that are not understood are among the problems. */
export function readDeclarations(
  { tokens, comments }: Preprocessed,
  target: CTarget,
  layouts: CLayouts,
): CReader {
  const cursor = new CCursor(tokens);
  const reader = new CReader(cursor, target, layouts, comments, (each, from) => {
    if (from !== each.cursor) throw new Error("types are read from one run of tokens");
    return takeTypeName(each);
  });
  let blocks = 0;
  while (cursor.peek().kind !== "end") {
    const start = cursor.at;
    try {
      if (cursor.is("}") && blocks > 0) {
        cursor.take();
        blocks--;
      } else if (cursor.is("extern") && cursor.peek(1).kind === "string") {
        cursor.at += 2;
        if (cursor.skip("{")) blocks++;
      } else takeDeclaration(reader);
    } catch (error) {
      if (!(error instanceof CError) || error instanceof CLimit) throw error;
      const isWhole = skipDeclaration(reader, start);
      const isMissed = !isWhole || declaresType(cursor.tokens.slice(start, cursor.at));
      (isMissed ? reader.problems : reader.passedOver).push(error);
    }
  }
  return reader;
}

/** Whether a declaration would have declared types: functions and variables are not missed. */
function declaresType(tokens: readonly CToken[]): boolean {
  return tokens.some(({ text }, index) => {
    if (text === "typedef") return index === 0;
    if (!/^(struct|union|enum|class)$/.test(text)) return false;
    return tokens[index + 1]?.text === "{" || tokens[index + 2]?.text === "{";
  });
}

function takeDeclaration(reader: CReader): void {
  const { cursor } = reader;
  const token = cursor.peek();
  if (token.kind === "pragma") {
    reader.takePragmas();
    return;
  }
  if (cursor.skip(";")) return;
  if (beginsAssertion(cursor)) {
    takeAssertion(reader);
    return;
  }
  if (cursor.is("__asm__") || cursor.is("asm") || cursor.is("__asm")) {
    cursor.take();
    while (cursor.peek().kind === "identifier") cursor.take();
    if (cursor.is("(") || cursor.is("{")) cursor.skipBalanced();
    return;
  }
  reader.start = token;
  const specifiers = takeSpecifiers(reader);
  if (cursor.skip(";")) return;
  let isFirst = true;
  for (;;) {
    const declared = takeDeclarator(reader, specifiers.type, true);
    declare(reader, specifiers, declared, token, isFirst);
    isFirst = false;
    if (declared.type.kind === "function" && !specifiers.isTypedef && takeBody(reader)) return;
    if (cursor.skip("=")) skipInitializer(cursor);
    if (!cursor.skip(",")) break;
  }
  cursor.expect(";", "behind this declaration");
}

function declare(
  reader: CReader,
  { isTypedef, type: base, hasBody, attributes }: CSpecifiers,
  declared: CDeclarator,
  start: CToken,
  isFirst: boolean,
): void {
  const { name } = declared;
  if (name === undefined) {
    throw new CError(`expected a name, got ${shown(reader.cursor.peek())}`, reader.cursor.peek());
  }
  if (!isTypedef) {
    if (hasBody && /^_*(packed|pack|aligned|align)(_|$)|_?packed_?$/i.test(name.text)) {
      const remedy = `say what it is: -D '${name.text}=__attribute__((packed))'`;
      throw new CError(
        `${name.text} is no attribute here, but the name of a variable; ${remedy}`,
        name,
      );
    }
    reader.objects.set(name.text, declared.type);
    return;
  }
  const alignment = alignmentOfTypedef(attributes, declared.attributes, reader.target);
  const type = withAttributes(declared.type, attributes, reader);
  if (depthOf(type) > maximumDepth) {
    throw new CLimit(`${name.text} nests more than ${maximumDepth} levels deep`, name);
  }
  const doc = reader.comments.docOf(start, reader.cursor.peek());
  const typedef: CTypedef = {
    name: name.text,
    type: aligned(type, alignment),
    place: name,
    doc,
    depth: depthOf(type),
  };
  // The same again says nothing new.
  if (reader.typedefs.has(name.text)) return;
  reader.typedefs.set(name.text, typedef);
  reader.declarations.push({ kind: "typedef", typedef });
  const plain = plainOf(base);
  const isPlain = declared.type === base;
  if (plain.kind === "record" && plain.record.tag === undefined) {
    const { record } = plain;
    if (isPlain) nameRecord(record, typedef, alignment, isFirst, reader);
    else if (record.typedefAlignment !== undefined && elementOf(declared.type) === record) {
      refuseAlignment(record, name.text, name);
    }
  }
  if (plain.kind === "enumeration" && isPlain && plain.enumeration.tag === undefined) {
    plain.enumeration.typedefName ??= name.text;
  }
}

/**
 * Gives a record without a tag the name of its first typedef that does not align it; if there is none, the name and
 * the alignment of the first one. Refuses what would need the record with and without that alignment.
 */
function nameRecord(
  record: CRecord,
  { name, place }: CTypedef,
  alignment: number | undefined,
  isFirst: boolean,
  { layouts, target }: CReader,
): void {
  if (alignment === undefined && record.typedefAlignment !== undefined) {
    record.typedefName = name;
    record.typedefAlignment = undefined;
  }
  if (record.typedefName !== undefined) return;
  record.typedefName = name;
  if (alignment === undefined || record.problem !== undefined || record.members === undefined)
    return;
  const own = layouts.alignmentOf({ kind: "record", record }, place);
  if (alignment === own) return;
  if (!isFirst) refuseAlignment(record, name, place);
  else if (target.isMicrosoft && alignment < own) {
    refuse(
      record,
      "Microsoft's rules for typedefs that align a struct to less are not known",
      place,
    );
  } else record.typedefAlignment = alignment;
}

function refuseAlignment(record: CRecord, name: string, place: CPlace): void {
  const reason = `of its typedefs one has an alignment of its own, and ${name} has another one`;
  refuse(record, `${reason}; give it a tag`, place);
}

/** Passes over the body of a function, if it comes next. */
function takeBody(reader: CReader): boolean {
  const { cursor } = reader;
  // Declarations of parameters as before C89.
  if (cursor.peek().kind === "identifier" || cursor.is(":")) {
    while (!cursor.is("{") && !cursor.is("}") && cursor.peek().kind !== "end") cursor.take();
  }
  if (!cursor.is("{")) return false;
  const start = cursor.at;
  cursor.skipBalanced();
  readPragmas(reader, start, cursor.at);
  return true;
}

function skipInitializer(cursor: CCursor): void {
  while (!cursor.is(",") && !cursor.is(";")) {
    if (cursor.peek().kind === "end") {
      throw new CError("this declaration has no end", cursor.previous);
    }
    if (cursor.is("{") || cursor.is("(") || cursor.is("[")) cursor.skipBalanced();
    else cursor.take();
  }
}

/** Goes on behind a declaration that is not understood; tells whether it has an end. */
function skipDeclaration(reader: CReader, start: number): boolean {
  const { cursor } = reader;
  const stopped = Math.max(cursor.at, start + 1);
  cursor.at = start;
  let isFunction = false;
  let isWhole = true;
  try {
    for (;;) {
      const token = cursor.peek();
      if (token.kind === "end") isWhole = false;
      if (token.kind === "end" || cursor.skip(";")) break;
      if (cursor.is("(")) {
        isFunction = true;
        cursor.skipBalanced();
      } else if (cursor.is("{")) {
        cursor.skipBalanced();
        // What follows the end of a block in a line of its own is something else.
        if (isFunction || cursor.peek().isFirst) {
          cursor.skip(";");
          break;
        }
      } else cursor.take();
    }
  } catch (error) {
    if (!(error instanceof CError)) throw error;
    // A parenthesis without an end: nothing behind it can be trusted.
    cursor.at = cursor.tokens.length;
    isWhole = false;
  }
  if (cursor.at < stopped) cursor.at = stopped;
  readPragmas(reader, stopped, cursor.at);
  return isWhole;
}

function readPragmas(reader: CReader, start: number, end: number): void {
  for (const token of reader.cursor.tokens.slice(start, end)) {
    if (token.kind === "pragma") reader.pragmas.read(token);
  }
}
