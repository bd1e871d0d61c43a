/** Imported types become the text of a schema module, laid out by the project's formatter. */
import { format } from "../format.js";
import type {
  Imported,
  ImportedEnumeration,
  ImportedMember,
  ImportedModule,
  ImportedRecord,
  ImportedType,
  ImportedUse,
} from "./model.js";
import { identifierOf, nameTypes, NamesInUse } from "./names.js";
import { headOf, placeTypes } from "./place.js";
import type { Part, PlacedRecord } from "./place.js";

/** What every imported schema begins with: other files are not overwritten. */
export const importedHeader = "// Imported by structview from ";

/** Most characters of a name in a comment, and of the whole comment, which can have 10,000 in a schema. */
const [longestTitle, longestComment] = [1000, 9000];

/** What a schema module may import, and so no type may be called. */
const schemaNames = (
  "aligned anonymous array at bits bitField bytes cTarget c char enumeration flag packed padding rest struct " +
  "union unnamedBits bool lenientBool f16 bf16 f32 f64 " +
  [8, 16, 24, 32, 40, 48, 56, 64, 128].map((width) => `u${width} i${width}`).join(" ")
).split(" ");

/** Prints a schema module for the path that it is written to, which decides its format. */
export async function printSchema(
  module: ImportedModule,
  absolutePath: string,
): Promise<Imported<string>> {
  const { value, remarks } = schemaText(module);
  return { value: await format(value, absolutePath), remarks };
}

/** Returns the text of a schema module before it is formatted. */
export function schemaText(module: ImportedModule): Imported<string> {
  if (module.placing.kind === "rules") {
    return { value: new Printer(module, module.types, new Map()).print(), remarks: [] };
  }
  const { value, remarks } = placeTypes(module.types);
  return { value: new Printer(module, value.types, value.records).print(), remarks };
}

/** Returns the export name of each type of a module that rules lay out, by its identity. */
export function exportNamesOf({ types }: ImportedModule): ReadonlyMap<string, string> {
  return nameTypes(types, schemaNames);
}

/** Prints a module; gathers what it has to import. */
class Printer {
  readonly #module: ImportedModule;
  readonly #types: readonly ImportedType[];
  readonly #byId: ReadonlyMap<string, ImportedType>;
  readonly #placed: ReadonlyMap<string, PlacedRecord>;
  readonly #names: ReadonlyMap<string, string>;
  readonly #imports = new Set<string>();
  /** Records that are members of unions, or lie in such: nothing validates what is in them. */
  readonly #inUnions = new Set<string>();
  #isLenient = false;
  readonly #printed = new Map<string, string>();

  constructor(
    module: ImportedModule,
    types: readonly ImportedType[],
    placed: ReadonlyMap<string, PlacedRecord>,
  ) {
    this.#module = module;
    this.#types = types;
    this.#byId = new Map(types.map((type) => [type.id, type]));
    this.#placed = placed;
    // The parts of a record have its members and those that it got from anonymous ones.
    const named = types.map((type): ImportedType => {
      const record = placed.get(type.id);
      if (record === undefined || (type.kind !== "struct" && type.kind !== "union")) return type;
      return { ...type, members: record.parts.flatMap(membersOf) };
    });
    this.#names = nameTypes(named, schemaNames);
    for (const { kind, id } of types) if (kind === "union") this.#addInUnion(id);
  }

