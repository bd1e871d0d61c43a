/** Relocations of debug information in object files: where it says an offset, the linker has to add one. */
import type { ElfFile, ElfSection } from "./elf.js";
import {
  Elf32Rel,
  Elf32Rela,
  Elf32Symbol,
  Elf64Rel,
  Elf64Rela,
  Elf64Symbol,
  ElfSectionType,
} from "./layouts/elf.js";
import { BrokenFileError, WindowSource } from "./source.js";
import type { ByteSource } from "./source.js";

/** What to write where, in the order of the offsets. */
export interface Relocations {
  readonly byteOrder: "big" | "little";
  readonly offsets: Float64Array;
  readonly values: Float64Array;
  /** 4 or 8 bytes. */
  readonly sizes: Uint8Array;
  /** Whether what is there is added to the value. */
  readonly addsContents: boolean;
}

/** Types of relocations that store an address, by machine: of 4 bytes, of 8 bytes. */
const absolute: Readonly<
  Record<number, { readonly four: readonly number[]; readonly eight: readonly number[] }>
> = {
  2: { four: [3, 23], eight: [32, 54] }, // SPARC
  3: { four: [1], eight: [] }, // i386
  4: { four: [1], eight: [] }, // m68k
  8: { four: [2], eight: [18] }, // MIPS
  18: { four: [3, 23], eight: [32, 54] }, // SPARC 32+
  20: { four: [1, 24], eight: [] }, // PowerPC
  21: { four: [1, 43], eight: [38, 43] }, // PowerPC 64
  22: { four: [4], eight: [22] }, // S/390
  40: { four: [2], eight: [] }, // ARM
  42: { four: [1], eight: [254] }, // SuperH
  43: { four: [3, 23], eight: [32, 54] }, // SPARC 64
  62: { four: [10, 11], eight: [1] }, // x86-64
  183: { four: [258], eight: [257] }, // AArch64
  243: { four: [1], eight: [2] }, // RISC-V
  247: { four: [3, 4, 10], eight: [2] }, // BPF
  258: { four: [1], eight: [2] }, // LoongArch
};

const mips = 8;
/** Most bytes of relocations that are read at once. */
const step = 1 << 20;

/** Reads the relocations of a section, if it has any. `contents` is the section before they are applied. */
export function readRelocations(
  file: ElfFile,
  section: ElfSection,
  contents: ByteSource,
): Relocations | undefined {
  const table = file.sections.find(
    ({ type, info }) =>
      (type === ElfSectionType.rela || type === ElfSectionType.rel) && info === section.index,
  );
  if (table === undefined || table.size === 0) return undefined;
  const types = absolute[file.machine];
  if (types === undefined) {
    throw new BrokenFileError(
      `relocations of machine ${file.machine} are not known: link the object file, and import from the result`,
    );
  }
  const symbols = symbolsOf(file, table);
  const hasAddend = table.type === ElfSectionType.rela;
  const Entry = file.is64 ? (hasAddend ? Elf64Rela : Elf64Rel) : hasAddend ? Elf32Rela : Elf32Rel;
  const source = file.contentsOf(table);
  const count = Math.floor(source.size / Entry.size);
  const perStep = Math.floor(step / Entry.size);
  const list = new RelocationList(count);
  for (let start = 0; start < count; start += perStep) {
    const length = Math.min(perStep, count - start) * Entry.size;
    const bytes = source.read(start * Entry.size, length);
    for (let at = 0; at < length; at += Entry.size) {
      const entry = Entry.view(bytes.subarray(at, at + Entry.size), file.byteOrder);
      const { symbol, type } = symbolAndType(entry.info, file);
      const size = types.eight.includes(type) && file.is64 ? 8 : types.four.includes(type) ? 4 : 0;
      if (size === 0) continue;
      const addend = "addend" in entry ? Number(entry.addend) : 0;
      list.add({ offset: entry.offset, value: symbols(symbol) + addend, size }, section, contents);
    }
  }
  return list.finish(file.byteOrder, !hasAddend);
}

/** Relocations that are being read. */
export class RelocationList {
  readonly #offsets: Float64Array;
  readonly #values: Float64Array;
  readonly #sizes: Uint8Array;
  #used = 0;
  #isSorted = true;

  /** `count` is the most that there can be; those that are there have more bytes in the file than this takes. */
  constructor(count: number) {
    this.#offsets = new Float64Array(count);
    this.#values = new Float64Array(count);
    this.#sizes = new Uint8Array(count);
  }

