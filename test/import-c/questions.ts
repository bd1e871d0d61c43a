/** What is asked about imported structs: of a compiler of C, and of the layouts that ours makes of the schema. */
import type { FieldLayout, FieldType, StructLayout } from "structview";
import type {
  ImportedMember,
  ImportedModule,
  ImportedRecord,
  ImportedUse,
} from "../../compiler/dist/import/model.js";
import { exportNamesOf } from "../../compiler/dist/import/print-schema.js";

/** A struct or union, by its names in the schema and in C. */
export interface Question {
  /** Its name in the schema. */
  readonly name: string;
  /** Its type in C: `struct node`, or `__typeof__(((struct node *)0)->p[0])`. */
  readonly type: string;
  readonly leaves: readonly Leaf[];
}

/** A member that C reaches by its name, also one of an anonymous struct within. */
export interface Leaf {
  readonly name: string;
  /** Width of a bit field. */
  readonly width: number | undefined;
}

/** Sizes and alignments in bytes, offsets in bits in the order of the bits, one for each leaf. */
export interface Answer {
  readonly size: number;
  readonly alignment: number;
  readonly offsets: readonly number[];
}

/** Returns a question about every struct and union of a module that C has a name or a path for. */
export function questionsOf(module: ImportedModule): readonly Question[] {
  const names = exportNamesOf(module);
  const records = recordsOf(module);
  const questions = new Map<string, Question>();
  const ask = (record: ImportedRecord, type: string): void => {
    if (questions.has(record.id)) return;
    const leaves = leavesOf(record, records);
    questions.set(record.id, {
      name: names.get(record.id) ?? "",
      type,
      leaves: leaves.map(({ name = "", type: use }) => ({
        name,
        width: use.kind === "bits" ? use.width : undefined,
      })),
    });
    for (const { name, type: use } of leaves) {
      const inner = innermost(use);
      const member = records.get(inner.id);
      if (member !== undefined && member.name === undefined) {
        ask(member, `__typeof__(((${type} *)0)->${name}${"[0]".repeat(inner.depth)})`);
      }
    }
  };
  for (const record of records.values()) {
    const title = record.title ?? record.name;
    if (title !== undefined) ask(record, title);
  }
  return [...questions.values()];
}

/** Returns what the layouts say to the questions, in their order. */
export function answersOf(
  module: ImportedModule,
  questions: readonly Question[],
  structs: ReadonlyMap<string, StructLayout>,
): readonly Answer[] {
  const names = exportNamesOf(module);
  const records = recordsOf(module);
  const byName = new Map([...records.values()].map((each) => [names.get(each.id), each]));
  return questions.map(({ name }) => {
    const struct = structs.get(name);
    const record = byName.get(name);
    if (struct === undefined || record === undefined) throw new Error(`no layout of ${name}`);
    const { minimumSize, alignment } = struct;
    return { size: minimumSize, alignment, offsets: offsetsOf(record, struct, records) };
  });
}

function offsetsOf(
  { members }: ImportedRecord,
  struct: StructLayout,
  records: ReadonlyMap<string, ImportedRecord>,
): readonly number[] {
  const named = members.filter(({ name, type }) => name !== undefined || type.kind !== "bits");
  if (named.length !== struct.fields.length) {
    throw new Error(`${struct.name}: ${struct.fields.length} fields of ${named.length} members`);
  }
  return named.flatMap((member, index) => {
    const field = struct.fields[index];
    if (field === undefined) return [];
    const offset = offsetOf(field);
    if (member.name !== undefined) return [offset];
    const inner = records.get(innermost(member.type).id);
    if (inner === undefined || field.type.kind !== "struct") return [];
    return offsetsOf(inner, field.type.struct, records).map((each) => offset + each);
  });
}

function offsetOf({ position, type }: FieldLayout): number {
  const bits = bitsOf(type);
  return position.bytes * 8 + (bits?.bitOffset ?? 0);
}

function bitsOf(type: FieldType): Extract<FieldType, { readonly kind: "bits" }> | undefined {
  if (type.kind === "bits") return type;
  if (type.kind === "enumeration" && type.base.kind === "bits") return type.base;
  return undefined;
}

function leavesOf(
  { members }: ImportedRecord,
  records: ReadonlyMap<string, ImportedRecord>,
): readonly ImportedMember[] {
  return members.flatMap((member) => {
    if (member.name !== undefined) return [member];
    const inner = records.get(innermost(member.type).id);
    return inner === undefined ? [] : leavesOf(inner, records);
  });
}

function recordsOf({ types }: ImportedModule): ReadonlyMap<string, ImportedRecord> {
  return new Map(
    types.flatMap((type) =>
      type.kind === "struct" || type.kind === "union" ? [[type.id, type] as const] : [],
    ),
  );
}

function innermost(use: ImportedUse): { readonly id: string; readonly depth: number } {
  let depth = 0;
  let inner = use;
  for (; inner.kind === "array"; inner = inner.element) depth++;
  return { id: inner.kind === "reference" ? inner.id : "", depth };
}
