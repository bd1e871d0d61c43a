import {
  byField,
  enumeration,
  i32,
  i64,
  magic,
  padding,
  struct,
  u16,
  u32,
  u64,
  u8,
} from "structview/schema";

/** Whether a file is for machines of 32 or of 64 bits (System V ABI, "ELF identification"). */
export const ElfClass = enumeration(u8, { bits32: 1, bits64: 2 });

/** Order of the bytes of all that follows the identification. */
export const ElfOrder = enumeration(u8, { little: 1, big: 2 });

/** What kind of file it is. */
export const ElfType = enumeration(
  u16,
  { none: 0, relocatable: 1, executable: 2, shared: 3, core: 4 },
  { open: true },
);

/** First bytes of an executable or a library, whatever the machine (System V ABI, chapter 4). */
export const ElfIdentification = struct(
  {
    magic: magic([0x7f, 0x45, 0x4c, 0x46]),
    class: ElfClass,
    order: ElfOrder,
    version: u8,
    abi: u8,
    abiVersion: u8,
    reserved: padding(7),
  },
  // All are single bytes: nobody who opens it need say more.
  { byteOrder: "little" },
);

/** Header of a file for machines of 64 bits. Its identification tells the byte order. */
export const Elf64Header = struct(
  {
    identification: ElfIdentification,
    type: ElfType,
    machine: u16,
    version: u32,
    /** Address at which the program starts. */
    entry: u64,
    /** Offset of the program headers in the file. */
    programHeaders: u64,
    /** Offset of the section headers in the file. */
    sectionHeaders: u64,
    flags: u32,
    /** Bytes of this header. */
    headerSize: u16,
    programHeaderSize: u16,
    programHeaderCount: u16,
    sectionHeaderSize: u16,
    sectionHeaderCount: u16,
    /** Index of the section that holds the names of sections. */
    nameSection: u16,
  },
  {
    byteOrder: byField({ little: "identification.order == 1", big: "identification.order == 2" }),
    size: 64,
  },
);

/** Header of a file for machines of 32 bits. Its identification tells the byte order. */
export const Elf32Header = struct(
  {
    identification: ElfIdentification,
    type: ElfType,
    machine: u16,
    version: u32,
    /** Address at which the program starts. */
    entry: u32,
    /** Offset of the program headers in the file. */
    programHeaders: u32,
    /** Offset of the section headers in the file. */
    sectionHeaders: u32,
    flags: u32,
    /** Bytes of this header. */
    headerSize: u16,
    programHeaderSize: u16,
    programHeaderCount: u16,
    sectionHeaderSize: u16,
    sectionHeaderCount: u16,
    /** Index of the section that holds the names of sections. */
    nameSection: u16,
  },
  {
    byteOrder: byField({ little: "identification.order == 1", big: "identification.order == 2" }),
    size: 52,
  },
);

/** What a section holds (System V ABI, "Sections"). */
export const ElfSectionType = enumeration(
  u32,
  { null: 0, program: 1, symbols: 2, strings: 3, rela: 4, noBits: 8, rel: 9, dynamicSymbols: 11 },
  { open: true },
);

/** A section header of a file for machines of 64 bits. */
export const Elf64Section = struct(
  {
    /** Offset of the name in the section of names. */
    name: u32,
    type: ElfSectionType,
    flags: u64,
    address: u64,
    /** Offset of the contents in the file. */
    offset: u64.asNumber,
    /** Bytes of the contents. */
    size: u64.asNumber,
    /** Index of a section that belongs to it: of relocations that of the symbols. */
    link: u32,
    /** Of relocations, the index of the section that they change. */
    info: u32,
    alignment: u64,
    entrySize: u64,
  },
  { byteOrder: "runtime", size: 64 },
);

/** A section header of a file for machines of 32 bits. */
export const Elf32Section = struct(
  {
    /** Offset of the name in the section of names. */
    name: u32,
    type: ElfSectionType,
    flags: u32,
    address: u32,
    /** Offset of the contents in the file. */
    offset: u32,
    /** Bytes of the contents. */
    size: u32,
    /** Index of a section that belongs to it: of relocations that of the symbols. */
    link: u32,
    /** Of relocations, the index of the section that they change. */
    info: u32,
    alignment: u32,
    entrySize: u32,
  },
  { byteOrder: "runtime", size: 40 },
);

/** A symbol in a file for machines of 64 bits. */
export const Elf64Symbol = struct(
  { name: u32, info: u8, other: u8, section: u16, value: u64, size: u64 },
  { byteOrder: "runtime", size: 24 },
);

/** A symbol in a file for machines of 32 bits. */
export const Elf32Symbol = struct(
  { name: u32, value: u32, size: u32, info: u8, other: u8, section: u16 },
  { byteOrder: "runtime", size: 16 },
);

/** A relocation with its addend, for machines of 64 bits. */
export const Elf64Rela = struct(
  {
    /** Offset in the section that it changes. */
    offset: u64.asNumber,
    /** The symbol in the upper 32 bits, the type in the lower ones; MIPS has another order. */
    info: u64,
    addend: i64,
  },
  { byteOrder: "runtime", size: 24 },
);

/** A relocation whose addend lies where it changes the section, for machines of 64 bits. */
export const Elf64Rel = struct(
  { offset: u64.asNumber, info: u64 },
  { byteOrder: "runtime", size: 16 },
);

/** A relocation with its addend, for machines of 32 bits. */
export const Elf32Rela = struct(
  {
    /** Offset in the section that it changes. */
    offset: u32,
    /** The symbol in the upper 24 bits, the type in the lower ones. */
    info: u32,
    addend: i32,
  },
  { byteOrder: "runtime", size: 12 },
);

/** A relocation whose addend lies where it changes the section, for machines of 32 bits. */
export const Elf32Rel = struct({ offset: u32, info: u32 }, { byteOrder: "runtime", size: 8 });

/** How the contents of a section are compressed. */
export const ElfCompression = enumeration(u32, { zlib: 1, zstd: 2 }, { open: true });

/** What a compressed section begins with, for machines of 64 bits. */
export const Elf64CompressionHeader = struct(
  {
    type: ElfCompression,
    reserved: padding(4),
    /** Bytes when it is not compressed. */
    size: u64.asNumber,
    alignment: u64,
  },
  { byteOrder: "runtime", size: 24 },
);

/** What a compressed section begins with, for machines of 32 bits. */
export const Elf32CompressionHeader = struct(
  {
    type: ElfCompression,
    /** Bytes when it is not compressed. */
    size: u32,
    alignment: u32,
  },
  { byteOrder: "runtime", size: 12 },
);
