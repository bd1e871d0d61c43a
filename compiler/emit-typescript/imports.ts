/** Names that generated code imports from `@structview/runtime`. */
export type RuntimeName =
  | "bytesBetween"
  | "bytesOf"
  | "checkBigint"
  | "checkBytes"
  | "checkConstant"
  | "checkInteger"
  | "checkLength"
  | "checkObject"
  | "checkPart"
  | "checkRoom"
  | "checkType"
  | "countOf"
  | "endOfPart"
  | "int8sOf"
  | "isGiven"
  | "placeOf"
  | "placeWithin"
  | "safeNumber"
  | "setBytes"
  | "throwIndex"
  | "throwSize"
  | "throwValidity"
  | "throwValue"
  | "viewOf"
  | "viewOfExactly"
  | "viewOfPrefix"
  | "viewOfSuffix";

/** Types that generated code imports from `@structview/runtime`. */
export type RuntimeType = "ByteOrder" | "Bytes" | "Place" | "ScalarArray";

/**
 * Collects what a module uses while its text is made, so that it imports and declares that and
 * nothing else.
 */
export class Imports {
  readonly #runtime = new Map<string, string>();
  readonly #modules = new Map<string, Map<string, string>>();
  readonly #byteOrders = new Set<"BE" | "LE">();
  readonly #scalarArrays = new Map<string, string>();
  readonly #file: string;
  readonly #outputOf: (file: string) => string;

  /**
   * @param file path of the schema of the module
   * @param outputOf returns the path of the module that is generated for a schema
   */
  constructor(file: string, outputOf: (file: string) => string) {
    this.#file = file;
    this.#outputOf = outputOf;
  }

  /** Notes that a function of the runtime is used, and returns its name. */
  runtime(name: RuntimeName): string {
    this.#runtime.set(name, name);
    return name;
  }

  /** Notes that a type of the runtime is used, and returns its name. */
  runtimeType(name: RuntimeType): string {
    this.#runtime.set(name, `type ${name}`);
    return name;
  }

  /** Notes that something of the module generated for `file` is used, and returns its name. */
  from(file: string, name: string, kind: "value" | "type" = "value"): string {
    if (file !== this.#file) {
      const names = this.#modules.get(file) ?? new Map<string, string>();
      this.#modules.set(file, names);
      if (kind === "value" || !names.has(name)) {
        names.set(name, kind === "type" ? `type ${name}` : name);
      }
    }
    return name;
  }

  /** Notes that a byte order is used, and returns the constant for it. */
  byteOrder(byteOrder: "big" | "little"): "BE" | "LE" {
    const name = byteOrder === "big" ? "BE" : "LE";
    this.#byteOrders.add(name);
    return name;
  }

  /** Notes that an array class of scalars is used, and returns its name. */
  scalarArray(name: string, text: string): string {
    this.#scalarArrays.set(name, text);
    return name;
  }

  /** Returns the texts of the array classes of scalars. */
  get scalarArrays(): readonly string[] {
    return inOrder(this.#scalarArrays).map(([, text]) => text);
  }

  /** Returns the import declarations and the constants of the byte orders. */
  toString(): string {
    const sources = inOrder(this.#modules).map(
      ([file, names]) =>
        [specifierOf(this.#outputOf(this.#file), this.#outputOf(file)), names] as const,
    );
    const imports = [["@structview/runtime", this.#runtime] as const, ...sources]
      .filter(([, names]) => names.size > 0)
      .map(([source, names]) => {
        const list = inOrder(names).map(([, text]) => text);
        return `import { ${list.join(", ")} } from ${JSON.stringify(source)};`;
      });
    const constants = [...this.#byteOrders]
      .sort()
      .map((name) => `const ${name} = ${name === "LE"};`);
    const comment = "/** Byte order argument of `DataView` accessors. */";
    return [...imports, ...(constants.length > 0 ? ["", comment, ...constants] : [])].join("\n");
  }
}

function inOrder<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Returns how the module at path `from` imports the one at path `to`. */
export function specifierOf(from: string, to: string): string {
  const here = from.split("/").slice(0, -1);
  const there = to.split("/");
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared++;
  const up = here.length - shared;
  const path = [...Array<string>(up).fill(".."), ...there.slice(shared)].join("/");
  return `${up === 0 ? "./" : ""}${path.replace(/\.ts$/, ".js")}`;
}