  print(): string {
    const { origin, placing } = this.#module;
    for (const type of this.#types) this.#printType(type);
    const declarations = [...this.#printed.values()].filter((text) => text !== "");
    const target =
      placing.kind === "rules"
        ? `\nconst c = ${this.#use("cTarget")}(${JSON.stringify(placing.target)});\n`
        : "";
    const names = [...this.#imports].sort();
    const imports =
      names.length === 0 ? "" : `import { ${names.join(", ")} } from "structview/schema";\n`;
    return `${importedHeader}${oneLine(origin)}.
${imports}${target}
${declarations.join("\n\n")}
`;
  }

  /** Prints a type behind those that it is made of. */
  #printType(type: ImportedType): void {
    if (this.#printed.has(type.id)) return;
    // Holds its place against a cycle, which no layout has: it is then printed behind.
    this.#printed.set(type.id, "");
    for (const use of this.#usesOf(type)) {
      const inner = this.#byId.get(innermostOf(use) ?? "");
      if (inner !== undefined) this.#printType(inner);
    }
    const text = this.#declarationOf(type);
    this.#printed.delete(type.id);
    this.#printed.set(type.id, text);
  }

  /** Returns what a type is called where it comes from, unless that says no more than its export. */
  #titleOf(type: ImportedType, name: string): string | undefined {
    const title = type.title ?? type.name;
    if (title === undefined || title === name) return undefined;
    // In C everybody knows the words before the name; a schema of rules has them, too.
    const isRuled = this.#module.placing.kind === "rules";
    const isKnown = isRuled && title.replace(/^(struct|union|enum) /, "") === name;
    return isKnown ? undefined : `${code(title)}.`;
  }

  #addInUnion(id: string): void {
    if (this.#inUnions.has(id)) return;
    this.#inUnions.add(id);
    const record = this.#byId.get(id);
    const placed = this.#placed.get(id)?.parts.flatMap(membersOf);
    const own = record?.kind === "struct" || record?.kind === "union" ? record.members : [];
    for (const { type } of placed ?? own) {
      const inner = innermostOf(this.#embedded(type));
      if (inner !== undefined) this.#addInUnion(inner);
    }
  }

  #usesOf(type: ImportedType): readonly ImportedUse[] {
    switch (type.kind) {
      case "struct":
      case "union": {
        const placed = this.#placed.get(type.id);
        const members = placed === undefined ? type.members : placed.parts.flatMap(membersOf);
        const bases = members.flatMap(({ type: use }) =>
          use.kind === "bits" && use.base !== undefined ? [use.base] : [],
        );
        return [...members.map((member) => this.#embedded(member.type)), ...bases];
      }
      case "alias":
        return [type.target];
      case "enumeration":
        return [type.base];
      case "constant":
        return [];
    }
  }

  #declarationOf(type: ImportedType): string {
    const name = this.#nameOf(type.id);
    const text = (notes: readonly string[], value: string): string =>
      `${comment(this.#titleOf(type, name), type.doc, ...notes)}export const ${name} = ${value};`;
    switch (type.kind) {
      case "struct":
      case "union": {
        const placed = this.#placed.get(type.id);
        if (placed !== undefined) return text(placed.notes, this.#placedText(placed));
        return text([], this.#ruledText(type));
      }
      case "enumeration":
        return type.members.length === 0 ? "" : text([], this.#enumerationText(type));
      case "alias":
        return text([], this.#typeText(type.target));
      case "constant":
        return text([], integerText(type.value));
    }
  }

  /** Prints a record whose members say their places. */
  #placedText({ record, size, isFlexible, parts }: PlacedRecord): string {
    this.#isLenient = this.#inUnions.has(record.id);
    const keys = new NamesInUse(
      parts.flatMap(membersOf).map(({ name }) => identifierOf(name ?? "_")),
    );
    const own = new NamesInUse();
    const fields = parts.map((part) => {
      const [key, type, doc] = this.#partText(part, record, keys, own);
      return `${doc}${key}: ${type},\n`;
    });
    const { placing } = this.#module;
    const order = placing.kind === "offsets" ? placing.byteOrder : "little";
    // What takes the rest has no size to assert.
    const options = [`byteOrder: "${order}"`, ...(isFlexible ? [] : [`size: ${size}`])];
    return `${this.#use(record.kind)}({\n${fields.join("")}}, { ${options.join(", ")} })`;
  }

  /** Returns the key, the type and the doc comment of a part. */
  #partText(
    part: Part,
    record: ImportedRecord,
    paddings: NamesInUse,
    own: NamesInUse,
  ): readonly [string, string, string] {
    const { kind } = part;
    switch (kind) {
      case "field": {
        const { member, offset } = part;
        const key = this.#keyOf(member, own);
        const type = this.#typeText(this.#embedded(member.type));
        const isPlaced = record.kind === "struct";
        return [
          key,
          isPlaced ? `${this.#use("at")}(${offset}, ${type})` : type,
          this.#docOf(member, key),
        ];
      }
      case "bits": {
        const key = this.#keyOf(part.member, own);
        return [key, this.#typeText(part.member.type), this.#docOf(part.member, key)];
      }
      case "padding":
        return [paddings.claim("_padding", "field"), `${this.#use("padding")}(${part.bytes})`, ""];
      case "paddingBits": {
        const type = `${this.#use("padding")}(${this.#use("bits")}(${part.bits}))`;
        return [paddings.claim("_padding", "field"), type, ""];
      }
    }
  }

  /** Prints a record that rules lay out. */
  #ruledText(record: ImportedRecord): string {
    this.#isLenient = this.#inUnions.has(record.id);
    const paddings = new NamesInUse(record.members.map(({ name }) => identifierOf(name ?? "_")));
    const own = new NamesInUse();
    const fields = record.members.map((member) => {
      const { type, name, align, packed } = member;
      const isUnnamed = type.kind === "bits" && name === undefined;
      let text = isUnnamed ? this.#unnamedText(type) : this.#typeText(type);
      if (name === undefined && !isUnnamed) text = `${this.#use("anonymous")}(${text})`;
      if (align !== undefined) text = `${this.#use("aligned")}(${align}, ${text})`;
      if (packed === true) text = `${this.#use("packed")}(${text})`;
      if (isUnnamed) return `${paddings.claim("_padding", "field")}: ${text},\n`;
      const key = name === undefined ? this.#anonymousKey(type) : this.#keyOf(member, own);
      return `${this.#docOf(member, key)}${key}: ${text},\n`;
    });
    const options = [
      "rules: c",
      ...(record.pack === undefined ? [] : [`pack: ${record.pack}`]),
      ...(record.packed === true ? ["packed: true"] : []),
      ...(record.align === undefined ? [] : [`align: ${record.align}`]),
      ...(record.typedefAlign === undefined ? [] : [`typedefAlign: ${record.typedefAlign}`]),
      ...(record.size === undefined ? [] : [`size: ${record.size}`]),
    ];
    return `${this.#use(record.kind)}({\n${fields.join("")}}, { ${options.join(", ")} })`;
  }

  #enumerationText({ base, members, isOpen }: ImportedEnumeration): string {
    const keys = new NamesInUse();
    const rows = members.map(({ name, value, doc }) => {
      const key = keys.claim(name, "member");
      return `${comment(key === name ? undefined : code(name), doc)}${key}: ${integerText(value)},\n`;
    });
    const options = isOpen ? ", { open: true }" : "";
    return `${this.#use("enumeration")}(${this.#typeText(base)}, {\n${rows.join("")}}${options})`;
  }

  /** A record that takes the rest lies in others without its end. */
  #embedded(use: ImportedUse): ImportedUse {
    if (use.kind === "array") return { ...use, element: this.#embedded(use.element) };
    if (use.kind !== "reference") return use;
    return this.#placed.has(headOf(use.id)) ? { kind: "reference", id: headOf(use.id) } : use;
  }

  #typeText(use: ImportedUse): string {
    switch (use.kind) {
      case "scalar":
        if (use.scalar === "bool" && this.#isLenient) return this.#use("lenientBool");
        return `${this.#use(use.scalar)}${orderSuffix(use.byteOrder)}`;
      case "c":
        return use.name === "bool" && this.#isLenient ? this.#use("lenientBool") : `c.${use.name}`;
      case "pointer": {
        if (this.#module.placing.kind === "offsets") return this.#use(`u${use.size * 8}`);
        const target = use.target === undefined ? undefined : this.#names.get(use.target);
        return target === undefined ? "c.pointer" : `c.pointerTo(${JSON.stringify(target)})`;
      }
      case "bytes":
        return `${this.#use("bytes")}(${use.length})`;
      case "array": {
        const length = use.length === "rest" ? this.#use("rest") : use.length;
        return `${this.#use("array")}(${this.#typeText(use.element)}, ${length})`;
      }
      case "bits":
        return this.#bitsText(use);
      case "reference":
        return this.#nameOf(use.id);
    }
  }

  #bitsText(use: ImportedUse & { readonly kind: "bits" }): string {
    const { width, interpretation } = use;
    if (this.#module.placing.kind === "rules") {
      return `${this.#use("bitField")}(${this.#baseText(use)}, ${width})`;
    }
    if (interpretation === "boolean" && width === 1) return this.#use("flag");
    const options = interpretation === "signed" ? ", { signed: true }" : "";
    return `${this.#use("bits")}(${width}${options})`;
  }

  #unnamedText(use: ImportedUse & { readonly kind: "bits" }): string {
    return `${this.#use("unnamedBits")}(${this.#baseText(use)}, ${use.width})`;
  }

  /** Names an anonymous member after its type: what it has are neighbours of whatever is around it. */
  #anonymousKey(type: ImportedUse): string {
    this.#anonymousKeys ??= new NamesInUse(
      this.#types.flatMap((each) =>
        each.kind === "struct" || each.kind === "union"
          ? each.members.map(({ name }) => name ?? "")
          : [],
      ),
    );
    return this.#anonymousKeys.claim(this.#typeText(type), "field");
  }
  #anonymousKeys: NamesInUse | undefined;

