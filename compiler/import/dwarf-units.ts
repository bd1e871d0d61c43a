/** The units of DWARF, and the entries in them. Units are read when they are needed, and forgotten again. */
import { innerForm, readAbbreviations, skipForm } from "./dwarf-abbreviations.js";
import type { Abbreviation, FormSizes } from "./dwarf-abbreviations.js";
import { Cursor } from "./dwarf-cursor.js";
import {
  DwarfAttribute,
  DwarfForm,
  DwarfLongTypeUnitHeader,
  DwarfTypeUnitHeader,
  DwarfUnitHeader,
  DwarfUnitType,
} from "./layouts/dwarf.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError, StringTable } from "./source.js";
import type { ByteSource } from "./source.js";

/** A unit, as its header says it. */
export interface Unit extends FormSizes {
  /**
   * Where it begins, and ends: offsets in `.debug_info` where there is one such section. Those of further
   * sections are counted on behind it.
   */
  readonly start: number;
  readonly end: number;
  /** Where its section begins. */
  readonly base: number;
  readonly source: ByteSource;
  /** Bytes of the header. */
  readonly headerSize: number;
  /** Offset in `.debug_abbrev`. */
  readonly abbreviations: number;
  readonly isOfType: boolean;
}

/** A unit whose bytes are in memory. */
export interface OpenUnit {
  readonly unit: Unit;
  readonly cursor: Cursor;
  readonly abbreviations: ReadonlyMap<number, Abbreviation>;
  /** Number of the language that it is written in. */
  readonly language: number;
  /** Where the offsets of its strings begin. */
  readonly stringOffsets: number;
}

/** What a reference leads to. */
export type Reference =
  | { readonly kind: "entry"; readonly address: number }
  /** An entry of another file, that `dwz` made. */
  | { readonly kind: "elsewhere" };

/** Most bytes of units that are kept: references from one unit to another go to and fro. */
const maximumKept = 1 << 26;

/** The debug information of a file. */
export class Dwarf {
  readonly units: readonly Unit[];
  readonly byteOrder: "big" | "little";
  readonly #abbreviations: Cursor;
  readonly #strings: StringTable | undefined;
  readonly #lineStrings: StringTable | undefined;
  readonly #stringOffsets: ByteSource | undefined;
  /** Addresses of types by their signatures. */
  readonly #signatures: ReadonlyMap<bigint, number>;
  readonly #open = new Map<Unit, OpenUnit>();
  #kept = 0;

  private constructor(parts: {
    readonly file: SectionFile;
    readonly units: readonly Unit[];
    readonly signatures: ReadonlyMap<bigint, number>;
    readonly abbreviations: Uint8Array;
    readonly strings: ByteSource | undefined;
    readonly lineStrings: ByteSource | undefined;
    readonly stringOffsets: ByteSource | undefined;
  }) {
    this.units = parts.units;
    this.byteOrder = parts.file.byteOrder;
    this.#signatures = parts.signatures;
    this.#abbreviations = new Cursor(parts.abbreviations, this.byteOrder === "little");
    this.#strings = parts.strings && new StringTable(parts.strings);
    this.#lineStrings = parts.lineStrings && new StringTable(parts.lineStrings);
    this.#stringOffsets = parts.stringOffsets;
  }

  /** Reads the headers of all units. `undefined` where there is no debug information. */
  static async open(file: SectionFile): Promise<Dwarf | undefined> {
    let suffix = "";
    let sources = await file.openAll(".debug_info");
    if (sources.length === 0) {
      suffix = ".dwo";
      sources = await file.openAll(".debug_info.dwo");
    }
    const types = await file.openAll(`.debug_types${suffix}`);
    const abbreviations = await file.open(`.debug_abbrev${suffix}`);
    if (sources.length + types.length === 0 || abbreviations === undefined) return undefined;
    const units: Unit[] = [];
    const signatures = new Map<bigint, number>();
    let base = 0;
    for (const source of [...sources, ...types]) {
      const isOldTypes = types.includes(source);
      readUnits({ source, base, isOldTypes, byteOrder: file.byteOrder, units, signatures });
      base += source.size;
    }
    return new Dwarf({
      file,
      units,
      signatures,
      abbreviations: abbreviations.read(0, abbreviations.size),
      strings: await file.open(`.debug_str${suffix}`),
      lineStrings: await file.open(`.debug_line_str${suffix}`),
      stringOffsets: await file.open(`.debug_str_offsets${suffix}`),
    });
  }

