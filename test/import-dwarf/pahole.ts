/** What `pahole` says of structs, read from the text that it prints for people. */

/** A member as pahole prints it: offsets count from the start of the outermost struct. */
export interface PaholeMember {
  /** `undefined` for an anonymous struct or union. */
  readonly name: string | undefined;
  /** Bits from the start, on a little-endian machine. */
  readonly bitOffset: number;
  /** Bits of a bit field. */
  readonly width: number | undefined;
  /** In bytes. */
  readonly size: number;
  /** Of a struct or union without a name of its own, what is in it. */
  readonly members: readonly PaholeMember[];
}

/** A struct or a union as pahole prints it. */
export interface PaholeStruct {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly members: readonly PaholeMember[];
}

/** Reads the output of `pahole FILE`. Structs can have the same name. */
export function readPahole(text: string): readonly PaholeStruct[] {
  const structs: PaholeStruct[] = [];
  let open: { name: string; members: PaholeMember[] }[] = [];
  let size = 0;
  for (const line of text.split("\n")) {
    const head = /^(?:typedef )?(?:struct|union|class)(?: ([^{]*?))? ?(?::[^{]*)?\{/.exec(line);
    if (head !== null) {
      open = [{ name: (head[1] ?? "").trim(), members: [] }];
      size = 0;
      continue;
    }
    const [outer] = open;
    if (outer === undefined) continue;
    const sized = /^\t\/\* size: (\d+)/.exec(line);
    if (sized !== null) size = Number(sized[1]);
    if (line.startsWith("}")) {
      const typedef = /^\}(?: __attribute__\(\(.*?\)\))*\s*(\w+);/.exec(line)?.[1];
      structs.push({ name: outer.name || (typedef ?? ""), size, members: outer.members });
      open = [];
      continue;
    }
    if (/^\t+(?:const |volatile )*(?:struct|union|enum|class)(?: [^{;]*)?\{(?!.*\};?)/.test(line)) {
      open.push({ name: "", members: [] });
      continue;
    }
    const member = memberOf(line);
    if (member === undefined) continue;
    if (/^\t+\}/.test(line)) {
      const inner = open.pop();
      open.at(-1)?.members.push({ ...member, members: inner?.members ?? [] });
    } else open.at(-1)?.members.push(member);
  }
  return structs;
}

function memberOf(line: string): PaholeMember | undefined {
  const found = /^\t+(.*?);\s*\/\*\s*(\d+)(?::\s*(\d+))?\s+(\d+)\s*\*\/\s*$/.exec(line);
  if (found === null) return undefined;
  const [, whole = "", offset, bit, size] = found;
  const declaration = whole
    .replace(/__attribute__\(\(.*?\)\)\)?/g, "")
    .replace(/^\}/, "} ")
    .trim();
  const width = /:(\d+)$/.exec(declaration)?.[1];
  return {
    name: nameIn(declaration),
    bitOffset: Number(offset) * 8 + Number(bit ?? 0),
    width: width === undefined ? undefined : Number(width),
    size: Number(size),
    members: [],
  };
}

function nameIn(declaration: string): string | undefined {
  if (declaration === "}") return undefined;
  const pointer = /\(\*+\s*(?:const\s+|volatile\s+)*(\w+)(?:\[[^)]*)?\)\s*\(/.exec(
    declaration,
  )?.[1];
  if (pointer !== undefined) return pointer;
  const plain = /(\w+)\s*(?:\[[^\]]*\])*\s*(?::\d+)?$/.exec(declaration);
  return plain?.[1];
}
