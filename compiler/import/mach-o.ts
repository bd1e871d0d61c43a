/** Mach-O files of macOS: object files, those in `.dSYM` folders, and several of them in one. */
import { decompressOld } from "./decompress.js";
import {
  FatHeader,
  FatMagic,
  FatPlace,
  FatPlace64,
  MachCommand,
  MachCommandKind,
  MachCpu,
  MachHeader,
  MachSection,
  MachSection64,
  MachSegment,
  MachSegment64,
  nameOfMachCpu,
} from "./layouts/mach-o.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError, WindowSource } from "./source.js";
import type { ByteSource } from "./source.js";

/** Most machines that one file is for: a class file of Java begins with the same bytes. */
export const maximumMachines = 40;

/** Bytes of the header for machines of 64 bits. */
const headerSize64 = 32;
/** The first bytes of files, as a big-endian number. */
const magics = { big32: 0xfeedface, big64: 0xfeedfacf, little32: 0xcefaedfe, little64: 0xcffaedfe };
/** Names of sections have 16 characters: what is longer is cut off. */
const longestName = 16;

/** Whether a file with these first bytes is a Mach-O file for one machine. */
export function isMachO(magic: number): boolean {
  return Object.values(magics).includes(magic);
}

/** Whether a file with these first bytes holds several Mach-O files. */
export function isFat(magic: number): boolean {
  return magic === FatMagic.bits32 || magic === FatMagic.bits64;
}

/** A file for one machine within one for several. */
export interface MachOSlice {
  /** As `lipo` names it: `arm64`. */
  readonly architecture: string;
  readonly source: ByteSource;
}

/** Returns the files for all machines. */
export function slicesOf(file: ByteSource): readonly MachOSlice[] {
  const { magic, count } = FatHeader.view(file.read(0, FatHeader.size));
  if (count > maximumMachines) {
    throw new BrokenFileError(`it says that it is for ${count} machines: it is no Mach-O file`);
  }
  const Place = magic === FatMagic.bits64 ? FatPlace64 : FatPlace;
  return Array.from({ length: count }, (_, index) => {
    const place = Place.view(file.read(FatHeader.size + index * Place.size, Place.size));
    return {
      architecture: architectureOf(place),
      source: new WindowSource(file, place.offset, place.size),
    };
  });
}

/** Variants of machines that have names of their own, by the number that tells them. */
const variants: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  x86_64: { 8: "x86_64h" },
  arm: { 6: "armv6", 9: "armv7", 11: "armv7s", 12: "armv7k" },
  arm64: { 2: "arm64e" },
};

function architectureOf({
  cpu,
  subtype,
}: {
  readonly cpu: MachCpu;
  readonly subtype: number;
}): string {
  const name = nameOfMachCpu(cpu) ?? `cpu ${cpu}`;
  // The upper bits are flags.
  return variants[name]?.[subtype & 0xff_ffff] ?? name;
}

interface Section {
  /** As ELF has it: `.debug_info`. */
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  readonly isCompressed: boolean;
}

/** A Mach-O file with its sections. Its debug information needs no relocations. */
export class MachOFile implements SectionFile {
  readonly format = "Mach-O";
  readonly byteOrder: "big" | "little";
  /** The machine that it is for, as `lipo` names it. */
  readonly architecture: string;
  readonly #file: ByteSource;
  readonly #sections: readonly Section[];

  constructor(file: ByteSource) {
    this.#file = file;
    const magic = new DataView(file.read(0, 4).buffer).getUint32(0);
    if (!isMachO(magic))
      throw new BrokenFileError(
        "a part of it is no Mach-O file, but perhaps an archive of several",
      );
    this.byteOrder = magic === magics.big32 || magic === magics.big64 ? "big" : "little";
    const is64 = magic === magics.big64 || magic === magics.little64;
    const header = MachHeader.view(file.read(0, MachHeader.size), this.byteOrder);
    this.architecture = architectureOf(header);
    const commands = file.read(is64 ? headerSize64 : MachHeader.size, header.commandSize);
    this.#sections = this.#readCommands(commands, header.commandCount);
  }

  get names(): readonly string[] {
    return this.#sections.map(({ name }) => name);
  }

  async open(name: string): Promise<ByteSource | undefined> {
    const wanted = nameInFile(name);
    const section = this.#sections.find((each) => each.name === wanted);
    if (section === undefined) return undefined;
    const contents = new WindowSource(this.#file, section.offset, section.size);
    return section.isCompressed ? decompressOld(contents) : contents;
  }

  async openAll(name: string): Promise<readonly ByteSource[]> {
    const section = await this.open(name);
    return section === undefined ? [] : [section];
  }

  #readCommands(commands: Uint8Array, count: number): readonly Section[] {
    const sections: Section[] = [];
    let start = 0;
    for (let index = 0; index < count; index += 1) {
      const [command] = MachCommand.viewPrefix(commands.subarray(start), this.byteOrder);
      if (command.size < MachCommand.size) {
        throw new BrokenFileError(`a load command has ${command.size} bytes`);
      }
      const bytes = commands.subarray(start, start + command.size);
      if (command.kind === MachCommandKind.segment) {
        const [{ sectionCount }, rest] = MachSegment.viewPrefix(bytes, this.byteOrder);
        sections.push(...this.#readSections(MachSection, rest, sectionCount));
      } else if (command.kind === MachCommandKind.segment64) {
        const [{ sectionCount }, rest] = MachSegment64.viewPrefix(bytes, this.byteOrder);
        sections.push(...this.#readSections(MachSection64, rest, sectionCount));
      }
      start += command.size;
    }
    return sections;
  }

  #readSections(
    Section: typeof MachSection | typeof MachSection64,
    bytes: Uint8Array,
    count: number,
  ): readonly Section[] {
    if (count * Section.size > bytes.length) {
      throw new BrokenFileError(`a segment says that it has ${count} sections: it is cut off`);
    }
    return Array.from({ length: count }, (_, index) => {
      const start = index * Section.size;
      const section = Section.view(bytes.subarray(start, start + Section.size), this.byteOrder);
      const name = section.name.toString();
      return {
        name: name.replace(/^__z?debug_/, ".debug_"),
        offset: section.offset,
        size: section.size,
        isCompressed: name.startsWith("__zdebug_"),
      };
    });
  }
}

/** Returns what is left of a name in a Mach-O file, as ELF has it. */
function nameInFile(name: string): string {
  return `.${name.replace(/^\./, "__").slice(0, longestName).slice(2)}`;
}