  /** Returns the unit that an address lies in. */
  unitAt(address: number): Unit {
    let [low, high] = [0, this.units.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.units[middle]?.start ?? 0) <= address) low = middle;
      else high = middle - 1;
    }
    const unit = this.units[low];
    if (unit !== undefined && address >= unit.start && address < unit.end) return unit;
    throw new BrokenFileError(`a reference leads to ${hex(address)}, where no unit is`);
  }

  /** Reads the bytes of a unit, unless they are in memory. */
  openUnit(unit: Unit): OpenUnit {
    const known = this.#open.get(unit);
    if (known !== undefined) {
      // The one that was used last is forgotten last.
      this.#open.delete(unit);
      this.#open.set(unit, known);
      return known;
    }
    const size = unit.end - unit.start;
    for (const oldest of this.#open.keys()) {
      if (this.#kept + size <= maximumKept) break;
      this.#open.delete(oldest);
      this.#kept -= oldest.end - oldest.start;
    }
    const bytes = unit.source.read(unit.start - unit.base, size);
    this.#abbreviations.position = 0;
    this.#abbreviations.skip(unit.abbreviations);
    const before = {
      unit,
      cursor: new Cursor(bytes, this.byteOrder === "little"),
      abbreviations: readAbbreviations(this.#abbreviations, unit),
      language: 0,
      // Behind the header of the offsets, which GNU's older ones do not have.
      stringOffsets: unit.version < 5 ? 0 : unit.offsetSize === 8 ? 16 : 8,
    };
    const isEmpty = unit.start + unit.headerSize >= unit.end;
    const root = isEmpty ? undefined : new Entry(this, before, unit.start + unit.headerSize);
    const opened = {
      ...before,
      language: root?.number(DwarfAttribute.language) ?? 0,
      stringOffsets: root?.number(DwarfAttribute.strOffsetsBase) ?? before.stringOffsets,
    };
    this.#open.set(unit, opened);
    this.#kept += size;
    return opened;
  }

  /** Returns the entry that a unit consists of; `undefined` for an empty one. */
  rootOf(unit: Unit): Entry | undefined {
    if (unit.start + unit.headerSize >= unit.end) return undefined;
    const root = new Entry(this, this.openUnit(unit), unit.start + unit.headerSize);
    return root.isEnd ? undefined : root;
  }

  /** Returns the entry at an address. */
  entryAt(address: number): Entry {
    const entry = new Entry(this, this.openUnit(this.unitAt(address)), address);
    if (entry.isEnd) throw new BrokenFileError(`a reference leads to ${hex(address)}, an end`);
    return entry;
  }

  /** Returns the address of a type by its signature. */
  typeOf(signature: bigint): number | undefined {
    return this.#signatures.get(signature);
  }

  /** Returns a string that another section holds. */
  stringAt(kind: "strings" | "lineStrings", offset: number): string {
    const table = kind === "strings" ? this.#strings : this.#lineStrings;
    if (table === undefined) throw new BrokenFileError("a name lies in a section that is missing");
    return table.at(offset);
  }

  /** Returns a string by its index in the offsets of the strings of a unit. */
  stringOf({ unit, stringOffsets }: OpenUnit, index: number): string {
    if (this.#stringOffsets === undefined) {
      throw new BrokenFileError("there is no section .debug_str_offsets, which names need");
    }
    const offset = stringOffsets + index * unit.offsetSize;
    const bytes = this.#stringOffsets.read(offset, unit.offsetSize);
    const cursor = new Cursor(bytes, this.byteOrder === "little");
    return this.stringAt("strings", cursor.offset(unit.offsetSize));
  }
}

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

interface UnitSection {
  readonly source: ByteSource;
  readonly base: number;
  readonly isOldTypes: boolean;
  readonly byteOrder: "big" | "little";
  readonly units: Unit[];
  readonly signatures: Map<bigint, number>;
}

/** Longest header of a unit, in bytes. */
const longestHeader = 48;

/** Reads the headers of the units of a section. */
function readUnits({ source, base, isOldTypes, byteOrder, units, signatures }: UnitSection): void {
  for (let start = 0; start < source.size;) {
    const bytes = source.read(start, Math.min(longestHeader, source.size - start));
    const [header] = DwarfUnitHeader.viewPrefix(bytes, byteOrder);
    const { version, longLength, type = DwarfUnitType.compile } = header;
    const place = `the unit at ${hex(base + start)}`;
    // Some linkers fill up with zeros.
    if (header.length === 0) {
      start += 4;
      continue;
    }
    if (version < 2 || version > 5) {
      throw new BrokenFileError(`${place} is of DWARF ${version}; versions 2 to 5 are read`);
    }
    const isLong = longLength !== undefined;
    if (!isLong && header.length >= 0xfffffff0) throw new BrokenFileError(`${place} has no length`);
    const size = (longLength ?? header.length) + (isLong ? 12 : 4);
    if (!(start + size <= source.size)) {
      throw new BrokenFileError(
        `${place} has ${size} bytes, of which ${source.size - start} are there: the file is cut off`,
      );
    }
    const isOfType = isOldTypes || type === DwarfUnitType.type || type === DwarfUnitType.splitType;
    const TypeHeader = isLong ? DwarfLongTypeUnitHeader : DwarfTypeUnitHeader;
    // Skeletons and their counterparts have a number of 8 bytes in the same place.
    const isNumbered = type === DwarfUnitType.skeleton || type === DwarfUnitType.splitCompile;
    const extra = isOfType ? TypeHeader.size : isNumbered ? 8 : 0;
    if (isOfType) {
      const [{ signature, typeOffset }] = TypeHeader.viewPrefix(
        bytes.subarray(header.$size),
        byteOrder,
      );
      if (!signatures.has(signature)) signatures.set(signature, base + start + typeOffset);
    }
    units.push({
      start: base + start,
      end: base + start + size,
      base,
      source,
      version,
      headerSize: header.$size + extra,
      offsetSize: isLong ? 8 : 4,
      addressSize: header.addressSize ?? header.oldAddressSize ?? 0,
      abbreviations: header.abbreviations ?? header.longAbbreviations ?? 0,
      isOfType,
    });
    start += size;
  }
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