  /** Prints the declared type of a bit field, of which every bit is valid. */
  #baseText(use: ImportedUse & { readonly kind: "bits" }): string {
    const base = baseOf(use);
    return base.kind === "c" ? `c.${base.name}` : this.#typeText(base);
  }

  #keyOf({ name }: ImportedMember, own: NamesInUse): string {
    return own.claim(name ?? "anonymous", "field");
  }

  /** Says what a name or a type does not. */
  #docOf(member: ImportedMember, key: string): string {
    const { type, name, doc } = member;
    const notes: string[] = [];
    if (name !== undefined && name !== key) notes.push(code(name));
    if (type.kind === "pointer" && type.to !== undefined) notes.push(code(type.to));
    if (type.kind === "bits" && type.base?.kind === "reference") {
      const base = this.#names.get(type.base.id);
      if (base !== undefined && this.#module.placing.kind === "offsets") {
        notes.push(`A value of ${code(base)}`);
      }
    }
    return comment(doc, notes.length === 0 ? undefined : `${notes.join(": ")}.`);
  }

  #nameOf(id: string): string {
    const name = this.#names.get(id);
    if (name === undefined)
      throw new Error(`the import refers to ${id}, which it does not declare`);
    return name;
  }

  #use(name: string): string {
    this.#imports.add(name);
    return name;
  }
}

