/** Imports structs from the BPF Type Format of Linux, as `/sys/kernel/btf/vmlinux` has them. */
import { BtfFile } from "./btf-file.js";
import { BtfTypes } from "./btf-types.js";
import { openElf } from "./elf.js";
import type { ImportOptions } from "./import-dwarf.js";
import type { Imported, ImportedModule } from "./model.js";
import { BrokenFileError } from "./source.js";
import type { ByteSource } from "./source.js";
import { WantedNames } from "./wanted-names.js";

/** Opens a blob of BTF, or the section `.BTF` of an ELF file. `base` is what it continues. */
export async function openBtf(source: ByteSource, base?: BtfFile): Promise<BtfFile> {
  if (source.size < 8) {
    throw new BrokenFileError(`it has ${source.size} bytes, too few for any format`);
  }
  const magic = new DataView(source.read(0, 4).buffer).getUint32(0);
  if (magic >>> 16 === 0xeb9f || magic >>> 16 === 0x9feb) return new BtfFile(source, base);
  if (magic !== 0x7f454c46) throw new BrokenFileError("it is neither BTF nor an ELF file");
  const section = await openElf(source).open(".BTF");
  if (section !== undefined) return new BtfFile(section, base);
  throw new BrokenFileError(
    "it has no section .BTF; compile with `clang -target bpf -g`, or run `pahole -J` on it",
  );
}

/** Imports the structs of a file, without those of its base. Throws {@link BrokenFileError} and `UsageError`. */
export function importBtf(
  file: BtfFile,
  { origin, structs, base }: ImportOptions & { readonly base?: BtfFile },
): Imported<ImportedModule> {
  const wanted = new WantedNames(structs);
  const types = new BtfTypes(file);
  types.add(wanted, base?.entries.length ?? 1);
  wanted.check();
  if (types.types.length === 0) {
    throw new BrokenFileError("it has no struct, union or enumeration with a name");
  }
  const placing = { kind: "offsets", byteOrder: file.byteOrder } as const;
  return { value: { origin, placing, types: types.types }, remarks: types.remarks };
}
