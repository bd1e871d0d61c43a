/** The units of DWARF, and the entries in them. Units are read when they are needed, and forgotten again. */
import { readAbbreviations } from "./dwarf-abbreviations.js";
import type { Abbreviation, FormSizes } from "./dwarf-abbreviations.js";
import { Cursor } from "./dwarf-cursor.js";
import { Entry, hex } from "./dwarf-entry.js";
import { readPackage } from "./dwarf-package.js";
import type { UnitParts } from "./dwarf-package.js";
import {
  DwarfAttribute,
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
  /** Where its part of the offsets of strings begins, in a package of several files. */
  readonly stringOffsets: number;
  /** Number that tells which unit of another file belongs to it; GNU's older way has it in the entry. */
  readonly splitId: bigint | undefined;
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

  /**
   * Reads the headers of all units: of those that were split off where `isSplit` says so, or where there are no
   * others. `undefined` where there is no debug information.
   */
  static async open(file: SectionFile, isSplit = false): Promise<Dwarf | undefined> {
    let suffix = "";
    let sources = isSplit ? [] : await file.openAll(".debug_info");
    if (sources.length === 0) {
      suffix = ".dwo";
      sources = await file.openAll(".debug_info.dwo");
    }
    const types = await file.openAll(`.debug_types${suffix}`);
    const abbreviations = await file.open(`.debug_abbrev${suffix}`);
    if (sources.length + types.length === 0 || abbreviations === undefined) return undefined;
    const units: Unit[] = [];
    const signatures = new Map<bigint, number>();
    const inPackage = await readPackage(file);
    let base = 0;
    for (const source of [...sources, ...types]) {
      const isOldTypes = types.includes(source);
      const parts = isOldTypes ? inPackage.types : inPackage.units;
      readUnits({ source, base, isOldTypes, parts, byteOrder: file.byteOrder, units, signatures });
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
      stringOffsets: unit.stringOffsets + (unit.version < 5 ? 0 : unit.offsetSize === 8 ? 16 : 8),
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

interface UnitSection {
  readonly source: ByteSource;
  readonly base: number;
  readonly isOldTypes: boolean;
  /** Where parts of units begin, by where these do in the section. */
  readonly parts: ReadonlyMap<number, UnitParts>;
  readonly byteOrder: "big" | "little";
  readonly units: Unit[];
  readonly signatures: Map<bigint, number>;
}

/** Longest header of a unit, in bytes. */
const longestHeader = 48;

/** Reads the headers of the units of a section. */
function readUnits(section: UnitSection): void {
  const { source, base, isOldTypes, parts, byteOrder, units, signatures } = section;
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
    const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const own = parts.get(start);
    units.push({
      start: base + start,
      end: base + start + size,
      base,
      source,
      version,
      headerSize: header.$size + extra,
      offsetSize: isLong ? 8 : 4,
      addressSize: header.addressSize ?? header.oldAddressSize ?? 0,
      abbreviations:
        (own?.abbreviations ?? 0) + (header.abbreviations ?? header.longAbbreviations ?? 0),
      stringOffsets: own?.stringOffsets ?? 0,
      splitId:
        isNumbered && header.$size + 8 <= bytes.length
          ? numbers.getBigUint64(header.$size, byteOrder === "little")
          : undefined,
      isOfType,
    });
    start += size;
  }
}
