import { ascii, enumeration, magic, padding, struct, u16, u32 } from "structview/schema";

/** What a program of Windows begins with, since MS-DOS (PE Format, section "MS-DOS Stub"). */
export const DosHeader = struct(
  {
    magic: magic("MZ"),
    reserved: padding(58),
    /** Offset of the signature `PE\0\0`, which {@link CoffHeader} follows. */
    headerOffset: u32,
  },
  { size: 64 },
);

/** The machine that an object file or a program is for. */
export const CoffMachine = enumeration(
  u16,
  { unknown: 0, i386: 0x14c, arm: 0x1c4, amd64: 0x8664, arm64ec: 0xa641, arm64: 0xaa64 },
  { open: true },
);

/** What an object file of Windows begins with (PE Format, section "COFF File Header"). */
export const CoffHeader = struct(
  {
    machine: CoffMachine,
    sectionCount: u16,
    time: u32,
    symbolOffset: u32,
    symbolCount: u32,
    /** Bytes of what lies between this header and those of the sections. */
    optionalHeaderSize: u16,
    flags: u16,
  },
  { size: 20 },
);

/** What an object file with more than 65,279 sections begins with (`ANON_OBJECT_HEADER_BIGOBJ` of `winnt.h`). */
export const CoffBigHeader = struct(
  {
    machineUnknown: u16,
    signature: u16,
    version: u16,
    machine: CoffMachine,
    time: u32,
    classId: padding(16),
    dataSize: u32,
    flags: u32,
    metadata: padding(8),
    sectionCount: u32,
    symbolOffset: u32,
    symbolCount: u32,
  },
  { size: 56 },
);

/** A section of an object file or a program (PE Format, section "Section Table"). */
export const CoffSection = struct(
  {
    /** A longer one than fits is `/` and its offset in the table of strings. */
    name: ascii(8, { zeroTerminated: true }),
    /** Bytes in memory; 0 in object files. */
    virtualSize: u32,
    virtualAddress: u32,
    /** Bytes in the file, of a program rounded up. */
    size: u32,
    offset: u32,
    relocationOffset: u32,
    lineOffset: u32,
    relocationCount: u16,
    lineCount: u16,
    flags: u32,
  },
  { size: 40 },
);

/** A relocation of an object file (PE Format, section "COFF Relocations"). */
export const CoffRelocation = struct({ offset: u32, symbol: u32, type: u16 }, { size: 10 });

/** A symbol of an object file; those of files with many sections have two bytes more behind the value. */
export const CoffSymbol = struct(
  {
    name: padding(8),
    value: u32,
    section: u16,
    type: u16,
    storageClass: padding(1),
    auxiliaries: padding(1),
  },
  { size: 18 },
);