  /** Adds one of a section. Throws {@link BrokenFileError} where it lies behind the end of the contents. */
  add(
    {
      offset,
      value,
      size,
    }: { readonly offset: number; readonly value: number; readonly size: 4 | 8 },
    section: { readonly name: string },
    contents: ByteSource,
  ): void {
    if (offset + size > contents.size) {
      throw new BrokenFileError(
        `a relocation of ${section.name} lies at offset ${offset}, behind its end`,
      );
    }
    this.#isSorted &&= this.#used === 0 || (this.#offsets[this.#used - 1] ?? 0) <= offset;
    this.#offsets[this.#used] = offset;
    this.#values[this.#used] = value;
    this.#sizes[this.#used] = size;
    this.#used += 1;
  }

  /** Returns them in the order of their offsets. */
  finish(byteOrder: "big" | "little", addsContents: boolean): Relocations {
    const all = {
      byteOrder,
      offsets: this.#offsets.subarray(0, this.#used),
      values: this.#values.subarray(0, this.#used),
      sizes: this.#sizes.subarray(0, this.#used),
      addsContents,
    };
    return this.#isSorted ? all : sorted(all);
  }
}

/** A section whose relocations are applied wherever it is read. */
export class RelocatedSource implements ByteSource {
  readonly size: number;
  readonly #contents: ByteSource;
  readonly #relocations: Relocations;

  constructor(contents: ByteSource, relocations: Relocations) {
    this.size = contents.size;
    this.#contents = contents;
    this.#relocations = relocations;
  }

  read(offset: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#contents.read(offset, length);
    const view = new DataView(bytes.buffer);
    const { offsets, values, sizes, byteOrder, addsContents } = this.#relocations;
    const isLittle = byteOrder === "little";
    // One that begins before what is read, and reaches into it, is of no use to who reads there.
    for (let index = firstFrom(offsets, offset); index < offsets.length; index += 1) {
      const at = (offsets[index] ?? 0) - offset;
      const size = sizes[index] ?? 0;
      if (at >= length) break;
      if (at + size > length) continue;
      const value = values[index] ?? 0;
      if (size === 8) {
        const before = addsContents ? view.getBigUint64(at, isLittle) : 0n;
        view.setBigUint64(at, BigInt.asUintN(64, BigInt(value) + before), isLittle);
      } else {
        const before = addsContents ? view.getUint32(at, isLittle) : 0;
        view.setUint32(at, value + before, isLittle);
      }
    }
    return bytes;
  }
}

function firstFrom(offsets: Float64Array, offset: number): number {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sorted({ offsets, values, sizes, ...others }: Relocations): Relocations {
  const order = Uint32Array.from(offsets.keys()).sort(
    (a, b) => (offsets[a] ?? 0) - (offsets[b] ?? 0),
  );
  return {
    ...others,
    offsets: Float64Array.from(order, (each) => offsets[each] ?? 0),
    values: Float64Array.from(order, (each) => values[each] ?? 0),
    sizes: Uint8Array.from(order, (each) => sizes[each] ?? 0),
  };
}

/** Returns a function from the number of a symbol to its value. */
function symbolsOf(file: ElfFile, table: ElfSection): (symbol: number) => number {
  const section = file.sections[table.link];
  if (section === undefined) {
    throw new BrokenFileError(`${table.name} names section ${table.link}, which does not exist`);
  }
  const source = file.contentsOf(section);
  const Symbol = file.is64 ? Elf64Symbol : Elf32Symbol;
  const count = Math.floor(source.size / Symbol.size);
  // All at once: a symbol has 24 bytes at most, and an object file has few for its size.
  const bytes = new WindowSource(source, 0, count * Symbol.size).read(0, count * Symbol.size);
  return (symbol) => {
    if (symbol === 0) return 0;
    if (symbol >= count) {
      throw new BrokenFileError(`${table.name} names symbol ${symbol} of ${count}`);
    }
    const start = symbol * Symbol.size;
    const { value } = Symbol.view(bytes.subarray(start, start + Symbol.size), file.byteOrder);
    return Number(value);
  };
}

function symbolAndType(
  info: number | bigint,
  { machine, byteOrder }: ElfFile,
): { readonly symbol: number; readonly type: number } {
  if (typeof info === "number") return { symbol: info >>> 8, type: info & 0xff };
  // MIPS has the symbol in the first 32 bits of memory, and up to three types behind it.
  if (machine === mips && byteOrder === "little") {
    return { symbol: Number(info & 0xffff_ffffn), type: Number(info >> 56n) };
  }
  return { symbol: Number(info >> 32n), type: Number(info & 0xffff_ffffn) };
}
