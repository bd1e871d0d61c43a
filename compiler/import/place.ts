/**
 * Records whose members say their places become records that a schema can say: bits in streams with padding
 * between them, members of unions at the first byte, anonymous members among the others, no member without
 * bytes.
 */
import { scalars } from "../scalars.js";
import type {
  Imported,
  ImportedMember,
  ImportedRecord,
  ImportedType,
  ImportedUse,
  ImportRemark,
} from "./model.js";

/** What lies in a placed record, one behind the other. */
export type Part =
  /** A field at a byte. */
  | { readonly kind: "field"; readonly member: ImportedMember; readonly offset: number }
  /** Bits behind what is before them. */
  | { readonly kind: "bits"; readonly member: ImportedMember }
  /** Bytes, or bits, without a meaning. */
  | { readonly kind: "padding"; readonly bytes: number }
  | { readonly kind: "paddingBits"; readonly bits: number };

/** A record as a schema says it. */
export interface PlacedRecord {
  readonly record: ImportedRecord;
  /** In bytes, without the elements of a flexible array. */
  readonly size: number;
  /** Whether it ends in a flexible array, which takes the rest. */
  readonly isFlexible: boolean;
  readonly parts: readonly Part[];
  /** What a reader of the schema should know. */
  readonly notes: readonly string[];
}

/** The types of a module, records with their parts. */
export interface PlacedTypes {
  /** All types that the schema declares, also those that are made for it. */
  readonly types: readonly ImportedType[];
  readonly records: ReadonlyMap<string, PlacedRecord>;
}

/** Places the members of all records. */
export function placeTypes(types: readonly ImportedType[]): Imported<PlacedTypes> {
  const placer = new Placer(types);
  for (const type of types) placer.place(type);
  const { records, remarks } = placer;
  const used = usedIn(placer);
  return { value: { types: placer.types.filter(({ id }) => used.has(id)), records }, remarks };
}

/** Most bits that padding in a stream is given at once. */
const maximumBits = 53;
/** Deepest nesting in which an empty class is looked for. */
const maximumDepth = 16;
/** Most bytes of a struct that a schema can say. */
const maximumSize = 2 ** 28;

class Placer implements PlacedTypes {
  readonly types: ImportedType[] = [];
  readonly records = new Map<string, PlacedRecord>();
  readonly remarks: ImportRemark[] = [];
  readonly #byId: ReadonlyMap<string, ImportedType>;
  readonly #placed = new Set<string>();

  constructor(types: readonly ImportedType[]) {
    this.#byId = new Map(types.map((type) => [type.id, type]));
  }

