/** The entries of DWARF: types, members, values. Their attributes are read when they are asked for. */
import { innerForm, skipForm } from "./dwarf-abbreviations.js";
import type { Abbreviation, FormSizes } from "./dwarf-abbreviations.js";
import type { Cursor } from "./dwarf-cursor.js";
import type { Dwarf, OpenUnit } from "./dwarf-units.js";
import { DwarfAttribute, DwarfForm } from "./layouts/dwarf.js";
import { BrokenFileError } from "./source.js";

/** What a reference leads to. */
export type Reference =
  | { readonly kind: "entry"; readonly address: number }
  /** An entry of another file, that `dwz` made. */
  | { readonly kind: "elsewhere" };

/** An entry: one type, one member, one value. Its attributes are read when they are asked for. */
export class Entry {
  readonly dwarf: Dwarf;
  readonly opened: OpenUnit;
  readonly address: number;
  readonly tag: number;
  readonly hasChildren: boolean;
  /** Whether it is none, but the end of what lies before it. */
  readonly isEnd: boolean;
  readonly #abbreviation: Abbreviation;
  /** Where the attributes begin, from the start of the unit. */
  readonly #start: number;

  constructor(dwarf: Dwarf, opened: OpenUnit, address: number) {
    const { cursor, unit, abbreviations } = opened;
    cursor.position = 0;
    cursor.skip(address - unit.start);
    const code = cursor.uleb();
    const abbreviation = code === 0 ? noAbbreviation : abbreviations.get(code);
    if (abbreviation === undefined) {
      throw new BrokenFileError(
        `the entry at ${hex(address)} has abbreviation ${code}, which is none`,
      );
    }
    this.dwarf = dwarf;
    this.opened = opened;
    this.address = address;
    this.isEnd = code === 0;
    this.tag = abbreviation.tag;
    this.hasChildren = abbreviation.hasChildren;
    this.#abbreviation = abbreviation;
    this.#start = cursor.position;
  }

  /** Address of what follows the attributes: the first child, if there are any. */
  get next(): number {
    const { cursor, unit } = this.opened;
    cursor.position = this.#start;
    skipAttributes(cursor, this.#abbreviation, unit);
    return unit.start + cursor.position;
  }

  has(attribute: number): boolean {
    return this.#abbreviation.attributes.some((each) => each.attribute === attribute);
  }

  /** Returns the form of an attribute, with the cursor of the unit at its value. */
  #formOf(attribute: number): { readonly form: number; readonly implicit: bigint } | undefined {
    const { cursor, unit } = this.opened;
    cursor.position = this.#start;
    for (const each of this.#abbreviation.attributes) {
      if (each.attribute !== attribute) {
        skipForm(cursor, each.form, unit);
        continue;
      }
      const isIndirect = each.form === DwarfForm.indirect;
      return isIndirect ? { form: innerForm(cursor), implicit: 0n } : each;
    }
    return undefined;
  }

  /** Returns an integer. What has no sign of its own is unsigned. */
  integer(attribute: number): bigint | undefined {
    const found = this.#formOf(attribute);
    if (found === undefined) return undefined;
    const { cursor, unit } = this.opened;
    switch (found.form) {
      case DwarfForm.data1:
      case DwarfForm.flag:
        return BigInt(cursor.u8());
      case DwarfForm.data2:
        return BigInt(cursor.u16());
      case DwarfForm.data4:
        return BigInt(cursor.u32());
      case DwarfForm.data8:
        return cursor.u64();
      case DwarfForm.data16:
        return wideInteger(cursor, 16, this.dwarf.byteOrder);
      case DwarfForm.block1:
        return wideInteger(cursor, cursor.u8(), this.dwarf.byteOrder);
      case DwarfForm.block:
        return wideInteger(cursor, cursor.uleb(), this.dwarf.byteOrder);
      case DwarfForm.sdata:
        return cursor.leb(true);
      case DwarfForm.udata:
        return cursor.leb(false);
      case DwarfForm.secOffset:
        return BigInt(cursor.offset(unit.offsetSize));
      case DwarfForm.flagPresent:
        return 1n;
      case DwarfForm.implicitConst:
        return found.implicit;
      default:
        return undefined;
    }
  }

  /** Returns an integer within ±(2^53 - 1); `undefined` where it is none. */
  number(attribute: number): number | undefined {
    const value = this.integer(attribute);
    if (value === undefined) return undefined;
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : undefined;
  }

  /** Whether a flag is there and set. */
  flag(attribute: number): boolean {
    return this.has(attribute) && this.integer(attribute) === 1n;
  }

  string(attribute: number): string | undefined {
    const found = this.#formOf(attribute);
    if (found === undefined) return undefined;
    const { dwarf, opened } = this;
    const { cursor, unit } = opened;
    switch (found.form) {
      case DwarfForm.string: {
        const start = cursor.position;
        return decoder.decode(cursor.bytes.subarray(start, cursor.skipString()));
      }
      case DwarfForm.strp:
        return dwarf.stringAt("strings", cursor.offset(unit.offsetSize));
      case DwarfForm.lineStrp:
        return dwarf.stringAt("lineStrings", cursor.offset(unit.offsetSize));
      case DwarfForm.strx:
      case DwarfForm.gnuStrIndex:
        return dwarf.stringOf(opened, cursor.uleb());
      case DwarfForm.strx1:
        return dwarf.stringOf(opened, cursor.u8());
      case DwarfForm.strx2:
        return dwarf.stringOf(opened, cursor.u16());
      case DwarfForm.strx3:
        return dwarf.stringOf(opened, cursor.u24());
      case DwarfForm.strx4:
        return dwarf.stringOf(opened, cursor.u32());
      default:
        return undefined;
    }
  }