function orderSuffix(byteOrder: "big" | "little" | undefined): string {
  return byteOrder === undefined ? "" : byteOrder === "big" ? ".be" : ".le";
}

function membersOf(part: Part): readonly ImportedMember[] {
  return part.kind === "field" || part.kind === "bits" ? [part.member] : [];
}

function baseOf(use: ImportedUse & { readonly kind: "bits" }): ImportedUse {
  if (use.base === undefined) throw new Error("a bit field under rules needs its declared type");
  return use.base;
}

function innermostOf(use: ImportedUse): string | undefined {
  if (use.kind === "array") return innermostOf(use.element);
  return use.kind === "reference" ? use.id : undefined;
}

function integerText(value: bigint): string {
  const isExact = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
  return isExact ? String(value) : `${value}n`;
}

function code(text: string): string {
  return `\`${shortened(oneLine(text), longestTitle).replaceAll("`", "'")}\``;
}

/** Returns a doc comment of the texts that there are, up to some thousand characters, or nothing. Names and texts come from files. */
function comment(...texts: readonly (string | undefined)[]): string {
  let left = longestComment;
  const lines = texts
    .filter((text) => text !== undefined && text.trim() !== "")
    .flatMap((text) => (text ?? "").split(/\r\n|[\n\r\u2028\u2029]/))
    .map((line) => oneLine(line).replaceAll("*/", "*\\/"))
    .filter((line) => (left -= line.length + 1) >= 0);
  if (lines.length === 0) return "";
  const [first = ""] = lines;
  if (lines.length === 1) return `/** ${first} */\n`;
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join("\n")}\n */\n`;
}

/** Cuts off what is longer than some characters: names of C++ can have many thousands. */
function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}

/** Replaces what would end a line or act upon a terminal. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001F\u007F-\u009F\u2028\u2029]+/g, " ").trimEnd();
}
