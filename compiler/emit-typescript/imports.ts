import type { MethodGroup } from "../methods.js";

/** Functions and constants that generated code imports from `@structview/runtime`. */
export type RuntimeName =
  | "adler32"
  | "areFlags"
  | "arrayMembers"
  | "atMost"
  | "bigDateCodec"
  | "bigintFrom"
  | "bitAnd"
  | "bitOr"
  | "bitsOf"
  | "bitXor"
  | "both"
  | "broken"
  | "bytesBetween"
  | "bytesOf"
  | "bytesWithout"
  | "checkBigint"
  | "checkBytes"
  | "checkCharacter"
  | "checkConstant"
  | "checkComponents"
  | "checkContent"
  | "checkCount"
  | "checkInt8s"
  | "checkInteger"
  | "checkLength"
  | "checkObject"
  | "checkOneOf"
  | "checkPart"
  | "checkPrefix"
  | "checkPresence"
  | "checkText"
  | "checkTotal"
  | "checkType"
  | "checkTyped"
  | "checkUnionBytes"
  | "choose"
  | "closedFlagsIn"
  | "codePointOf"
  | "compareBytes"
  | "compareElements"
  | "compareMade"
  | "compareOptional"
  | "compareSequences"
  | "compareTexts"
  | "compareValues"
  | "copyOfBytes"
  | "copyOver"
  | "countOf"
  | "countOfSequence"
  | "crc32"
  | "crc32c"
  | "dateCodec"
  | "decodingError"
  | "either"
  | "encodeValue"
  | "endOfSlice"
  | "endOfText"
  | "endOfText16"
  | "equal"
  | "equalBits"
  | "equalBytes"
  | "equalElements"
  | "equalRuns"
  | "equalSequences"
  | "equalUnitArrays"
  | "equalUnits"
  | "equalWordArrays"
  | "equalWords"
  | "errorWithin"
  | "exactNumber"
  | "finite"
  | "fitting"
  | "flagsIn"
  | "fletcher16"
  | "gate"
  | "gateAmong"
  | "gateOf"
  | "getBfloat16"
  | "getBigInt128"
  | "getBigInt64"
  | "getBigUint128"
  | "getBigUint64"
  | "getFloat16"
  | "hasBits"
  | "hasContent"
  | "hashBasis"
  | "hashBits"
  | "hashBytes"
  | "hashElements"
  | "hashRuns"
  | "hashSequence"
  | "hashUnitArray"
  | "hashUnits"
  | "hashWordArray"
  | "hashWords"
  | "hexOf"
  | "highWord"
  | "inet"
  | "inspectable"
  | "int8sOf"
  | "invalid"
  | "ipv4AddressCodec"
  | "ipv6AddressCodec"
  | "isCharacter"
  | "isGiven"
  | "isLittleEndian"
  | "isPresent"
  | "isSafe"
  | "isZero"
  | "iterateFar"
  | "lengthBeforePad"
  | "lengthBeforePad16"
  | "lengthBeforeZero"
  | "lengthBeforeZero16"
  | "less"
  | "limitOf"
  | "lowWord"
  | "macAddressCodec"
  | "memoryOf"
  | "missingBytes"
  | "missingToOpen"
  | "moveFar"
  | "offsetOutside"
  | "openFlagsIn"
  | "openReported"
  | "parseSafely"
  | "placeOf"
  | "placeOfElements"
  | "placeOfTarget"
  | "placeOfTargetAt"
  | "placeWithin"
  | "quotient"
  | "recordArrayMembers"
  | "recordToJson"
  | "reportText"
  | "safeNumber"
  | "scaledEncoder"
  | "setBfloat16"
  | "setBigUint128"
  | "setBigUint64"
  | "setBytes"
  | "setComponents"
  | "setCase"
  | "setFloat16"
  | "setMatrix"
  | "setPadded"
  | "setText"
  | "sizeOfRecords"
  | "sizeOfSlice"
  | "sizeOfText"
  | "standardProperties"
  | "sum8"
  | "throwAbsent"
  | "throwColumn"
  | "throwError"
  | "throwFlag"
  | "throwIndex"
  | "throwPart"
  | "throwRoom"
  | "throwSize"
  | "throwValidity"
  | "throwValue"
  | "uuidCodec"
  | "valuesOf"
  | "viewOf"
  | "viewOfExactly"
  | "viewOfPrefix"
  | "viewOfSuffix"
  | "withBits"
  | "withoutBits"
  | "xor8";

