/** Programs, libraries and object files of Windows, whose sections hold DWARF where MinGW or clang made it. */
import { decompressOld } from "./decompress.js";
import {
  CoffBigHeader,
  CoffHeader,
  CoffMachine,
  CoffRelocation,
  CoffSection,
  CoffSymbol,
  DosHeader,
} from "./layouts/pe.js";
import { RelocatedSource, RelocationList } from "./relocations.js";
import type { Relocations } from "./relocations.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError, StringTable, WindowSource } from "./source.js";
import type { ByteSource } from "./source.js";

/** Types of relocations that store an offset in a section, in 4 bytes, by machine. */
const sectionRelative: ReadonlyMap<number, number> = new Map([
  [CoffMachine.i386, 11],
  [CoffMachine.amd64, 11],
  [CoffMachine.arm, 15],
  [CoffMachine.arm64, 8],
  [CoffMachine.arm64ec, 8],
]);

/** Bit of the flags of a section with more relocations than its header can count. */
const manyRelocations = 0x0100_0000;
/** First version of object files for many sections: earlier ones are of import libraries. */
const bigVersion = 2;
/** Most bytes of relocations that are read at once. */
const step = 1 << 20;

/** Whether a file with these first bytes, as a big-endian number, is a program or an object file of Windows. */
export function isPe(magic: number): boolean {
  const start = magic >>> 16;
  const machine = ((start & 0xff) << 8) | (start >>> 8);
  return start === 0x4d5a || magic === 0x0000_ffff || sectionRelative.has(machine);
}

interface Section {
  readonly name: string;
  readonly header: CoffSection;
}

/** The parts of the two headers that object files can have. */
interface Header {
  readonly machine: number;
  readonly sectionCount: number;
  readonly sectionsStart: number;
  readonly symbolOffset: number;
  readonly symbolCount: number;
  /** Bytes of each symbol. */
  readonly symbolSize: number;
}

/** A program or an object file of Windows with its sections. */
export class PeFile implements SectionFile {
  readonly format = "PE";
  readonly byteOrder = "little";
  readonly #file: ByteSource;
  readonly #isProgram: boolean;
  readonly #header: Header;
  readonly #sections: readonly Section[];

  constructor(file: ByteSource) {
    this.#file = file;
    const magic = new DataView(file.read(0, 4).buffer).getUint32(0);
    this.#isProgram = magic >>> 16 === 0x4d5a;
    this.#header = this.#isProgram
      ? readHeader(file, startOfProgram(file))
      : magic === 0x0000_ffff
        ? readBigHeader(file)
        : readHeader(file, 0);
    this.#sections = this.#readSections();
  }

  get names(): readonly string[] {
    return this.#sections.map(({ name }) => name);
  }

  async open(name: string): Promise<ByteSource | undefined> {
    const [first] = await this.openAll(name);
    return first;
  }

  async openAll(name: string): Promise<readonly ByteSource[]> {
    const opened: ByteSource[] = [];
    for (const section of this.#sections) {
      const isOld = section.name === name.replace(/^\./, ".z");
      if (section.name !== name && !isOld) continue;
      const contents = this.#contentsOf(section);
      const plain = isOld ? await decompressOld(contents) : contents;
      const relocations = this.#isProgram ? undefined : this.#relocationsOf(section, plain);
      opened.push(relocations === undefined ? plain : new RelocatedSource(plain, relocations));
    }
    return opened;
  }

  #contentsOf({ name, header }: Section): ByteSource {
    const { size, virtualSize, offset } = header;
    // What a linker fills up with is not part of it.
    const used = this.#isProgram && virtualSize > 0 ? Math.min(size, virtualSize) : size;
    try {
      return new WindowSource(this.#file, offset, used);
    } catch (error) {
      if (!(error instanceof BrokenFileError)) throw error;
      throw new BrokenFileError(`the section ${name} is cut off: ${error.message}`);
    }
  }

