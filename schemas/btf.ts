import {
  bits,
  bitUnit,
  byField,
  enumeration,
  flag,
  i32,
  padding,
  struct,
  u16,
  u32,
  u8,
} from "structview/schema";

/** Header of types in the BPF Type Format (Documentation/bpf/btf.rst of Linux). */
export const BtfHeader = struct(
  {
    /** 0xeb9f in the byte order of all that follows. */
    magic: u16.be,
    version: u8,
    flags: u8,
    /** Bytes of this header; newer ones are longer. */
    headerSize: u32,
    /** Offset of the types from the end of the header. */
    typeOffset: u32,
    typeSize: u32,
    /** Offset of the names from the end of the header. */
    stringOffset: u32,
    stringSize: u32,
  },
  { byteOrder: byField({ little: "magic == 0x9feb", big: "magic == 0xeb9f" }), size: 24 },
);

/** What a type is. */
export const BtfKind = enumeration(
  bits(5),
  {
    integer: 1,
    pointer: 2,
    array: 3,
    struct: 4,
    union: 5,
    enumeration: 6,
    forward: 7,
    typedef: 8,
    volatile: 9,
    const: 10,
    restrict: 11,
    function: 12,
    functionPrototype: 13,
    variable: 14,
    dataSection: 15,
    float: 16,
    declarationTag: 17,
    typeTag: 18,
    enumeration64: 19,
  },
  { open: true },
);

/** What each type begins with. */
export const BtfType = struct(
  {
    /** Offset of the name in the section of names; 0 is none. */
    name: u32,
    ...bitUnit(u32, {
      /** Number of members, values or parameters. */
      count: bits(16),
      unused: padding(bits(8)),
      kind: BtfKind,
      unused2: padding(bits(2)),
      /** Of structs: members say their widths in bits; of enumerations: values have a sign. */
      kindFlag: flag,
    }),
    /** Bytes of a type, or the index of the type that it is made of. */
    sizeOrType: u32,
  },
  { byteOrder: "runtime", bitOrder: "least-significant-first", size: 12 },
);

/** What follows an integer. */
export const BtfInteger = struct(
  {
    ...bitUnit(u32, {
      width: bits(8),
      unused: padding(bits(8)),
      /** Where the value begins, in bits. */
      bitOffset: bits(8),
      isSigned: flag,
      isCharacter: flag,
      isBoolean: flag,
      unused2: padding(bits(5)),
    }),
  },
  { byteOrder: "runtime", bitOrder: "least-significant-first", size: 4 },
);

/** What follows an array. */
export const BtfArray = struct(
  { element: u32, index: u32, count: u32 },
  { byteOrder: "runtime", size: 12 },
);

/** A member of a struct or a union. */
export const BtfMember = struct(
  {
    name: u32,
    type: u32,
    /** Bits from the start of the struct. */
    bitOffset: u32,
  },
  { byteOrder: "runtime", size: 12 },
);

/** A member of a struct or a union whose kind flag is set. */
export const BtfBitMember = struct(
  {
    name: u32,
    type: u32,
    ...bitUnit(u32, {
      /** Bits from the start of the struct. */
      bitOffset: bits(24),
      /** Bits of a bit field; 0 for all else. */
      width: bits(8),
    }),
  },
  { byteOrder: "runtime", bitOrder: "least-significant-first", size: 12 },
);

/** A value of an enumeration. */
export const BtfValue = struct({ name: u32, value: i32 }, { byteOrder: "runtime", size: 8 });

/** A value of an enumeration of 64 bits. */
export const BtfValue64 = struct(
  { name: u32, low: u32, high: u32 },
  { byteOrder: "runtime", size: 12 },
);
