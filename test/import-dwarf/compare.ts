/** Whether compiled structs lie as pahole says. */
import type { PaholeMember, PaholeStruct } from "./pahole.js";

/** A row of `structview layout --format json`, as far as it counts here. */
export interface Row {
  readonly kind: string;
  readonly name: string;
  readonly type: string;
  readonly doc: string | null;
  readonly offset: number;
  readonly size: number | null;
  readonly bits: { readonly offset: number; readonly width: number } | null;
}

/** A struct of `structview layout --format json`, as far as it counts here. */
export interface Layout {
  readonly name: string;
  readonly doc: string | null;
  readonly size: number | null;
  readonly minimumSize: number;
  readonly rows: readonly Row[];
}

/** How many structs and members were compared, and what differs. */
export interface Comparison {
  readonly structs: number;
  readonly members: number;
  readonly differences: readonly string[];
}

/** Compares all structs that pahole has with those of the same names; every one has to be there. */
export function compareWithPahole(
  wanted: readonly PaholeStruct[],
  layouts: readonly Layout[],
): Comparison {
  const byName = new Map(layouts.map((layout) => [layout.name, layout]));
  const byTitle = new Map<string, Layout[]>();
  for (const layout of layouts) {
    const title = titleOf(layout);
    byTitle.set(title, [...(byTitle.get(title) ?? []), layout]);
  }
  const differences: string[] = [];
  let [structs, members] = [0, 0];
  for (const want of wanted) {
    // What has no bytes has no accessors either.
    if (want.name === "" || want.size === 0) continue;
    structs += 1;
    const candidates = byTitle.get(want.name) ?? [];
    if (candidates.length === 0) {
      differences.push(`${want.name} is missing`);
      continue;
    }
    const results = candidates.map((layout) => {
      const comparer = new Comparer(layout, byName);
      comparer.compare(want);
      return comparer;
    });
    const best = results.find(({ differences: found }) => found.length === 0) ?? results[0];
    members += best?.members ?? 0;
    differences.push(...(best?.differences ?? []));
  }
  return { structs, members, differences };
}

/** The name that a struct has where it comes from: its doc comment says it where it differs. */
function titleOf({ name, doc }: Layout): string {
  const title = /^`(?:struct |union |class )?(.+?)`\./.exec(doc ?? "")?.[1];
  // That of a struct without its flexible array is the same; the struct itself counts.
  if (/^Without .*, as it lies in others\./m.test(doc ?? "")) return `head of ${name}`;
  return title ?? name;
}

class Comparer {
  readonly differences: string[] = [];
  members = 0;
  readonly #layout: Layout;
  readonly #byName: ReadonlyMap<string, Layout>;

  constructor(layout: Layout, byName: ReadonlyMap<string, Layout>) {
    this.#layout = layout;
    this.#byName = byName;
  }

  compare({ name, size, members }: PaholeStruct): void {
    const { size: own, minimumSize } = this.#layout;
    // A struct that ends in a flexible array has no size: C counts the padding behind what is before it.
    const isSame = own === null ? minimumSize <= size : own === size;
    if (!isSame) this.#differ(`${name} has ${own} bytes, not ${size}`);
    for (const member of members) this.#compareMember(name, member, this.#layout, 0);
  }

  #compareMember(path: string, member: PaholeMember, layout: Layout, base: number): void {
    if (member.name === undefined) {
      for (const inner of member.members) this.#compareMember(path, inner, layout, base);
      return;
    }
    const own = `${path}.${member.name}`;
    const found = findIn(this.#byName, layout, member.name, base);
    if (found === undefined) {
      if (member.size > 0 || member.width !== undefined) this.#differ(`${own} is missing`);
      return;
    }
    this.members += 1;
    const width = member.width ?? member.size * 8;
    // Of what takes the rest the size is not known.
    const isSame =
      found.bitOffset === member.bitOffset && (found.width === undefined || found.width === width);
    if (!isSame) {
      this.#differ(
        `${own} lies at bit ${found.bitOffset} with ${found.width} bits, not at ${member.bitOffset} with ${width}`,
      );
    }
    const inner = this.#byName.get(elementOf(found.row.type));
    if (member.members.length === 0 || inner === undefined) return;
    for (const each of member.members) this.#compareMember(own, each, inner, found.bitOffset);
  }

  #differ(difference: string): void {
    this.differences.push(difference);
  }
}

/** Returns what an array is made of: `array(array(Point, 2), 3)` of `Point`. */
function elementOf(type: string): string {
  const inner = /^array\((.*), [^,]*\)$/.exec(type)?.[1];
  return inner === undefined ? type : elementOf(inner);
}

/** A field, and where it lies from the start of the outermost struct. */
interface Found {
  readonly row: Row;
  readonly bitOffset: number;
  /** In bits; `undefined` for what takes the rest. */
  readonly width: number | undefined;
}

/** Finds a field by the names from a struct to it: through structs, first elements and anonymous members. */
export function findField(
  layouts: readonly Layout[],
  struct: string,
  path: readonly string[],
): Found | undefined {
  const byName = new Map(layouts.map((layout) => [layout.name, layout]));
  let layout = byName.get(struct);
  let found: Found | undefined;
  for (const name of path) {
    if (layout === undefined) return undefined;
    found = findIn(byName, layout, name, found?.bitOffset ?? 0);
    layout = byName.get(elementOf(found?.row.type ?? ""));
  }
  return found;
}

/** Finds a field, also one within members that were anonymous. */
function findIn(
  byName: ReadonlyMap<string, Layout>,
  layout: Layout,
  name: string,
  base: number,
): Found | undefined {
  for (const row of layout.rows) {
    if (row.kind !== "field") continue;
    const { bits, size } = row;
    const bitOffset = base + row.offset * 8 + (bits?.offset ?? 0);
    const isRenamed = row.doc?.startsWith(`\`${name}\``) === true && row.name.startsWith(name);
    if (row.name === name || isRenamed) {
      // A bit field of a union lies in a struct of its own.
      const own = byName.get(row.type);
      const only = own?.rows[0];
      if (own !== undefined && only?.name === name && only.bits !== null) {
        return findIn(byName, own, name, bitOffset);
      }
      const width = bits === null ? (size === null ? undefined : size * 8) : bits.width;
      return { row, bitOffset, width };
    }
    const inner = /^anonymous(_\d+)?$/.test(row.name) ? byName.get(row.type) : undefined;
    const found = inner && findIn(byName, inner, name, bitOffset);
    if (found !== undefined) return found;
  }
  return undefined;
}
