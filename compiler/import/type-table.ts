/** Types that were found in several places: those that are the same are kept once. */
import { scalars } from "../scalars.js";
import type { ImportedEnumeration, ImportedRecord, ImportedType, ImportedUse } from "./model.js";

/** Types by what they are. */
export class TypeTable {
  readonly #types = new Map<string, ImportedType>();
  readonly #byId = new Map<string, ImportedType>();

  /** All types, in the order in which they were found. */
  get types(): readonly ImportedType[] {
    return [...this.#types.values()];
  }

  /** Returns the type that a use refers to. */
  typeOf(use: ImportedUse): ImportedType | undefined {
    return use.kind === "reference" ? this.#byId.get(use.id) : undefined;
  }

  /** Returns the use of a type, which is kept unless it is there already. `owner` has what has no name. */
  add(
    owner: string,
    type: Omit<ImportedRecord, "id"> | Omit<ImportedEnumeration, "id">,
  ): ImportedUse {
    const key = (type.name === undefined ? `${owner} ` : "") + keyOf(type);
    let kept = this.#types.get(key);
    if (kept === undefined) {
      kept = { ...type, id: `t${this.#types.size}` };
      this.#types.set(key, kept);
      this.#byId.set(kept.id, kept);
    }
    return { kind: "reference", id: kept.id };
  }

  /** Gives a type a second name. */
  addAlias(name: string, target: ImportedUse): void {
    const key = `alias\0${name}\0${keyOfUse(target)}`;
    if (target.kind !== "reference" || this.#types.has(key)) return;
    this.#types.set(key, { kind: "alias", id: `t${this.#types.size}`, name, target });
  }

  /** Returns the size of a type in bytes. */
  sizeOf(use: ImportedUse): number | undefined {
    switch (use.kind) {
      case "scalar":
        return scalars[use.scalar].size;
      case "pointer":
        return use.size;
      case "bytes":
        return use.length;
      case "array": {
        const size = this.sizeOf(use.element);
        return use.length === "rest" || size === undefined ? 0 : size * use.length;
      }
      case "reference": {
        const type = this.#byId.get(use.id);
        if (type?.kind === "enumeration") return this.sizeOf(type.base);
        return type?.kind === "struct" || type?.kind === "union" ? type.size : undefined;
      }
      case "bits":
      case "c":
        return undefined;
    }
  }
}

/** Returns a text that is the same for types that are the same. Names hold no zeros: they end in one. */
function keyOf(type: Omit<ImportedRecord, "id"> | Omit<ImportedEnumeration, "id">): string {
  const start = `${type.kind}\0${type.name ?? ""}\0${type.title ?? ""}\0`;
  if (type.kind === "enumeration") {
    const values = type.members.map(({ name, value }) => `${name}\0${value}`);
    return start + [keyOfUse(type.base), ...values].join("\0");
  }
  const members = type.members.map(
    (member) => `${member.name ?? ""}\0${member.bitOffset}\0${keyOfUse(member.type)}`,
  );
  return start + [String(type.size), ...members].join("\0");
}

function keyOfUse(use: ImportedUse): string {
  switch (use.kind) {
    case "scalar":
      return use.byteOrder === undefined ? use.scalar : `${use.scalar}.${use.byteOrder}`;
    case "pointer":
      return `pointer${use.size}`;
    case "bytes":
      return `bytes${use.length}`;
    case "array":
      return `${use.length} of ${keyOfUse(use.element)}`;
    case "bits":
      return `${use.width} ${use.interpretation} ${use.base === undefined ? "" : keyOfUse(use.base)}`;
    case "reference":
      return use.id;
    case "c":
      return use.name;
  }
}
