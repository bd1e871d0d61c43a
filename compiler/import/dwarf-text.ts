/** Types as C and Rust write them: what pointers lead to is told, and not imported. */
import { isDefinition } from "./dwarf-scopes.js";
import type { Entry } from "./dwarf-entry.js";
import type { Dwarf } from "./dwarf-units.js";
import { DwarfAttribute, DwarfTag } from "./layouts/dwarf.js";

/** Most texts that are remembered by the addresses of their types. */
const maximumRemembered = 300_000;

/** Texts of types. */
export class TypeTexts {
  readonly #dwarf: Dwarf;
  readonly #titleOf: (entry: Entry) => string;
  readonly #texts = new Map<number, string>();

  /** `titleOf` returns the text of a struct, a union or an enumeration. */
  constructor(dwarf: Dwarf, titleOf: (entry: Entry) => string) {
    this.#dwarf = dwarf;
    this.#titleOf = titleOf;
  }

  /** Forgets texts where there are many. */
  trim(): void {
    if (this.#texts.size > maximumRemembered) this.#texts.clear();
  }

  /** Returns the text of the type at an address. */
  textOf(address: number, depth = 0): string {
    const known = this.#texts.get(address);
    if (known !== undefined) return known;
    if (depth > 16) return "...";
    const text = this.#textOfEntry(this.#dwarf.entryAt(address), depth);
    this.#texts.set(address, text);
    return text;
  }

  #textOfEntry(entry: Entry, depth: number): string {
    const name = entry.string(DwarfAttribute.name);
    const target = entry.reference(DwarfAttribute.type);
    const inner = (): string => {
      if (target === undefined) return "void";
      return target.kind === "entry" ? this.textOf(target.address, depth + 1) : "...";
    };
    const pointer = (mark: string): string => {
      if (name !== undefined) return name;
      const text = inner();
      return text.endsWith("*") || text.endsWith("&") ? `${text}${mark}` : `${text} ${mark}`;
    };
    switch (entry.tag) {
      case DwarfTag.pointerType:
        return pointer("*");
      case DwarfTag.referenceType:
        return pointer("&");
      case DwarfTag.rvalueReferenceType:
        return pointer("&&");
      case DwarfTag.ptrToMemberType:
        return pointer("::*");
      case DwarfTag.constType:
        return target === undefined ? "const void" : `const ${inner()}`;
      case DwarfTag.volatileType:
        return `volatile ${inner()}`;
      case DwarfTag.restrictType:
      case DwarfTag.atomicType:
        return inner();
      case DwarfTag.subroutineType:
        return "function";
      case DwarfTag.arrayType:
        return `${inner()}[]`;
      default:
        return isDefinition(entry.tag) ? this.#titleOf(entry) : (name ?? "...");
    }
  }
}
