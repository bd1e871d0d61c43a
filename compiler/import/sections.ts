/** Debug information as its sections, whatever file they lie in. */
import type { ByteSource } from "./source.js";

/** The sections of a file, and what is needed to read them. */
export interface SectionFile {
  /** What kind of file it is, for messages: `ELF`. */
  readonly format: string;
  readonly byteOrder: "big" | "little";
  /** Names of the sections that there are, as ELF has them: `.debug_info`. */
  readonly names: readonly string[];
  /** Opens a section: decompressed, with its relocations applied. `undefined` where there is none. */
  open(name: string): Promise<ByteSource | undefined>;
  /** Opens all sections of a name, as there can be one for each type; see {@link open}. */
  openAll(name: string): Promise<readonly ByteSource[]>;
}
