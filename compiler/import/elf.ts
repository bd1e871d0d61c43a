/** ELF files: executables, libraries, object files, kernel modules, core files of debug information. */
import { decompress, decompressOld } from "./decompress.js";
import {
  Elf32CompressionHeader,
  Elf32Header,
  Elf32Section,
  Elf64CompressionHeader,
  Elf64Header,
  Elf64Section,
  ElfClass,
  ElfCompression,
  ElfIdentification,
  ElfOrder,
  ElfSectionType,
  ElfType,
} from "./layouts/elf.js";
import { readRelocations, RelocatedSource } from "./relocations.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError, MemorySource, StringTable, WindowSource } from "./source.js";
import type { ByteSource } from "./source.js";

/** A section, as its header says it. */
export interface ElfSection {
  readonly index: number;
  readonly name: string;
  readonly type: ElfSectionType;
  readonly flags: number;
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
  readonly link: number;
  readonly info: number;
}

/** Bit of the flags of a section that is compressed. */
const compressedFlag = 0x800;
/** Number of sections that says that it lies in the first header instead. */
const extendedIndex = 0xffff;

/** Reads the table of sections. Throws {@link BrokenFileError}. */
export function openElf(file: ByteSource): ElfFile {
  return new ElfFile(file);
}

/** An ELF file with its sections. */
export class ElfFile implements SectionFile {
  readonly format = "ELF";
  readonly byteOrder: "big" | "little";
  readonly is64: boolean;
  /** Number of the machine that it is for. */
  readonly machine: number;
  readonly isRelocatable: boolean;
  readonly sections: readonly ElfSection[];
  readonly #file: ByteSource;

  constructor(file: ByteSource) {
    this.#file = file;
    const identification = ElfIdentification.view(file.read(0, ElfIdentification.size));
    this.is64 = identification.class === ElfClass.bits64;
    this.byteOrder = identification.order === ElfOrder.big ? "big" : "little";
    const header = this.is64
      ? Elf64Header.view(file.read(0, Elf64Header.size))
      : Elf32Header.view(file.read(0, Elf32Header.size));
    this.machine = header.machine;
    this.isRelocatable = header.type === ElfType.relocatable;
    this.sections = this.#readSections(
      Number(header.sectionHeaders),
      header.sectionHeaderSize,
      header.sectionHeaderCount,
      header.nameSection,
    );
  }

  get names(): readonly string[] {
    return this.sections.map(({ name }) => name);
  }

  async open(name: string): Promise<ByteSource | undefined> {
    const [first] = await this.openAll(name);
    return first;
  }

  async openAll(name: string): Promise<readonly ByteSource[]> {
    const opened: ByteSource[] = [];
    for (const section of this.sections) {
      if (section.type === ElfSectionType.noBits) continue;
      // The older way of compression has a name of its own.
      const isOld = section.name === name.replace(/^\./, ".z");
      if (section.name === name || isOld) opened.push(await this.#openSection(section, isOld));
    }
    return opened;
  }

  /** Opens the contents of a section as they are. */
  contentsOf({ name, offset, size, type }: ElfSection): ByteSource {
    if (type === ElfSectionType.noBits) return new MemorySource([]);
    try {
      return new WindowSource(this.#file, offset, size);
    } catch (error) {
      if (!(error instanceof BrokenFileError)) throw error;
      throw new BrokenFileError(`the section ${name} is cut off: ${error.message}`);
    }
  }

  async #openSection(section: ElfSection, isOld: boolean): Promise<ByteSource> {
    const contents = this.contentsOf(section);
    const isCompressed = (section.flags & compressedFlag) !== 0;
    const opened = isOld
      ? await decompressOld(contents)
      : isCompressed
        ? await this.#decompress(contents)
        : contents;
    if (!this.isRelocatable) return opened;
    const relocations = readRelocations(this, section, opened);
    return relocations === undefined ? opened : new RelocatedSource(opened, relocations);
  }

  async #decompress(contents: ByteSource): Promise<ByteSource> {
    const Header = this.is64 ? Elf64CompressionHeader : Elf32CompressionHeader;
    const { type, size } = Header.view(contents.read(0, Header.size), this.byteOrder);
    switch (type) {
      case ElfCompression.zlib:
        return decompress(contents, Header.size, "zlib", size);
      case ElfCompression.zstd:
        return decompress(contents, Header.size, "zstd", size);
      default:
        throw new BrokenFileError(`a section is compressed in a way that is not known: ${type}`);
    }
  }

  #readSections(
    offset: number,
    stride: number,
    said: number,
    saidNames: number,
  ): readonly ElfSection[] {
    const Section = this.is64 ? Elf64Section : Elf32Section;
    if (offset === 0) return [];
    if (stride < Section.size) throw new BrokenFileError(`a section header has ${stride} bytes`);
    const first = Section.view(this.#file.read(offset, Section.size), this.byteOrder);
    const count = said === 0 ? Number(first.size) : said;
    const nameSection = saidNames === extendedIndex ? first.link : saidNames;
    const bytes = this.#file.read(offset, count * stride);
    const headers = Array.from({ length: count }, (_, index) => {
      const start = index * stride;
      return Section.view(bytes.subarray(start, start + Section.size), this.byteOrder);
    });
    const names = headers[nameSection];
    const table =
      names === undefined || names.type === ElfSectionType.noBits
        ? undefined
        : new StringTable(new WindowSource(this.#file, names.offset, names.size));
    return headers.map((header, index) => ({
      index,
      name: header.type === ElfSectionType.null ? "" : (table?.at(header.name) ?? ""),
      type: header.type,
      flags: Number(BigInt(header.flags) & 0xffff_ffffn),
      offset: header.offset,
      size: header.size,
      link: header.link,
      info: header.info,
    }));
  }
}
