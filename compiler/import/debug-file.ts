/** Opens a file that debug information can lie in, by what it begins with. */
import { openElf } from "./elf.js";
import { isFat, isMachO, MachOFile, openFat } from "./mach-o.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";
import { WasmFile, wasmMagic } from "./wasm.js";

const elfMagic = 0x7f454c46;

/** Opens the sections of a file. Throws {@link BrokenFileError} for a format that is not known. */
export function openSections(source: ByteSource): SectionFile {
  if (source.size < 8) {
    throw new BrokenFileError(`it has ${source.size} bytes, too few for any format`);
  }
  const magic = new DataView(source.read(0, 4).buffer).getUint32(0);
  if (magic === elfMagic) return openElf(source);
  if (magic === wasmMagic) return new WasmFile(source);
  if (isMachO(magic)) return new MachOFile(source);
  if (isFat(magic)) {
    const files = openFat(source);
    // What structs look like differs little between the machines: the first with debug information counts.
    const file = files.find(({ names }) => names.includes(".debug_info")) ?? files[0];
    if (file !== undefined) return file;
  }
  if (magic >>> 16 === 0x4d5a) {
    throw new BrokenFileError("it is a program of Windows, whose debug information is not read");
  }
  throw new BrokenFileError("it is no ELF file, no Mach-O file and no WebAssembly module");
}