  reference(attribute: number): Reference | undefined {
    const found = this.#formOf(attribute);
    if (found === undefined) return undefined;
    const { cursor, unit } = this.opened;
    const within = (offset: number): Reference => ({ kind: "entry", address: unit.start + offset });
    switch (found.form) {
      case DwarfForm.ref1:
        return within(cursor.u8());
      case DwarfForm.ref2:
        return within(cursor.u16());
      case DwarfForm.ref4:
        return within(cursor.u32());
      case DwarfForm.ref8:
        return within(Number(cursor.u64()));
      case DwarfForm.refUdata:
        return within(cursor.uleb());
      case DwarfForm.refAddr: {
        const size = unit.version <= 2 ? unit.addressSize : unit.offsetSize;
        return { kind: "entry", address: unit.base + cursor.offset(size) };
      }
      case DwarfForm.refSig8: {
        const address = this.dwarf.typeOf(cursor.u64());
        return address === undefined ? { kind: "elsewhere" } : { kind: "entry", address };
      }
      default:
        return { kind: "elsewhere" };
    }
  }

  /** Returns a block, such as an expression; `undefined` where the attribute is none. */
  block(attribute: number): Uint8Array | undefined {
    const found = this.#formOf(attribute);
    if (found === undefined) return undefined;
    const { cursor } = this.opened;
    const lengths: Readonly<Record<number, () => number>> = {
      [DwarfForm.block1]: () => cursor.u8(),
      [DwarfForm.block2]: () => cursor.u16(),
      [DwarfForm.block4]: () => cursor.u32(),
      [DwarfForm.block]: () => cursor.uleb(),
      [DwarfForm.exprloc]: () => cursor.uleb(),
    };
    const length = lengths[found.form]?.();
    if (length === undefined) return undefined;
    const start = cursor.position;
    cursor.skip(length);
    return cursor.bytes.slice(start, start + length);
  }

  /** Returns the entries within, not those within them. */
  children(): readonly Entry[] {
    if (!this.hasChildren) return [];
    const { dwarf, opened } = this;
    const { end } = opened.unit;
    const found: Entry[] = [];
    for (let address = this.next; address < end;) {
      const child = new Entry(dwarf, opened, address);
      if (child.isEnd) break;
      found.push(child);
      address = child.behind();
    }
    return found;
  }

  /** Returns the address behind the entry and all that is in it. */
  behind(): number {
    if (!this.hasChildren) return this.next;
    const { start, end } = this.opened.unit;
    const sibling = this.reference(DwarfAttribute.sibling);
    const { next } = this;
    if (sibling?.kind === "entry" && sibling.address >= next && sibling.address < end) {
      return sibling.address;
    }
    const { cursor, abbreviations, unit } = this.opened;
    cursor.position = next - start;
    for (let depth = 1; depth > 0;) {
      const abbreviation = nextAbbreviation(cursor, abbreviations);
      if (abbreviation === undefined) {
        depth -= 1;
        continue;
      }
      skipAttributes(cursor, abbreviation, unit);
      if (abbreviation.hasChildren) depth += 1;
    }
    return start + cursor.position;
  }
}

const decoder = new TextDecoder();
const noAbbreviation: Abbreviation = { tag: 0, hasChildren: false, attributes: [], size: 0 };

/** Moves a cursor behind the code of an entry. `undefined` is the end of the entries beside it. */
export function nextAbbreviation(
  cursor: Cursor,
  abbreviations: ReadonlyMap<number, Abbreviation>,
): Abbreviation | undefined {
  const code = cursor.uleb();
  if (code === 0) return undefined;
  const abbreviation = abbreviations.get(code);
  if (abbreviation === undefined) {
    throw new BrokenFileError(`an entry has abbreviation ${code}, which is none`);
  }
  return abbreviation;
}

/** Moves a cursor behind the attributes of an entry. */
export function skipAttributes(
  cursor: Cursor,
  { attributes, size }: Abbreviation,
  sizes: FormSizes,
): void {
  if (size >= 0) cursor.skip(size);
  else for (const { form } of attributes) skipForm(cursor, form, sizes);
}

/** Returns an offset as tools print it. */
export function hex(offset: number): string {
  return `0x${offset.toString(16)}`;
}

/** Reads an integer of any number of bytes. */
function wideInteger(cursor: Cursor, size: number, byteOrder: "big" | "little"): bigint {
  const start = cursor.position;
  cursor.skip(size);
  if (size > 16) return 0n;
  const bytes = cursor.bytes.slice(start, start + size);
  if (byteOrder === "little") bytes.reverse();
  return bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
}
