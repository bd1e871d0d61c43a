/** The types of BTF as they are stored, by their numbers. */
import {
  BtfArray,
  BtfBitMember,
  BtfHeader,
  BtfInteger,
  BtfKind,
  BtfMember,
  BtfType,
  BtfValue,
  BtfValue64,
} from "./layouts/btf.js";
import { BrokenFileError, StringTable, WindowSource } from "./source.js";
import type { ByteSource } from "./source.js";

/** A type: what it begins with. */
export interface BtfEntry {
  readonly kind: number;
  readonly name: string;
  /** Number of members, values or parameters. */
  readonly count: number;
  readonly kindFlag: boolean;
  /** Bytes of the type, or the number of the one that it is made of. */
  readonly sizeOrType: number;
  readonly file: BtfFile;
  /** Offset of what follows. */
  readonly start: number;
}

/** A member of a struct or a union. */
export interface BtfEntryMember {
  readonly name: string;
  readonly type: number;
  readonly bitOffset: number;
  /** Bits of a bit field; 0 for all else. */
  readonly width: number;
}

/** A blob of BTF, behind the one that it continues if there is one. */
export class BtfFile {
  readonly byteOrder: "big" | "little";
  /** All types by their numbers; 0 is `void`. */
  readonly entries: readonly BtfEntry[];
  readonly #bytes: Uint8Array;
  readonly #names: StringTable;
  /** Offsets of names count on behind those of the base. */
  readonly #base: BtfFile | undefined;
  readonly #namesStart: number;
  readonly #namesEnd: number;

  constructor(source: ByteSource, base?: BtfFile) {
    const header = BtfHeader.view(source.read(0, BtfHeader.size));
    // The field is big-endian, whatever the file is.
    this.byteOrder = header.magic === 0xeb9f ? "big" : "little";
    if (header.version !== 1) {
      throw new BrokenFileError(`it is BTF of version ${header.version}; version 1 is read`);
    }
    const { headerSize, typeOffset, typeSize, stringOffset, stringSize } = header;
    this.#base = base;
    this.#namesStart = base === undefined ? 0 : base.#namesEnd;
    this.#namesEnd = this.#namesStart + stringSize;
    this.#bytes = source.read(headerSize + typeOffset, typeSize);
    this.#names = new StringTable(new WindowSource(source, headerSize + stringOffset, stringSize));
    this.entries = [...(base === undefined ? [this.#void()] : base.entries), ...this.#read()];
  }

  /** Whether some enumeration says that its values have a sign: then those that do not have none. */
  get hasSigns(): boolean {
    this.#hasSigns ??= this.entries.some(
      ({ kind, kindFlag }) =>
        kindFlag && (kind === BtfKind.enumeration || kind === BtfKind.enumeration64),
    );
    return this.#hasSigns;
  }
  #hasSigns: boolean | undefined;

  /** Returns the entry with a number. Throws {@link BrokenFileError}. */
  at(id: number): BtfEntry {
    const entry = this.entries[id];
    if (entry !== undefined) return entry;
    throw new BrokenFileError(
      `it names type ${id} of ${this.entries.length - 1}; types of a kernel module need those of the kernel: --base /sys/kernel/btf/vmlinux`,
    );
  }

  /** Returns the text at an offset. */
  nameAt(offset: number): string {
    if (offset < this.#namesStart) return this.#base?.nameAt(offset) ?? "";
    return this.#names.at(offset - this.#namesStart);
  }

  /** Returns how an integer is read. */
  integerAt({ start }: BtfEntry): BtfInteger {
    return BtfInteger.view(this.#part(start, BtfInteger.size), this.byteOrder);
  }

  /** Returns the element and the length of an array. */
  arrayAt({ start }: BtfEntry): BtfArray {
    return BtfArray.view(this.#part(start, BtfArray.size), this.byteOrder);
  }

  /** Returns the members of a struct or a union. */
  membersOf({ start, count, kindFlag }: BtfEntry): readonly BtfEntryMember[] {
    const Member = kindFlag ? BtfBitMember : BtfMember;
    return Array.from({ length: count }, (_, index) => {
      const bytes = this.#part(start + index * Member.size, Member.size);
      const member = Member.view(bytes, this.byteOrder);
      const { type, bitOffset } = member;
      const width = "width" in member ? member.width : 0;
      return { name: this.nameAt(member.name), type, bitOffset, width };
    });
  }

  /** Returns the values of an enumeration; those of 32 bits with a sign. */
  valuesOf({ start, count, kind }: BtfEntry): readonly {
    readonly name: string;
    readonly value: bigint;
  }[] {
    const Value = kind === BtfKind.enumeration64 ? BtfValue64 : BtfValue;
    return Array.from({ length: count }, (_, index) => {
      const value = Value.view(this.#part(start + index * Value.size, Value.size), this.byteOrder);
      const isWide = "high" in value;
      return {
        name: this.nameAt(value.name),
        value: isWide ? (BigInt(value.high) << 32n) | BigInt(value.low) : BigInt(value.value),
      };
    });
  }

  #part(start: number, size: number): Uint8Array {
    return this.#bytes.subarray(start, start + size);
  }

  #void(): BtfEntry {
    return {
      kind: 0,
      name: "void",
      count: 0,
      kindFlag: false,
      sizeOrType: 0,
      file: this,
      start: 0,
    };
  }

  #read(): readonly BtfEntry[] {
    const entries: BtfEntry[] = [];
    for (let start = 0; start < this.#bytes.length;) {
      const bytes = this.#part(start, BtfType.size);
      const { name, kind, count, kindFlag, sizeOrType } = BtfType.view(bytes, this.byteOrder);
      const number = entries.length + (this.#base?.entries.length ?? 1);
      const size = sizeBehind(kind, count, number);
      const behind = start + BtfType.size;
      if (behind + size > this.#bytes.length) {
        throw new BrokenFileError(`type ${number} says that ${size} bytes follow: it is cut off`);
      }
      entries.push({
        kind,
        name: this.nameAt(name),
        count,
        kindFlag,
        sizeOrType,
        file: this,
        start: behind,
      });
      start = behind + size;
    }
    return entries;
  }
}

/** Returns the bytes that follow what a type begins with. */
function sizeBehind(kind: number, count: number, number: number): number {
  switch (kind) {
    case BtfKind.integer:
    case BtfKind.variable:
    case BtfKind.declarationTag:
      return 4;
    case BtfKind.array:
      return BtfArray.size;
    case BtfKind.struct:
    case BtfKind.union:
      return count * BtfMember.size;
    case BtfKind.enumeration:
      return count * BtfValue.size;
    case BtfKind.enumeration64:
      return count * BtfValue64.size;
    case BtfKind.functionPrototype:
      return count * 8;
    case BtfKind.dataSection:
      return count * 12;
    case BtfKind.pointer:
    case BtfKind.forward:
    case BtfKind.typedef:
    case BtfKind.volatile:
    case BtfKind.const:
    case BtfKind.restrict:
    case BtfKind.function:
    case BtfKind.float:
    case BtfKind.typeTag:
      return 0;
    default:
      throw new BrokenFileError(
        `type ${number} is of kind ${kind}, which is not known, so that what follows cannot be found`,
      );
  }
}
