import { enumeration, struct, u16, u32, u64, u8, when } from "structview/schema";

/** What a unit of DWARF 5 holds (DWARF 5, section 7.5.1). */
export const DwarfUnitType = enumeration(
  u8,
  { compile: 1, type: 2, partial: 3, skeleton: 4, splitCompile: 5, splitType: 6 },
  { open: true },
);

/**
 * Header of a unit of `.debug_info` or `.debug_types` (DWARF 5, section 7.5.1; DWARF 4, section 7.5.1).
 * Lengths and offsets have 64 bits where the first word says so, else 32.
 */
export const DwarfUnitHeader = struct(
  {
    length: u32,
    longLength: when("length == 0xffffffff", u64.asNumber),
    version: u16,
    type: when("version >= 5", DwarfUnitType),
    addressSize: when("version >= 5", u8),
    /** Offset of the abbreviations in `.debug_abbrev`. */
    abbreviations: when("length != 0xffffffff", u32),
    longAbbreviations: when("length == 0xffffffff", u64.asNumber),
    oldAddressSize: when("version < 5", u8),
  },
  { byteOrder: "runtime" },
);

/** What follows in the header of a unit that holds one type. */
export const DwarfTypeUnitHeader = struct(
  {
    signature: u64,
    /** Offset of the type from the start of the unit. */
    typeOffset: u32,
  },
  { byteOrder: "runtime" },
);

/** The same in DWARF of 64 bits. */
export const DwarfLongTypeUnitHeader = struct(
  {
    signature: u64,
    /** Offset of the type from the start of the unit. */
    typeOffset: u64.asNumber,
  },
  { byteOrder: "runtime" },
);

/**
 * What the index of a package of split debug information begins with (DWARF 5, section 7.3.5.3; GNU's older one has
 * version 2). Numbers of units, and tables of where their parts lie, follow.
 */
export const DwarfPackageIndex = struct(
  { version: u32, sectionCount: u32, unitCount: u32, slotCount: u32 },
  { byteOrder: "runtime", size: 16 },
);

/** What an entry describes (DWARF 5, section 7.5.3); those that types are made of. */
export const DwarfTag = enumeration(
  u16,
  {
    arrayType: 1,
    classType: 2,
    enumerationType: 4,
    formalParameter: 5,
    member: 0xd,
    pointerType: 0xf,
    referenceType: 0x10,
    compileUnit: 0x11,
    stringType: 0x12,
    structureType: 0x13,
    subroutineType: 0x15,
    typedef: 0x16,
    unionType: 0x17,
    unspecifiedParameters: 0x18,
    variant: 0x19,
    inheritance: 0x1c,
    ptrToMemberType: 0x1f,
    setType: 0x20,
    subrangeType: 0x21,
    baseType: 0x24,
    constType: 0x26,
    enumerator: 0x28,
    fileType: 0x29,
    packedType: 0x2d,
    subprogram: 0x2e,
    templateTypeParameter: 0x2f,
    templateValueParameter: 0x30,
    variantPart: 0x33,
    variable: 0x34,
    volatileType: 0x35,
    restrictType: 0x37,
    interfaceType: 0x38,
    namespace: 0x39,
    unspecifiedType: 0x3b,
    partialUnit: 0x3c,
    importedUnit: 0x3d,
    sharedType: 0x40,
    typeUnit: 0x41,
    rvalueReferenceType: 0x42,
    templateAlias: 0x43,
    coarrayType: 0x44,
    genericSubrange: 0x45,
    dynamicType: 0x46,
    atomicType: 0x47,
    skeletonUnit: 0x4a,
    immutableType: 0x4b,
  },
  { open: true },
);

/** What an attribute of an entry says (DWARF 5, section 7.5.4); those that types have. */
export const DwarfAttribute = enumeration(
  u16,
  {
    sibling: 1,
    location: 2,
    name: 3,
    byteSize: 0xb,
    bitOffset: 0xc,
    bitSize: 0xd,
    language: 0x13,
    discr: 0x15,
    discrValue: 0x16,
    compDir: 0x1b,
    constValue: 0x1c,
    lowerBound: 0x22,
    producer: 0x25,
    bitStride: 0x2e,
    upperBound: 0x2f,
    artificial: 0x34,
    count: 0x37,
    dataMemberLocation: 0x38,
    declaration: 0x3c,
    discrList: 0x3d,
    encoding: 0x3e,
    external: 0x3f,
    specification: 0x47,
    type: 0x49,
    virtuality: 0x4c,
    byteStride: 0x51,
    endianity: 0x65,
    signature: 0x69,
    dataBitOffset: 0x6b,
    enumClass: 0x6d,
    strOffsetsBase: 0x72,
    dwoName: 0x76,
    alignment: 0x88,
    gnuVector: 0x2107,
    gnuDwoName: 0x2130,
    gnuDwoId: 0x2131,
  },
  { open: true },
);

/** How an attribute is stored (DWARF 5, section 7.5.6), with those of GNU before it. */
export const DwarfForm = enumeration(
  u16,
  {
    addr: 1,
    block2: 3,
    block4: 4,
    data2: 5,
    data4: 6,
    data8: 7,
    string: 8,
    block: 9,
    block1: 0xa,
    data1: 0xb,
    flag: 0xc,
    sdata: 0xd,
    strp: 0xe,
    udata: 0xf,
    refAddr: 0x10,
    ref1: 0x11,
    ref2: 0x12,
    ref4: 0x13,
    ref8: 0x14,
    refUdata: 0x15,
    indirect: 0x16,
    secOffset: 0x17,
    exprloc: 0x18,
    flagPresent: 0x19,
    strx: 0x1a,
    addrx: 0x1b,
    refSup4: 0x1c,
    strpSup: 0x1d,
    data16: 0x1e,
    lineStrp: 0x1f,
    refSig8: 0x20,
    implicitConst: 0x21,
    loclistx: 0x22,
    rnglistx: 0x23,
    refSup8: 0x24,
    strx1: 0x25,
    strx2: 0x26,
    strx3: 0x27,
    strx4: 0x28,
    addrx1: 0x29,
    addrx2: 0x2a,
    addrx3: 0x2b,
    addrx4: 0x2c,
    gnuAddrIndex: 0x1f01,
    gnuStrIndex: 0x1f02,
    gnuRefAlt: 0x1f20,
    gnuStrpAlt: 0x1f21,
  },
  { open: true },
);

/** How a base type is read (DWARF 5, section 7.8). */
export const DwarfEncoding = enumeration(
  u8,
  {
    address: 1,
    boolean: 2,
    complexFloat: 3,
    float: 4,
    signed: 5,
    signedChar: 6,
    unsigned: 7,
    unsignedChar: 8,
    imaginaryFloat: 9,
    signedFixed: 0xd,
    unsignedFixed: 0xe,
    decimalFloat: 0xf,
    utf: 0x10,
  },
  { open: true },
);
