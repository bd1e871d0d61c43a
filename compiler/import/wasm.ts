/** WebAssembly modules, and object files that they are linked from: debug information is in custom sections. */
import { Cursor } from "./dwarf-cursor.js";
import { WasmHeader, WasmSectionId } from "./layouts/wasm.js";
import type { SectionFile } from "./sections.js";
import { BrokenFileError, WindowSource } from "./source.js";
import type { ByteSource } from "./source.js";

/** First bytes of a module, as a big-endian number. */
export const wasmMagic = 0x0061736d;
/** Longest start of a section: its kind, its size, and for a custom one the length of its name. */
const longestStart = 11;
/** Longest name of a section, in bytes. */
const longestName = 1024;

/** A module with its custom sections. LLVM stores offsets in them as they are: nothing is relocated. */
export class WasmFile implements SectionFile {
  readonly format = "WebAssembly";
  readonly byteOrder = "little";
  readonly #sections: ReadonlyMap<string, ByteSource>;

  constructor(file: ByteSource) {
    const { version } = WasmHeader.view(file.read(0, WasmHeader.size));
    if (version !== 1) {
      throw new BrokenFileError(
        `it is of version ${version} of WebAssembly (65549 is a component): modules of version 1 are read`,
      );
    }
    const sections = new Map<string, ByteSource>();
    for (let start = WasmHeader.size; start < file.size;) {
      const length = Math.min(longestStart, file.size - start);
      const cursor = new Cursor(file.read(start, length), true);
      const id = cursor.u8();
      const size = cursor.uleb();
      const contents = new WindowSource(file, start + cursor.position, size);
      if (id === WasmSectionId.custom) {
        const [name, offset] = nameOf(contents);
        sections.set(name, new WindowSource(contents, offset, size - offset));
      }
      start += cursor.position + size;
    }
    this.#sections = sections;
  }

  get names(): readonly string[] {
    return [...this.#sections.keys()];
  }

  async open(name: string): Promise<ByteSource | undefined> {
    return this.#sections.get(name);
  }

  async openAll(name: string): Promise<readonly ByteSource[]> {
    const section = this.#sections.get(name);
    return section === undefined ? [] : [section];
  }
}

/** Returns the name of a custom section, and where its contents begin. */
function nameOf(contents: ByteSource): readonly [string, number] {
  const cursor = new Cursor(contents.read(0, Math.min(longestName, contents.size)), true);
  const length = cursor.uleb();
  const start = cursor.position;
  cursor.skip(length);
  const name = new TextDecoder().decode(cursor.bytes.subarray(start, cursor.position));
  return [name, cursor.position];
}