  #readSections(): readonly Section[] {
    const { sectionCount, sectionsStart, symbolOffset, symbolCount, symbolSize } = this.#header;
    const bytes = this.#file.read(sectionsStart, sectionCount * CoffSection.size);
    const stringsStart = symbolOffset + symbolCount * symbolSize;
    const hasStrings = symbolOffset > 0 && stringsStart < this.#file.size;
    const strings = hasStrings
      ? new StringTable(new WindowSource(this.#file, stringsStart, this.#file.size - stringsStart))
      : undefined;
    return Array.from({ length: sectionCount }, (_, index) => {
      const start = index * CoffSection.size;
      const header = CoffSection.view(bytes.subarray(start, start + CoffSection.size));
      const name = header.name.toString();
      const place = offsetOfName(name);
      return { name: place === undefined ? name : (strings?.at(place) ?? name), header };
    });
  }

  /** Returns the relocations of a section of an object file. `contents` is the section before they are applied. */
  #relocationsOf(section: Section, contents: ByteSource): Relocations | undefined {
    const { header } = section;
    const { symbolOffset, symbolCount, symbolSize, machine } = this.#header;
    const type = sectionRelative.get(machine);
    let { relocationOffset: start, relocationCount: count } = header;
    if (count === 0) return undefined;
    const stride = CoffRelocation.size;
    if ((header.flags & manyRelocations) !== 0 && count === 0xffff) {
      // Then the first one is none, and has the number, itself counted.
      count = CoffRelocation.view(this.#file.read(start, stride)).offset - 1;
      start += stride;
    }
    const source = new WindowSource(this.#file, start, count * stride);
    const symbols = new WindowSource(this.#file, symbolOffset, symbolCount * symbolSize);
    const values = new Map<number, number>();
    const valueOf = (symbol: number): number => {
      const known = values.get(symbol);
      if (known !== undefined) return known;
      const bytes = symbols.read(symbol * symbolSize, CoffSymbol.size);
      const { value } = CoffSymbol.view(bytes);
      values.set(symbol, value);
      return value;
    };
    const list = new RelocationList(count);
    const perStep = Math.floor(step / stride);
    for (let index = 0; index < count; index += perStep) {
      const bytes = source.read(index * stride, Math.min(perStep, count - index) * stride);
      for (let at = 0; at < bytes.length; at += stride) {
        const { offset, symbol, type: own } = CoffRelocation.view(bytes.subarray(at, at + stride));
        if (own === type) list.add({ offset, value: valueOf(symbol), size: 4 }, section, contents);
      }
    }
    return list.finish("little", true);
  }
}

/** Returns where the header of a program begins: behind the one of MS-DOS, and a signature. */
function startOfProgram(file: ByteSource): number {
  const { headerOffset } = DosHeader.view(file.read(0, DosHeader.size));
  const isThere = headerOffset + 4 <= file.size;
  const signature = isThere ? new DataView(file.read(headerOffset, 4).buffer).getUint32(0) : 0;
  if (signature === 0x50450000) return headerOffset + 4;
  throw new BrokenFileError("it is a program of MS-DOS, and none of Windows");
}

function readHeader(file: ByteSource, start: number): Header {
  const header = CoffHeader.view(file.read(start, CoffHeader.size));
  const { machine, sectionCount, symbolOffset, symbolCount } = header;
  const sectionsStart = start + CoffHeader.size + header.optionalHeaderSize;
  const symbolSize = CoffSymbol.size;
  return { machine, sectionCount, sectionsStart, symbolOffset, symbolCount, symbolSize };
}

function readBigHeader(file: ByteSource): Header {
  const header = CoffBigHeader.view(file.read(0, CoffBigHeader.size));
  const { version, machine, sectionCount, symbolOffset, symbolCount } = header;
  if (version < bigVersion) {
    throw new BrokenFileError("it is a part of an import library of Windows, which has no types");
  }
  const sectionsStart = CoffBigHeader.size;
  // The number of the section has two bytes more.
  const symbolSize = CoffSymbol.size + 2;
  return { machine, sectionCount, sectionsStart, symbolOffset, symbolCount, symbolSize };
}

/** Returns the offset that stands in place of a long name: `/123`, or in base 64 from ten million on. */
function offsetOfName(name: string): number | undefined {
  const decimal = /^\/(\d+)$/.exec(name)?.[1];
  if (decimal !== undefined) return Number(decimal);
  const letters = /^\/\/([A-Za-z0-9+/]+)$/.exec(name)?.[1];
  if (letters === undefined) return undefined;
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return [...letters].reduce((value, letter) => value * 64 + digits.indexOf(letter), 0);
}
