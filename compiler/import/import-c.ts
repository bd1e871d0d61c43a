/** `structview import c`: declarations of C become the types that a schema is printed from. */
import { CCursor } from "./c-cursor.js";
import { readDeclarations } from "./c-declarations.js";
import { takeConstant } from "./c-expression.js";
import { CLayouts } from "./c-layout.js";
import { CExpander } from "./c-macros.js";
import { CModel } from "./c-model.js";
import type { Preprocessed } from "./c-preprocess.js";
import type { CDeclaration, CReader } from "./c-reader.js";
import type { CTarget } from "./c-target.js";
import { CError, CUnknown, endToken } from "./c-tokens.js";
import type { CPlace } from "./c-tokens.js";
import { inheritProblem } from "./c-record.js";
import { elementOf, isRecord, titleOfRecord } from "./c-types.js";
import type { CConstant, CEnumeration, CRecord, CType } from "./c-types.js";
import type { Imported, ImportedModule, ImportedType, ImportRemark } from "./model.js";
import type { WantedNames } from "./wanted-names.js";

/** What is imported from C. */
export interface CImport extends Imported<ImportedModule> {
  /** Mistakes in the files that were asked for: nothing is to be trusted then. */
  readonly mistakes: readonly CError[];
}

/** Which types are wanted: all that the asked files declare, or those of these names. */
export interface Choice {
  readonly isAll: boolean;
  readonly wanted: WantedNames;
}

/** Imports declarations. Without wanted names it is everything that the asked files declare. */
export function importC(
  preprocessed: Preprocessed,
  target: CTarget,
  choice: Choice & { readonly origin: string },
): CImport {
  const { origin, isAll } = choice;
  const layouts = new CLayouts(target);
  const reader = readDeclarations(preprocessed, target, layouts);
  const selection = new Selection(reader.declarations, choice);
  const { types } = selection;
  const constants = isAll ? constantsOf(reader, preprocessed, types) : [];
  const model = new CModel(target, layouts, types, selection.embedded);
  const declared = types.map((type): ImportedType =>
    "kind" in type ? model.recordOf(type) : model.enumerationOf(type),
  );
  const value: ImportedModule = {
    origin,
    placing: { kind: "rules", target: target.name },
    types: [
      ...constants.map(constantOf),
      ...declared,
      ...aliasesOf(reader.declarations, selection, model, layouts),
    ],
  };
  const problems = isAll ? reader.problems.filter(({ place }) => place.file.isAsked) : [];
  const unknown = problems.filter((each) => each instanceof CUnknown);
  return {
    value,
    remarks: [
      ...selection.remarks,
      ...remarksOn(unknown, selection.remarks),
      ...(isAll ? remarkOn(reader.passedOver) : []),
    ],
    mistakes: problems.filter((each) => !(each instanceof CUnknown)),
  };
}

/** Which types are imported: those that are asked for, and what they are made of. */
class Selection {
  readonly types: readonly (CRecord | CEnumeration)[];
  readonly remarks: readonly ImportRemark[];
  /** Records that others have by value. */
  readonly embedded: ReadonlySet<CRecord>;

  constructor(declarations: readonly CDeclaration[], { wanted, isAll }: Choice) {
    const typedefs = typedefNames(declarations);
    const all = declarations.flatMap((declaration): readonly (CRecord | CEnumeration)[] => {
      if (declaration.kind === "record") return [declaration.record];
      return declaration.kind === "enumeration" ? [declaration.enumeration] : [];
    });
    // What a type is made of stands before it, so that no pass has to go in depth.
    for (const type of all) if (isRecord(type)) inheritProblem(type);
    const chosen = new Set<CRecord | CEnumeration>();
    const embedded = new Set<CRecord>();
    const remarks: ImportRemark[] = [];
    for (const type of [...all].reverse()) {
      const names = [type.tag, type.typedefName, ...(typedefs.get(type) ?? [])];
      const known = names.filter((name) => name !== undefined);
      const isAsked = isAll ? type.place.file.isAsked : wanted.has(...known);
      if (isAsked && known.length > 0) chosen.add(type);
      if (!chosen.has(type) || !isRecord(type)) continue;
      const { problem } = type;
      if (problem !== undefined) {
        chosen.delete(type);
        const title = titleOfRecord(type);
        if (!isAll) throw new CError(`${title} is not imported: ${problem.reason}`, problem.place);
        const reason = `is left out: ${problem.reason}`;
        remarks.unshift({ subject: title, reason, place: placeOf(problem.place) });
        continue;
      }
      for (const { type: member } of type.members ?? []) {
        const inner = elementOf(member);
        if (inner === undefined) continue;
        if (isRecord(inner)) embedded.add(inner);
        chosen.add(inner);
      }
    }
    this.types = all.filter((type) => chosen.has(type));
    this.remarks = remarks;
    this.embedded = embedded;
  }
}

/** Remarks on what is left out, unless a struct around it has been remarked on. */
function remarksOn(
  problems: readonly CUnknown[],
  told: readonly ImportRemark[],
): readonly ImportRemark[] {
  const places = new Set(told.map(({ place }) => place));
  return problems.flatMap(({ message, place }) => {
    const where = placeOf(place);
    if (places.has(where)) return [];
    places.add(where);
    return [{ subject: "a declaration", reason: `is left out: ${message}`, place: where }];
  });
}

