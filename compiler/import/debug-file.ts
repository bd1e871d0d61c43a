/** Opens a file that debug information can lie in, by what it begins with. */
import { UsageError } from "../usage-error.js";
import { listOf } from "../words.js";
import { openElf } from "./elf.js";
import { isFat, isMachO, MachOFile, slicesOf } from "./mach-o.js";
import type { ImportRemark } from "./model.js";
import { isPe, PeFile } from "./pe.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";
import { WasmFile, wasmMagic } from "./wasm.js";

const elfMagic = 0x7f454c46;
/** `!<ar`, of which `!<arch>` is made. */
const archiveMagic = 0x213c6172;

/** A file that is open, and what there is to say of it. */
export interface DebugFile {
  readonly file: SectionFile;
  readonly remarks: readonly ImportRemark[];
}

/**
 * Opens the sections of a file; of one for several machines those for `target`: `arm64`, or `aarch64-macos`. Throws
 * {@link BrokenFileError} for a format that is not known, and {@link UsageError} where there is no such machine.
 */
export function openDebugFile(source: ByteSource, target?: string): DebugFile {
  if (source.size < 8) {
    throw new BrokenFileError(`it has ${source.size} bytes, too few for any format`);
  }
  const magic = new DataView(source.read(0, 4).buffer).getUint32(0);
  if (isFat(magic)) return openSlice(source, target);
  const file = openByMagic(source, magic);
  if (target !== undefined) checkTarget(file, target);
  return { file, remarks: [] };
}

function openByMagic(source: ByteSource, magic: number): SectionFile {
  if (magic === elfMagic) return openElf(source);
  if (magic === wasmMagic) return new WasmFile(source);
  if (isMachO(magic)) return new MachOFile(source);
  if (isPe(magic)) return new PeFile(source);
  if (magic === archiveMagic) {
    throw new BrokenFileError(
      "it is an archive of object files: take them out of it with `ar x`, and import from one of them",
    );
  }
  throw new BrokenFileError(
    "it is no ELF file, no Mach-O file, no file of Windows and no WebAssembly module",
  );
}

/** Opens the file for one machine: the first with debug information, where none is chosen. */
function openSlice(source: ByteSource, target: string | undefined): DebugFile {
  const slices = slicesOf(source);
  const names = slices.map(({ architecture }) => architecture);
  if (target !== undefined) {
    const wanted = architectureOf(target);
    const slice = slices.find(({ architecture }) => architecture === wanted);
    if (slice !== undefined) return { file: new MachOFile(slice.source), remarks: [] };
    throw new UsageError(`it is not for ${wanted}, but for ${listOf(names, "and")}`);
  }
  const files = slices.map((slice) => new MachOFile(slice.source));
  const file = files.find((each) => each.names.includes(".debug_info")) ?? files[0];
  if (file === undefined) throw new BrokenFileError("it is for no machine");
  if (files.length === 1) return { file, remarks: [] };
  const reason = `is for ${listOf(names, "and")}; what is for ${file.architecture} is imported, and --target chooses another one`;
  return { file, remarks: [{ subject: "the file", reason }] };
}

function checkTarget(file: SectionFile, target: string): void {
  if (!(file instanceof MachOFile)) {
    throw new UsageError(
      `--target ${target} chooses among the machines of a Mach-O file; this is a file of the format ${file.format}`,
    );
  }
  const wanted = architectureOf(target);
  if (file.architecture === wanted) return;
  throw new UsageError(`it is not for ${wanted}, but for ${file.architecture}`);
}

/** Returns what `lipo` calls the machine of a target: `arm64` of `aarch64-macos`. */
function architectureOf(target: string): string {
  return target.replace(/-.*$/, "").replace(/^aarch64$/, "arm64");
}
