/** The abbreviations of DWARF: what entries of one kind have, and how it is stored. */
import type { Cursor } from "./dwarf-cursor.js";
import { DwarfForm } from "./layouts/dwarf.js";
import { BrokenFileError } from "./source.js";

/** An attribute of all entries of one kind. */
export interface AttributeForm {
  readonly attribute: number;
  readonly form: number;
  /** Its value, where that is the same in all entries. */
  readonly implicit: bigint;
}

/** What entries of one kind have. */
export interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly AttributeForm[];
  /** Bytes of all attributes where that does not depend on their values, else -1. */
  readonly size: number;
}

/** Sizes that the forms of a unit depend on, in bytes. */
export interface FormSizes {
  readonly version: number;
  readonly offsetSize: number;
  readonly addressSize: number;
}

/** Reads the abbreviations from the place of a cursor on, by their codes. */
export function readAbbreviations(
  cursor: Cursor,
  sizes: FormSizes,
): ReadonlyMap<number, Abbreviation> {
  const found = new Map<number, Abbreviation>();
  for (;;) {
    const code = cursor.uleb();
    if (code === 0) return found;
    const tag = cursor.uleb();
    const hasChildren = cursor.u8() !== 0;
    const attributes: AttributeForm[] = [];
    let size = 0;
    for (;;) {
      const attribute = cursor.uleb();
      const form = cursor.uleb();
      const implicit = form === DwarfForm.implicitConst ? cursor.leb(true) : 0n;
      if (attribute === 0 && form === 0) break;
      attributes.push({ attribute, form, implicit });
      const own = sizeOfForm(form, sizes);
      size = size < 0 || own < 0 ? -1 : size + own;
    }
    if (!found.has(code)) found.set(code, { tag, hasChildren, attributes, size });
  }
}

/** Moves a cursor behind a value. */
export function skipForm(cursor: Cursor, form: number, sizes: FormSizes): void {
  const size = sizeOfForm(form, sizes);
  if (size >= 0) {
    cursor.skip(size);
    return;
  }
  switch (form) {
    case DwarfForm.string:
      cursor.skipString();
      return;
    case DwarfForm.block1:
      cursor.skip(cursor.u8());
      return;
    case DwarfForm.block2:
      cursor.skip(cursor.u16());
      return;
    case DwarfForm.block4:
      cursor.skip(cursor.u32());
      return;
    case DwarfForm.block:
    case DwarfForm.exprloc:
      cursor.skip(cursor.uleb());
      return;
    case DwarfForm.sdata:
    case DwarfForm.udata:
    case DwarfForm.refUdata:
    case DwarfForm.strx:
    case DwarfForm.addrx:
    case DwarfForm.loclistx:
    case DwarfForm.rnglistx:
    case DwarfForm.gnuAddrIndex:
    case DwarfForm.gnuStrIndex:
      cursor.skipLeb();
      return;
    case DwarfForm.indirect:
      skipForm(cursor, innerForm(cursor), sizes);
      return;
    default:
      throw new BrokenFileError(
        `an attribute has the form 0x${form.toString(16)}, which DWARF lacks`,
      );
  }
}

/** Reads the form that an indirect value is stored in. */
export function innerForm(cursor: Cursor): number {
  const form = cursor.uleb();
  if (form === DwarfForm.indirect || form === DwarfForm.implicitConst) {
    throw new BrokenFileError("an attribute of indirect form leads to another one");
  }
  return form;
}

/** Returns the bytes that a value takes; -1 where it depends on the value. */
function sizeOfForm(form: number, { version, offsetSize, addressSize }: FormSizes): number {
  switch (form) {
    case DwarfForm.flagPresent:
    case DwarfForm.implicitConst:
      return 0;
    case DwarfForm.data1:
    case DwarfForm.flag:
    case DwarfForm.ref1:
    case DwarfForm.strx1:
    case DwarfForm.addrx1:
      return 1;
    case DwarfForm.data2:
    case DwarfForm.ref2:
    case DwarfForm.strx2:
    case DwarfForm.addrx2:
      return 2;
    case DwarfForm.strx3:
    case DwarfForm.addrx3:
      return 3;
    case DwarfForm.data4:
    case DwarfForm.ref4:
    case DwarfForm.refSup4:
    case DwarfForm.strx4:
    case DwarfForm.addrx4:
      return 4;
    case DwarfForm.data8:
    case DwarfForm.ref8:
    case DwarfForm.refSig8:
    case DwarfForm.refSup8:
      return 8;
    case DwarfForm.data16:
      return 16;
    case DwarfForm.addr:
      return addressSize;
    case DwarfForm.refAddr:
      return version <= 2 ? addressSize : offsetSize;
    case DwarfForm.strp:
    case DwarfForm.secOffset:
    case DwarfForm.strpSup:
    case DwarfForm.lineStrp:
    case DwarfForm.gnuRefAlt:
    case DwarfForm.gnuStrpAlt:
      return offsetSize;
    default:
      return -1;
  }
}