/** Classes that generated code imports from `@structview/runtime`. */
export type RuntimeClass =
  | "AsciiText"
  | "F32BeArray"
  | "F32LeArray"
  | "F64BeArray"
  | "F64LeArray"
  | "Hex"
  | "I16BeArray"
  | "I16LeArray"
  | "I32BeArray"
  | "I32LeArray"
  | "I64BeArray"
  | "I64LeArray"
  | "I8Array"
  | "Latin1Text"
  | "RecordResult"
  | "U16BeArray"
  | "U16LeArray"
  | "U32BeArray"
  | "U32LeArray"
  | "U64BeArray"
  | "U64LeArray"
  | "U8Array"
  | "Utf16Text"
  | "Utf8Text";

/** Types that generated code imports from `@structview/runtime`. */
export type RuntimeType =
  | "ByteOrder"
  | "Bytes"
  | "ComponentValues"
  | "Components"
  | "Decoded"
  | "ElementArray"
  | "FlagSet"
  | "Json"
  | "OneOf"
  | "ParseResult"
  | "Place"
  | "RecordArray"
  | "Report"
  | "StandardProperties"
  | "StructReflection"
  | "Text";

/**
 * Collects what a module uses while its text is made, so that it imports and declares that and
 * nothing else.
 */
export class Imports {
  readonly #runtime = new Map<string, string>();
  readonly #modules = new Map<string, Map<string, string>>();
  /** What is imported from modules of the user's own, by module: the local names by name. */
  readonly #foreign = new Map<string, Map<string, string>>();
  readonly #elementArrays = new Map<string, string>();
  readonly #constants = new Map<string, string>();
  readonly #held = new Set<string>();
  readonly #classes = new Set<string>();
  readonly #codecs = new Map<string, Map<string, string>>();
  readonly #file: string;
  readonly #outputOf: (file: string) => string;
  readonly #declared: ReadonlySet<string>;
  readonly #hidden: ReadonlySet<string>;
  readonly #isInCycle: (file: string) => boolean;
  readonly #groups: ReadonlySet<MethodGroup>;

  /**
   * @param file path of the schema of the module
   * @param declared names that the module declares: what has one of them is imported under another
   * @param hidden names that a codec is not imported under, as something else in the module has them
   * @param outputOf returns the path of the module that is generated for a schema
   * @param isInCycle whether the module of another schema imports this one, maybe by way of others
   * @param groups what classes hold
   */
  constructor(
    file: string,
    declared: ReadonlySet<string>,
    hidden: ReadonlySet<string>,
    outputOf: (file: string) => string,
    isInCycle: (file: string) => boolean,
    groups: ReadonlySet<MethodGroup>,
  ) {
    this.#file = file;
    this.#isInCycle = isInCycle;
    this.#hidden = hidden;
    this.#declared = declared;
    this.#outputOf = outputOf;
    this.#groups = groups;
  }

  /** Whether classes hold a group of methods. */
  holds(group: MethodGroup): boolean {
    return this.#groups.has(group);
  }

  /** Returns the text of methods, if classes hold their group: only then is it made. */
  ifHeld(group: MethodGroup, text: () => string): string {
    return this.holds(group) ? text() : "";
  }

  /** Notes that something of the runtime is used, and returns its name. */
  runtime(name: RuntimeName | RuntimeClass): string {
    return this.#fromRuntime(name, "");
  }

  /**
   * Notes that a function of the runtime is used by methods of what V8 may leave out, and returns the name of
   * the constant that holds it: `heldOf` says why.
   */
  held(name: RuntimeName): string {
    const local = this.#fromRuntime(name, "");
    this.#held.add(local);
    return constantOf(local);
  }

  /** Notes that a type of the runtime is used, and returns its name. */
  runtimeType(name: RuntimeType): string {
    return this.#fromRuntime(name, "type ");
  }

