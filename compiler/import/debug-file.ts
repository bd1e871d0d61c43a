/** Opens a file that debug information can lie in, by what it begins with. */
import { openElf } from "./elf.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";

/** Opens the sections of an ELF file. Throws {@link BrokenFileError} for any other. */
export function openSections(source: ByteSource): SectionFile {
  if (source.size < 8)
    throw new BrokenFileError(`it has ${source.size} bytes, too few for any format`);
  const magic = new DataView(source.read(0, 8).buffer).getUint32(0);
  switch (magic) {
    case 0x7f454c46:
      return openElf(source);
    default:
      throw new BrokenFileError("it is no ELF file, no Mach-O file and no WebAssembly module");
  }
}