/** One remark on all functions and variables that were not understood: they may have been something else. */
function remarkOn(passedOver: readonly CError[]): readonly ImportRemark[] {
  const asked = passedOver.filter(({ place }) => place.file.isAsked);
  const [first] = asked;
  if (first === undefined) return [];
  const others = asked.length === 1 ? "" : `, and ${asked.length - 1} more like it`;
  const reason = `is passed over${others}: ${first.message}`;
  return [{ subject: "a function or variable", reason, place: placeOf(first.place) }];
}

function typeFor(type: CRecord | CEnumeration): CType {
  return isRecord(type)
    ? { kind: "record", record: type }
    : { kind: "enumeration", enumeration: type };
}

/** Returns the names that typedefs give to types. */
function typedefNames(
  declarations: readonly CDeclaration[],
): ReadonlyMap<CRecord | CEnumeration, readonly string[]> {
  const names = new Map<CRecord | CEnumeration, string[]>();
  for (const declaration of declarations) {
    if (declaration.kind !== "typedef") continue;
    const { type } = resultOf(declaration.typedef.type);
    if (type === undefined) continue;
    const known = names.get(type) ?? [];
    known.push(declaration.typedef.name);
    names.set(type, known);
  }
  return names;
}

/** What a typedef makes of a record or an enumeration. */
interface TypedefResult {
  readonly type: CRecord | CEnumeration | undefined;
  /** The alignment that it has then, where that is one of its own. */
  readonly alignment: number | undefined;
}

function resultOf(type: CType): TypedefResult {
  switch (type.kind) {
    case "typedef":
      return resultOf(type.typedef.type);
    case "aligned":
      return { type: resultOf(type.type).type, alignment: type.alignment };
    case "record":
      return { type: type.record, alignment: type.record.typedefAlignment };
    case "enumeration":
      return { type: type.enumeration, alignment: undefined };
    default:
      return { type: undefined, alignment: undefined };
  }
}

function aliasesOf(
  declarations: readonly CDeclaration[],
  { types }: Selection,
  model: CModel,
  layouts: CLayouts,
): readonly ImportedType[] {
  const chosen = new Set(types);
  const names = new Set(types.map(({ tag, typedefName }) => tag ?? typedefName));
  return declarations.flatMap((declaration): readonly ImportedType[] => {
    if (declaration.kind !== "typedef") return [];
    const { name, type, doc, place } = declaration.typedef;
    const { type: target, alignment } = resultOf(type);
    if (target === undefined || !chosen.has(target) || names.has(name)) return [];
    const declared = { id: `typedef ${name}`, name, ...(doc === undefined ? {} : { doc }) };
    const isOther =
      alignment !== undefined && alignment !== layouts.alignmentOf(typeFor(target), place);
    if (!isOther) {
      names.add(name);
      return [
        { kind: "alias", ...declared, target: { kind: "reference", id: model.identityOf(target) } },
      ];
    }
    // No name of an enumeration has an alignment; a struct is declared once more.
    if (!isRecord(target)) return [];
    names.add(name);
    const { title: _, ...record } = model.recordOf(target);
    return [{ ...record, ...declared, typedefAlign: alignment }];
  });
}

/** Returns the macros and the values of enumerations without a name that are integers. */
function constantsOf(
  reader: CReader,
  preprocessed: Preprocessed,
  types: readonly (CRecord | CEnumeration)[],
): readonly CConstant[] {
  const chosen = new Set(types);
  const found = reader.declarations.flatMap((declaration) => {
    if (declaration.kind !== "enumeration" || chosen.has(declaration.enumeration)) return [];
    const { place, members = [] } = declaration.enumeration;
    return place.file.isAsked ? members.map((member) => ({ ...member, place })) : [];
  });
  const expander = new CExpander(preprocessed.macros);
  for (const name of preprocessed.constants) {
    const macro = preprocessed.macros.get(name);
    if (macro === undefined || macro.body.length === 0) continue;
    const value = valueOfMacro(macro.body, reader, expander);
    if (value === undefined || found.some((each) => each.name === name)) continue;
    const { place, body } = macro;
    const doc = reader.comments.docOf(place, body.at(-1) ?? place);
    found.push({ name, value, place, doc });
  }
  return found;
}

/** Returns the integer that a macro stands for, if it stands for one. */
function valueOfMacro(
  body: Preprocessed["tokens"],
  reader: CReader,
  expander: CExpander,
): bigint | undefined {
  const { cursor } = reader;
  try {
    const { tokens } = expander.expand(body);
    const [first] = tokens;
    if (first === undefined) return undefined;
    const inner = new CCursor([...tokens, endToken(first)]);
    reader.cursor = inner;
    const value = takeConstant(inner, reader.expressions);
    return inner.peek().kind === "end" ? value : undefined;
  } catch (error) {
    // Most macros are something else than numbers.
    if (!(error instanceof CError)) throw error;
    return undefined;
  } finally {
    reader.cursor = cursor;
  }
}

function constantOf({ name, value, doc }: CConstant): ImportedType {
  return {
    kind: "constant",
    id: `constant ${name}`,
    name,
    value,
    ...(doc === undefined ? {} : { doc }),
  };
}

/** Returns `file:line`. */
export function placeOf({ file, line }: CPlace): string {
  return `${file.path}:${line}`;
}
