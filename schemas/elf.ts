import { byField, enumeration, magic, padding, struct, u16, u32, u64, u8 } from "structview/schema";

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