  #fromRuntime(name: RuntimeName | RuntimeClass | RuntimeType, prefix: "" | "type "): string {
    const local = this.#localName(name);
    this.#runtime.set(name, `${prefix}${name}${local === name ? "" : ` as ${local}`}`);
    return local;
  }

  /** No name of a schema begins with `$`. */
  #localName(name: string): string {
    return this.#declared.has(name) ? `$${name}` : name;
  }

  /**
   * Notes that a function of a module of the user's own is used, and returns its name. A path that
   * begins with `/` leads from the root of the project.
   */
  module(path: string, name: string): string {
    const target = path.startsWith("/")
      ? specifierOf(this.#outputOf(this.#file), path.slice(1))
      : path;
    const names = this.#foreign.get(target) ?? new Map<string, string>();
    this.#foreign.set(target, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    const taken = [...this.#foreign.values()].filter((each) => each.has(name)).length;
    const local = `$${name}Checksum${taken === 0 ? "" : taken}`;
    names.set(name, local);
    return local;
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

  /**
   * Returns the argument of `DataView` accessors for a byte order. Literals, as names cost where V8's
   * budget for inlining is short; the order of the machine is a constant of the runtime.
   */
  byteOrder(byteOrder: "big" | "little" | "native"): string {
    return byteOrder === "native" ? this.held("isLittleEndian") : String(byteOrder === "little");
  }

  /** Has the module declare an array class, once, and returns its name. */
  elementArray(name: string, text: () => string): string {
    if (!this.#elementArrays.has(name)) {
      // The name comes first, for elements that are arrays themselves.
      this.#elementArrays.set(name, "");
      this.#elementArrays.set(name, text());
    }
    return name;
  }

  /** Has the module declare a constant, once, and returns its name. */
  constant(name: string, text: string): string {
    this.#constants.set(name, `const ${name} = ${text};`);
    return name;
  }

  /**
   * Returns the name of the constant under which methods use a class, or a function that a schema's module
   * exports. V8 looks whether an import, or a class of the module, is initialized whenever it is used, and where
   * it may throw then, the object whose method that is has to exist: a record, a cursor or an iterator that it
   * would leave out of a loop otherwise. What a constant of the module holds is known when it is compiled.
   *
   * Modules that import each other may run in any order: there is none for what they import.
   */
  heldOf(name: string, file: string = this.#file): string {
    if (file !== this.#file && this.#isInCycle(file)) return name;
    this.#classes.add(name);
    return constantOf(name);
  }

  /** Returns the declarations of the constants that hold classes and functions, which stand behind them. */
  get classes(): string {
    return constantsText(this.#classes, (name) => `${constantOf(name)} = ${name}`);
  }

  /** Returns the declarations of the constants that hold what is imported from the runtime. */
  get heldFunctions(): string {
    return constantsText(this.#held, (name) => `${constantOf(name)}: typeof ${name} = ${name}`);
  }

  /** Returns the texts of the constants. */
  get constants(): readonly string[] {
    return inOrder(this.#constants).map(([, text]) => text);
  }

  /** Returns the name of a global, which a type of the module may hide. */
  global(name: string): string {
    return this.#declared.has(name) ? `globalThis.${name}` : name;
  }

  /**
   * Notes that a codec that a module of the user exports is used, and returns its name. No other name
   * ends in `$`.
   */
  codec(from: string, isFile: boolean, name: string): string {
    const source = isFile ? specifierOf(this.#outputOf(this.#file), from) : from;
    const names = this.#codecs.get(source) ?? new Map<string, string>();
    this.#codecs.set(source, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    const used = new Set([...this.#codecs.values()].flatMap((each) => [...each.values()]));
    const isFree = (local: string): boolean => !this.#hidden.has(local) && !used.has(local);
    let local = name;
    for (let count = 1; !isFree(local); count++) local = `${name}$${count === 1 ? "" : count}`;
    names.set(name, local);
    return local;
  }

  /** Returns the texts of the array classes. */
  get elementArrays(): readonly string[] {
    return inOrder(this.#elementArrays).map(([, text]) => text);
  }

  /** Returns the import declarations. */
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
    const theirs = [this.#foreign, this.#codecs].flatMap((each) =>
      inOrder(each).map(([source, names]) => {
        const list = inOrder(names).map(([name, local]) =>
          name === local ? name : `${name} as ${local}`,
        );
        return `import { ${list.join(", ")} } from ${JSON.stringify(source)};`;
      }),
    );
    return [...imports, ...theirs].join("\n");
  }
}

/** Returns the name of the constant that holds an import or a class. No other name begins with `$$`. */
function constantOf(name: string): string {
  return `$$${name}`;
}

function constantsText(names: ReadonlySet<string>, declare: (name: string) => string): string {
  if (names.size === 0) return "";
  return `
// V8 knows what a constant of the module holds: imports and exports cost a look whenever they are used.
const ${[...names].sort().map(declare).join(", ")};`;
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
