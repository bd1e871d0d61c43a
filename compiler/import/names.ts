/**
 * Names for what is imported: those of C, C++ and Rust where a schema can have them, and a stated, stable
 * other one where it cannot.
 */
import {
  isIdentifier,
  namesBesideEnumeration,
  namesBesideStruct,
  namesWithinStruct,
  reservationOf,
} from "../names.js";
import type { NameUse } from "../names.js";
import type { ImportedType } from "./model.js";

/** Hands out names that are not in use. Who asks first gets the plain one. */
export class NamesInUse {
  readonly #used: Set<string>;

  constructor(used: Iterable<string> = []) {
    this.#used = new Set(used);
  }

  /** Returns `wanted`, or with `_` behind it where it is reserved, or with a number where it is in use. */
  claim(wanted: string, use: NameUse, derived: (name: string) => readonly string[] = none): string {
    const name = withoutReservation(identifierOf(wanted), use);
    for (let index = 1; ; index += 1) {
      const candidate = index === 1 ? name : `${name}_${index}`;
      const all = [candidate, ...derived(candidate)];
      if (all.some((each) => this.#used.has(each))) continue;
      for (const each of all) this.#used.add(each);
      return candidate;
    }
  }
}

/** Returns the export name of each type by its identity; `schemaNames` are those of the schema language. */
export function nameTypes(
  types: readonly ImportedType[],
  schemaNames: Iterable<string>,
): ReadonlyMap<string, string> {
  const wanted = nameWithoutNames(types);
  const names = new NamesInUse([...schemaNames, ...types.flatMap(namesWithin)]);
  const found = new Map<string, string>();
  for (const type of types) {
    const use = type.kind === "constant" ? "constant" : "type";
    found.set(type.id, names.claim(wanted.get(type.id) ?? "anonymous", use, derivedOf(type)));
  }
  return found;
}

/** Turns any text into an identifier: `net::Header<4>` into `net_Header_4`. */
export function identifierOf(text: string): string {
  if (isIdentifier(text)) return shortened(text);
  const words = text
    .replaceAll("&", " ref ")
    .replaceAll("*", " ptr ")
    .replaceAll("[", " array ")
    .replace(/^\(/, "tuple ");
  const name = words.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^_+(?=[A-Za-z])|_+$/g, "");
  return shortened(isIdentifier(name) ? name : `_${name}`);
}

/** Longest name that is given: names of generic types can have many thousand characters. */
const longestName = 120;

/** Returns a name that is not too long, and the same whenever it is asked for (FNV-1a of 32 bits). */
function shortened(name: string): string {
  if (name.length <= longestName) return name;
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193) >>> 0;
  }
  return `${name.slice(0, longestName - 9)}_${hash.toString(16).padStart(8, "0")}`;
}

function none(): readonly string[] {
  return [];
}

function withoutReservation(name: string, use: NameUse): string {
  return reservationOf(name, use) === undefined ? name : withoutReservation(`${name}_`, use);
}

/** Calls a type without a name after the first member that has it: `Outer_member`. */
function nameWithoutNames(types: readonly ImportedType[]): ReadonlyMap<string, string> {
  const wanted = new Map<string, string>();
  const byId = new Map(types.map((type) => [type.id, type]));
  const visit = (type: ImportedType, name: string): void => {
    if (wanted.has(type.id)) return;
    wanted.set(type.id, name);
    if (type.kind !== "struct" && type.kind !== "union") return;
    let count = 0;
    for (const member of type.members) {
      let use = member.type;
      while (use.kind === "array") use = use.element;
      if (use.kind === "bits" && use.base !== undefined) use = use.base;
      const inner = use.kind === "reference" ? byId.get(use.id) : undefined;
      if (inner === undefined || inner.name !== undefined) continue;
      if (member.name === undefined) count += 1;
      visit(inner, `${name}_${member.name ?? `anonymous${count}`}`);
    }
  };
  for (const type of types) if (type.name !== undefined) visit(type, type.name);
  for (const type of types) visit(type, "anonymous");
  return wanted;
}

/** Names that a module declares beside a type. */
function derivedOf({ kind }: ImportedType): (name: string) => readonly string[] {
  switch (kind) {
    case "struct":
    case "union":
      return namesBesideStruct;
    case "enumeration":
      return namesBesideEnumeration;
    case "alias":
    case "constant":
      return none;
  }
}

/** Names of variables within the class of a record. */
function namesWithin(type: ImportedType): readonly string[] {
  if (type.kind !== "struct" && type.kind !== "union") return [];
  return type.members.flatMap(({ name }) => (name === undefined ? [] : namesWithinStruct(name)));
}
