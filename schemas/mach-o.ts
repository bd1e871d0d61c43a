import { ascii, enumeration, padding, struct, u32, u64 } from "structview/schema";

/** What a Mach-O file begins with, in the byte order of the file (`mach-o/loader.h`). */
export const MachMagic = enumeration(u32, { bits32: 0xfeedface, bits64: 0xfeedfacf });

/** The machine that a Mach-O file is for (`mach/machine.h`). */
export const MachCpu = enumeration(
  u32,
  {
    i386: 7,
    arm: 12,
    ppc: 18,
    x86_64: 0x01000007,
    arm64: 0x0100000c,
    ppc64: 0x01000012,
    arm64_32: 0x0200000c,
  },
  { open: true },
);

/** Header of a Mach-O file for machines of 32 bits; that for 64 bits has four more bytes. */
export const MachHeader = struct(
  {
    magic: MachMagic,
    cpu: MachCpu,
    subtype: u32,
    fileType: u32,
    commandCount: u32,
    /** Bytes of all commands. */
    commandSize: u32,
    flags: u32,
  },
  { byteOrder: "runtime", size: 28 },
);

/** What a load command does. */
export const MachCommandKind = enumeration(
  u32,
  { segment: 1, symbols: 2, segment64: 25, uuid: 27 },
  { open: true },
);

/** What each load command begins with. */
export const MachCommand = struct(
  {
    kind: MachCommandKind,
    /** Bytes of the command, these included. */
    size: u32,
  },
  { byteOrder: "runtime", size: 8 },
);

/** A segment of a file for machines of 32 bits; its sections follow. */
export const MachSegment = struct(
  {
    command: MachCommand,
    name: ascii(16, { zeroTerminated: true }),
    address: u32,
    memorySize: u32,
    offset: u32,
    size: u32,
    maximumProtection: u32,
    protection: u32,
    sectionCount: u32,
    flags: u32,
  },
  { byteOrder: "runtime", size: 56 },
);

/** A segment of a file for machines of 64 bits; its sections follow. */
export const MachSegment64 = struct(
  {
    command: MachCommand,
    name: ascii(16, { zeroTerminated: true }),
    address: u64,
    memorySize: u64,
    offset: u64,
    size: u64,
    maximumProtection: u32,
    protection: u32,
    sectionCount: u32,
    flags: u32,
  },
  { byteOrder: "runtime", size: 72 },
);

/** A section of a file for machines of 32 bits. */
export const MachSection = struct(
  {
    name: ascii(16, { zeroTerminated: true }),
    segment: ascii(16, { zeroTerminated: true }),
    address: u32,
    size: u32,
    /** Offset of the contents from the start of the header. */
    offset: u32,
    alignment: u32,
    relocations: u32,
    relocationCount: u32,
    flags: u32,
    reserved: padding(8),
  },
  { byteOrder: "runtime", size: 68 },
);

/** A section of a file for machines of 64 bits. */
export const MachSection64 = struct(
  {
    name: ascii(16, { zeroTerminated: true }),
    segment: ascii(16, { zeroTerminated: true }),
    address: u64,
    size: u64.asNumber,
    /** Offset of the contents from the start of the header. */
    offset: u32,
    alignment: u32,
    relocations: u32,
    relocationCount: u32,
    flags: u32,
    reserved: padding(12),
  },
  { byteOrder: "runtime", size: 80 },
);

/** Whether the places in a file for several machines have 32 or 64 bits (`mach-o/fat.h`). */
export const FatMagic = enumeration(u32, { bits32: 0xcafebabe, bits64: 0xcafebabf });

/** Header of a file that holds Mach-O files for several machines. */
export const FatHeader = struct({ magic: FatMagic, count: u32 }, { byteOrder: "big", size: 8 });

/** Where the file for one machine lies. */
export const FatPlace = struct(
  { cpu: MachCpu, subtype: u32, offset: u32, size: u32, alignment: u32 },
  { byteOrder: "big", size: 20 },
);

/** Where the file for one machine lies, beyond 4 GB. */
export const FatPlace64 = struct(
  {
    cpu: MachCpu,
    subtype: u32,
    offset: u64.asNumber,
    size: u64.asNumber,
    alignment: u32,
    reserved: padding(4),
  },
  { byteOrder: "big", size: 32 },
);