  /** Places a type, and before it those that are made for it. */
  place(type: ImportedType): void {
    if (this.#placed.has(type.id)) return;
    this.#placed.add(type.id);
    if (type.kind !== "struct" && type.kind !== "union") {
      const target =
        type.kind === "alias" ? this.#byId.get(innermost(type.target) ?? "") : undefined;
      if (target !== undefined) this.place(target);
      const isEmpty =
        (target?.kind === "struct" || target?.kind === "union") && !this.records.has(target.id);
      if (!isEmpty) this.types.push(type);
      return;
    }
    if ((type.size ?? 0) > maximumSize) {
      const reason = `has ${type.size} bytes, and a schema says ${maximumSize} at most; it is left out`;
      this.remarks.push({ subject: type.title ?? type.name ?? type.kind, reason });
      return;
    }
    const members = this.#membersOf(type, 0);
    // What has no name lies in another record, where nothing takes the rest.
    const isOpen = type.kind === "struct" && type.name !== undefined;
    const flexible = isOpen ? this.#flexibleOf(members) : undefined;
    // Nothing is left of what has no bytes.
    if (type.size === 0 && flexible === undefined) return;
    this.types.push(type);
    this.records.set(type.id, this.#placeRecord(type, members, flexible));
    if (flexible === undefined || type.size === 0 || !this.#isUsed(type.id)) return;
    // The compiler has no records of dynamic size in arrays, unions and before other fields.
    const head: ImportedRecord = {
      ...type,
      id: headOf(type.id),
      name: `${type.name ?? ""}_head`,
    };
    this.types.push(head);
    const others = members.filter((each) => each !== flexible);
    const placed = this.#placeRecord(head, others, undefined);
    const notes = [`Without ${flexible.name ?? "its end"}, as it lies in others.`];
    this.records.set(head.id, { ...placed, notes: [...notes, ...placed.notes] });
  }

  #placeRecord(
    record: ImportedRecord,
    all: readonly ImportedMember[],
    flexible: ImportedMember | undefined,
  ): PlacedRecord {
    const size = record.size ?? 0;
    const notes: string[] = [];
    const withBytes = all.filter((member) => {
      if (member === flexible || member.type.kind === "bits") return true;
      if (this.#sizeOf(member.type) > 0) return true;
      notes.push(...this.#notesOnEmpty(member));
      return false;
    });
    const members = record.kind === "union" ? withBytes : this.#withoutHollow(withBytes, notes);
    const parts =
      record.kind === "union"
        ? this.#placeMembers(record, members, size)
        : this.#placeFields(record, members, size);
    return { record, size, isFlexible: flexible !== undefined, parts, notes };
  }

  /** Leaves out members of empty classes where others lie in the same bytes, as C++ lets them. */
  #withoutHollow(members: readonly ImportedMember[], notes: string[]): readonly ImportedMember[] {
    const hollow = members.filter(({ type }) => this.#isHollow(type, 0));
    if (hollow.length === 0) return members;
    const kept = new Set(members.filter((member) => !hollow.includes(member)));
    for (const member of hollow) {
      const [start, end] = this.#rangeOf(member);
      const isShared = [...kept].some((other) => {
        const [otherStart, otherEnd] = this.#rangeOf(other);
        return start < otherEnd && otherStart < end;
      });
      if (isShared)
        notes.push(
          `Left out: ${member.name ?? "a member"} at offset ${start / 8}, which is empty.`,
        );
      else kept.add(member);
    }
    return members.filter((member) => kept.has(member));
  }

  /** Whether a type has bytes, but nothing in them. */
  #isHollow(type: ImportedUse, depth: number): boolean {
    const record = type.kind === "reference" ? this.#byId.get(type.id) : undefined;
    if (record?.kind !== "struct" || depth > maximumDepth) return false;
    return record.members.every((member) => this.#isHollow(member.type, depth + 1));
  }

  /** Returns the first bit of a member, and the one behind its last. */
  #rangeOf({ type, bitOffset = 0 }: ImportedMember): readonly [number, number] {
    const width = type.kind === "bits" ? type.width : this.#sizeOf(type) * 8;
    return [bitOffset, bitOffset + width];
  }

  /** Says what has no bytes, also within anonymous records. */
  #notesOnEmpty({ name, type, bitOffset = 0 }: ImportedMember): readonly string[] {
    if (name === undefined && type.kind === "reference") {
      const inner = this.#byId.get(type.id);
      if (inner?.kind !== "struct" && inner?.kind !== "union") return [];
      const moved = inner.members.map((each) => ({
        ...each,
        bitOffset: bitOffset + (each.bitOffset ?? 0),
      }));
      return moved.flatMap((each) => this.#notesOnEmpty(each));
    }
    const isArray = type.kind === "array" && type.length === "rest";
    const what = isArray ? "an array of unknown length" : "empty";
    return [`Left out: ${name ?? "a member"} at offset ${bitOffset / 8}, which is ${what}.`];
  }

  /** Returns the members, those of anonymous records in place of these where nothing overlaps. */
  #membersOf(record: ImportedRecord, start: number): readonly ImportedMember[] {
    return record.members.flatMap((member): readonly ImportedMember[] => {
      const bitOffset = (member.bitOffset ?? 0) + start;
      const moved = { ...member, bitOffset };
      if (member.name !== undefined || member.type.kind !== "reference") return [moved];
      const inner = this.#byId.get(member.type.id);
      const isSame = inner?.kind === record.kind && (record.kind === "struct" || bitOffset === 0);
      return isSame ? this.#membersOf(inner, bitOffset) : [moved];
    });
  }

  #placeFields(
    record: ImportedRecord,
    members: readonly ImportedMember[],
    size: number,
  ): readonly Part[] {
    const parts: Part[] = [];
    let end = 0;
    const padBits = (bits: number): void => {
      for (let left = bits; left > 0; left -= maximumBits) {
        parts.push({ kind: "paddingBits", bits: Math.min(left, maximumBits) });
      }
      end += bits;
    };
    const ordered = [...members].sort((a, b) => (a.bitOffset ?? 0) - (b.bitOffset ?? 0));
    let before = "";
    for (const member of ordered) {
      const { bitOffset: start = 0, type } = member;
      const width = type.kind === "bits" ? type.width : this.#sizeOf(type) * 8;
      // Bits without a name are what is left anyway.
      if (type.kind === "bits" && (member.name === undefined || width === 0)) continue;
      if (start < end || (start % 8 !== 0 && type.kind !== "bits") || start + width > size * 8) {
        const what =
          start + width > size * 8
            ? `ends at bit ${start + width}, behind the ${size} bytes of the record`
            : start < end
              ? `overlaps ${before}, which ends at bit ${end}`
              : `starts at bit ${start}, within a byte`;
        this.#remark(record, member, `${what}; it is left out`);
        continue;
      }
      before = member.name ?? "what is before it";
      if (type.kind !== "bits") {
        padBits((8 - (end % 8)) % 8);
        parts.push({ kind: "field", member, offset: start / 8 });
      } else {
        const whole = Math.floor(start / 8) * 8;
        if (whole > end) {
          padBits((8 - (end % 8)) % 8);
          if (whole > end) parts.push({ kind: "padding", bytes: (whole - end) / 8 });
          end = Math.max(end, whole);
        }
        padBits(start - end);
        parts.push({ kind: "bits", member });
      }
      end = start + width;
    }
    padBits((8 - (end % 8)) % 8);
    const isOpen = ordered.some(({ type }) => type.kind === "array" && type.length === "rest");
    if (end < size * 8 && !isOpen) parts.push({ kind: "padding", bytes: size - end / 8 });
    return parts;
  }

  #placeMembers(
    union: ImportedRecord,
    members: readonly ImportedMember[],
    size: number,
  ): readonly Part[] {
    const parts: Part[] = [];
    let largest = 0;
    for (const member of members) {
      const { bitOffset = 0, type, name } = member;
      const width = type.kind === "bits" ? type.width : this.#sizeOf(type) * 8;
      if (type.kind === "bits" && (name === undefined || width === 0)) continue;
      const end = Math.ceil((bitOffset + width) / 8);
      if (end > size) {
        const reason = `ends at byte ${end}, behind the ${size} bytes of the union; it is left out`;
        this.#remark(union, member, reason);
        continue;
      }
      largest = Math.max(largest, end);
      const isPlain = bitOffset === 0 && width % 8 === 0;
      const plain = isPlain ? member : this.#wrap(union, member, end);
      parts.push(
        plain.type.kind === "bits"
          ? { kind: "bits", member: plain }
          : { kind: "field", member: plain, offset: 0 },
      );
    }
    if (largest < size) parts.push({ kind: "padding", bytes: size });
    return parts;
  }

