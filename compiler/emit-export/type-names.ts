/** The names of all types and constants of an export in one language, where they share one scope. */
import type {
  ExportedConstant,
  ExportedEnumeration,
  ExportedStruct,
  ExportModel,
} from "./model.js";
import type { Scope } from "./names.js";

/** Names of what stands at the top. */
export class TypeNames {
  readonly #names = new Map<ExportedStruct | ExportedEnumeration | ExportedConstant, string>();

  /** Claims the names in a scope; `spell` returns how the language spells a name of the schema. */
  constructor(
    { enumerations, structs, constants }: ExportModel,
    scope: Scope,
    spell: (name: string) => string = (name) => name,
  ) {
    // What has its name from the schema comes before what is named after it.
    const declared = structs.filter((struct) => struct.declared !== undefined);
    const made = structs.filter((struct) => struct.declared === undefined);
    for (const each of [...enumerations, ...declared, ...constants, ...made]) {
      this.#names.set(each, scope.claim(spell(each.name)));
    }
  }

  /** Returns the name of a type or a constant. */
  of(named: ExportedStruct | ExportedEnumeration | ExportedConstant): string {
    const name = this.#names.get(named);
    if (name === undefined) throw new Error(`${named.name} has no name`);
    return name;
  }

  /** Whether a type or a constant has this name. */
  has(name: string): boolean {
    return [...this.#names.values()].includes(name);
  }

  /** Returns what a doc comment says of a struct that is named otherwise than in its schema. */
  originOf(struct: ExportedStruct): string | undefined {
    return struct.declared !== undefined && this.of(struct) !== struct.name
      ? `${struct.name} of ${struct.declared.file}`
      : undefined;
  }
}
