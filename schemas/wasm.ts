import { enumeration, magic, struct, u32, u8 } from "structview/schema";

/** What a WebAssembly module begins with (WebAssembly Core Specification, section 5.5.16). */
export const WasmHeader = struct({
  magic: magic([0x00, 0x61, 0x73, 0x6d]),
  version: u32,
});

/** What a section holds. Its size follows as LEB128. */
export const WasmSectionId = enumeration(u8, { custom: 0, type: 1, code: 10 }, { open: true });