  /** Puts a member of a union that is no whole bytes, or not at the first one, into a struct of its own. */
  #wrap(union: ImportedRecord, member: ImportedMember, size: number): ImportedMember {
    const { name = "anonymous" } = member;
    const id = `${union.id}/${name}@${member.bitOffset ?? 0}`;
    const record: ImportedRecord = { kind: "struct", id, name: undefined, members: [member], size };
    this.types.push(record);
    this.records.set(id, this.#placeRecord(record, record.members, undefined));
    return { ...member, bitOffset: 0, type: { kind: "reference", id } };
  }

  /** Returns the flexible array at the end of a struct, also one of an anonymous struct. */
  #flexibleOf(members: readonly ImportedMember[]): ImportedMember | undefined {
    const last = members.at(-1);
    if (last?.name === undefined || last.type.kind !== "array" || last.type.length !== "rest") {
      return undefined;
    }
    const size = this.#sizeOf(last.type.element);
    return size > 0 && size <= maximumSize ? last : undefined;
  }

  #isUsed(id: string): boolean {
    this.#used ??= new Set(
      [...this.#byId.values()].flatMap((type) =>
        type.kind === "struct" || type.kind === "union"
          ? type.members.map((member) => innermost(member.type))
          : [],
      ),
    );
    return this.#used.has(id);
  }
  #used: ReadonlySet<string | undefined> | undefined;

  #sizeOf(use: ImportedUse): number {
    switch (use.kind) {
      case "scalar":
        return scalars[use.scalar].size;
      case "pointer":
        return use.size;
      case "bytes":
        return use.length;
      case "array":
        return use.length === "rest" ? 0 : use.length * this.#sizeOf(use.element);
      case "bits":
        return Math.ceil(use.width / 8);
      case "reference": {
        const type = this.#byId.get(use.id);
        if (type === undefined || type.kind === "constant") return 0;
        if (type.kind === "enumeration") return this.#sizeOf(type.base);
        return type.kind === "alias" ? this.#sizeOf(type.target) : (type.size ?? 0);
      }
      case "c":
        throw new Error(`the size of ${use.name} depends on rules`);
    }
  }

  #remark(record: ImportedRecord, member: ImportedMember, reason: string): void {
    const subject = `${record.title ?? record.name ?? record.kind}.${member.name ?? "anonymous"}`;
    this.remarks.push({ subject, reason });
  }
}

/** Returns the identities of types with a name, and of what they are made of: others were taken apart. */
function usedIn({ types, records }: PlacedTypes): ReadonlySet<string> {
  const used = new Set<string>();
  const visit = (id: string | undefined): void => {
    if (id === undefined || used.has(id)) return;
    used.add(id);
    for (const part of records.get(id)?.parts ?? []) {
      if (part.kind !== "field" && part.kind !== "bits") continue;
      const { type } = part.member;
      visit(innermost(type));
      if (type.kind === "bits" && type.base !== undefined) visit(innermost(type.base));
    }
  };
  for (const type of types) {
    if (type.name === undefined) continue;
    visit(type.id);
    if (type.kind === "alias") visit(innermost(type.target));
  }
  // The heads of records lie in others in place of them.
  const heads = [...used].map(headOf).filter((id) => records.has(id));
  return new Set([...used, ...heads]);
}

/** Returns the identity of a record without its flexible array. */
export function headOf(id: string): string {
  return `${id}/head`;
}

function innermost(use: ImportedUse): string | undefined {
  if (use.kind === "array") return innermost(use.element);
  return use.kind === "reference" ? use.id : undefined;
}
