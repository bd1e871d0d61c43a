/**
 * Declarations in C#, also for the compilers of Mono. All structs have explicit layouts, so that there is none
 * that cannot be told; `LayoutChecks.Check()` asserts them when it runs, as C# has no assertions at compile time.
 */
import { linesOf } from "./comment.js";
import type {
  Exported,
  ExportedEnumeration,
  ExportedMember,
  ExportedNumber,
  ExportedStruct,
  ExportedType,
  ExportModel,
} from "./model.js";
import { innermost, RefusalError, sizeOfExported } from "./model.js";
import { Scope, wordsOf } from "./names.js";
import { headerOf, printStructs } from "./structs.js";
import { TypeNames } from "./type-names.js";

const reserved = wordsOf(`
  _ abstract add alias and as ascending async await base bool break by byte case catch char checked class const
  continue decimal default delegate descending do double dynamic else enum equals event explicit extern false file
  finally fixed float for foreach from get global goto group if implicit in init int interface internal into
  is join let lock long nameof namespace new nint not notnull nuint null object on operator or orderby out
  override params partial private protected public readonly record ref remove required return sbyte scoped
  sealed select set short sizeof stackalloc static string struct switch this throw true try typeof uint ulong
  unchecked unmanaged unsafe ushort using value var virtual void volatile when where while with yield
  __arglist __makeref __reftype __refvalue Equals Finalize GetHashCode GetType MemberwiseClone ReferenceEquals
  ToString System LayoutChecks Structs value__`);

function isReserved(name: string): boolean {
  return reserved.has(name);
}

const integers: { readonly [Key in string]: string } = {
  "signed 1": "sbyte",
  "signed 2": "short",
  "signed 4": "int",
  "signed 8": "long",
  "unsigned 1": "byte",
  "unsigned 2": "ushort",
  "unsigned 4": "uint",
  "unsigned 8": "ulong",
  "float 4": "float",
  "float 8": "double",
};

function numberType({ format, size }: Omit<ExportedNumber, "kind" | "enumeration">): string {
  return integers[`${format} ${size}`] ?? integers[`unsigned ${size}`] ?? "byte";
}

/** Returns the file. */
export function exportCsharp(model: ExportModel): Exported {
  const printer = new Printer(model);
  const { texts, refused } = printStructs(model.structs, (struct) => printer.struct(struct));
  const order = printer.usesOrder
    ? `            if (System.BitConverter.IsLittleEndian != ${model.machine === "little"}) throw new System.InvalidOperationException("these declarations are for ${model.machine}-endian machines");\n`
    : "";
  const text = `// ${headerOf(model, "csharp")}
namespace Structs
{
${[
  ...printer.constants(),
  ...model.enumerations.map((each) => printer.enumeration(each)),
  ...texts,
].join("\n")}
    /// <summary>Asserts that all structs have the sizes and the offsets of their layouts.</summary>
    public static class LayoutChecks
    {
        /// <summary>Throws an InvalidOperationException that names what differs.</summary>
        public static unsafe void Check()
        {
${order}${printer.checks.join("")}        }

        static void Same(long found, long expected, string what)
        {
            if (found != expected) throw new System.InvalidOperationException(what + " is " + found + ", not " + expected);
        }
    }
}
`;
  return { text, refused };
}

class Printer {
  readonly #model: ExportModel;
  readonly #scope = new Scope(isReserved);
  readonly #names: TypeNames;
  readonly checks: string[] = [];
  usesOrder = false;

  constructor(model: ExportModel) {
    this.#model = model;
    this.#names = new TypeNames(model, this.#scope);
  }

  /** Constants are those of one class. */
  constants(): readonly string[] {
    const { constants } = this.#model;
    if (constants.length === 0) return [];
    const owner = this.#scope.claim("Constants");
    const scope = new Scope((name) => isReserved(name) || name === owner);
    const lines = constants.map(({ name, doc, value }) => {
      const type = constantType(value);
      return type === undefined
        ? `        // ${scope.claim(name)} is ${value}, more than 64 bits\n`
        : `${docOf([doc], "        ")}        public const ${type} ${scope.claim(name)} = ${value};\n`;
    });
    return [`    public static class ${owner}\n    {\n${lines.join("")}    }\n`];
  }

  enumeration(enumeration: ExportedEnumeration): string {
    const { kind, doc, size, isSigned, members } = enumeration;
    const name = this.#names.of(enumeration);
    if (size > 8)
      return `    // ${name} has values of more than 64 bits, and no enumeration of C# has\n`;
    const type = numberType({ format: isSigned ? "signed" : "unsigned", size });
    const scope = new Scope(isReserved);
    const lines = members.map(
      (member) =>
        `${docOf([member.doc], "        ")}        ${scope.claim(member.name)} = ${member.value},\n`,
    );
    const attribute = kind === "flags" ? "    [System.Flags]\n" : "";
    return `${docOf([doc], "    ")}${attribute}    public enum ${name} : ${type}
    {
${lines.join("")}    }
`;
  }

  /** Returns the declaration of a struct, and gathers its checks. Throws {@link RefusalError}. */
  struct(struct: ExportedStruct): string {
    if (struct.tail !== undefined) {
      throw new RefusalError(
        `${struct.tail.name} has as many elements as fit, and C# has no such arrays`,
      );
    }
    const name = this.#names.of(struct);
    const scope = new Scope((each) => isReserved(each) || each === name);
    const checks: string[] = [check(`sizeof(${name})`, struct.size, `the size of ${name}`)];
    const variable = `it${this.checks.length}`;
    const nested: string[] = [];
    const members = struct.members.map((member) => {
      const own = scope.claim(member.name);
      const comment = docOf([member.doc, member.note], "        ");
      const { declaration, address, type } = this.#member(member.type, own, name, scope);
      if (type !== undefined) nested.push(type);
      checks.push(
        check(
          `(byte*)${address ? "&" : ""}${variable}.${own} - (byte*)&${variable}`,
          member.offset,
          `the offset of ${name}.${own}`,
        ),
      );
      return `${comment}        [System.Runtime.InteropServices.FieldOffset(${member.offset})]
        public ${declaration};
`;
    });
    const bits = struct.members.flatMap((member) => this.#bits(member, scope));
    this.checks.push(`            var ${variable} = default(${name});\n${checks.join("")}`);
    const docs = docOf([struct.doc, this.#names.originOf(struct)], "    ");
    return `${docs}    ${layoutOf(struct.size)}
    public unsafe struct ${name}
    {
${[...members, ...bits, ...nested].join("\n")}    }
`;
  }

  /** A fixed buffer is its own address. Elements of arrays of structs are found by an index. */
  #member(
    type: ExportedType,
    name: string,
    owner: string,
    scope: Scope,
  ): {
    readonly declaration: string;
    readonly address: boolean;
    readonly type: string | undefined;
  } {
    const inner = innermost(type);
    const size = sizeOfExported(type);
    if (inner.kind !== "struct" && (type.kind === "array" || inner.kind === "bytes")) {
      const element = inner.kind === "bytes" ? "byte" : numberType(inner);
      if (inner.kind === "number" && inner.size > 1) this.usesOrder = true;
      const count = inner.kind === "bytes" ? size : size / inner.size;
      return { declaration: `fixed ${element} ${name}[${count}]`, address: false, type: undefined };
    }
    if (type.kind !== "array") {
      return { declaration: `${this.#typeName(inner)} ${name}`, address: true, type: undefined };
    }
    const element = this.#typeName(inner);
    const made = scope.claim(`${name}_array`);
    const stride = sizeOfExported(inner);
    const text = `        /// <summary>The ${size / stride} elements of ${owner}.${name}.</summary>
        ${layoutOf(size)}
        public unsafe struct ${made}
        {
            [System.Runtime.InteropServices.FieldOffset(0)]
            ${element} first;

            public const int Length = ${size / stride};

            public ${element} this[int index]
            {
                get
                {
                    if ((uint)index >= Length) throw new System.IndexOutOfRangeException();
                    fixed (${element}* start = &first) return start[index];
                }
                set
                {
                    if ((uint)index >= Length) throw new System.IndexOutOfRangeException();
                    fixed (${element}* start = &first) start[index] = value;
                }
            }
        }
`;
    return { declaration: `${made} ${name}`, address: true, type: text };
  }

  #typeName(type: Exclude<ExportedType, { readonly kind: "array" }>): string {
    if (type.kind === "struct") return this.#names.of(type.struct);
    if (type.kind === "bytes") return "byte";
    if (type.size > 1) this.usesOrder = true;
    return type.enumeration === undefined ? numberType(type) : this.#names.of(type.enumeration);
  }

  #bits({ bits }: ExportedMember, scope: Scope): readonly string[] {
    return bits.map(
      ({ name, doc, note, shift, width }) =>
        `${docOf([doc, `${name}: ${note}`], "        ")}        public const int ${scope.claim(`${name}_shift`)} = ${shift};
        public const int ${scope.claim(`${name}_width`)} = ${width};
`,
    );
  }
}

/** `Pack` is 1, as the runtime would round the size up to the alignment of the members. */
function layoutOf(size: number): string {
  return `[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Explicit, Pack = 1, Size = ${size})]`;
}

function check(found: string, expected: number, what: string): string {
  return `            Same(${found}, ${expected}, "${what}");\n`;
}

/** Returns a doc comment, which is XML. */
function docOf(texts: readonly (string | undefined)[], indent: string): string {
  const lines = texts.flatMap((text) => (text === undefined ? [] : linesOf(text)));
  if (lines.length === 0) return "";
  const safe = lines.map((line) =>
    line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
  );
  if (safe.length === 1) return `${indent}/// <summary>${safe[0]}</summary>\n`;
  return ["<summary>", ...safe, "</summary>"]
    .map((line) => `${`${indent}/// ${line}`.trimEnd()}\n`)
    .join("");
}

function constantType(value: bigint): string | undefined {
  if (value >= -(2n ** 31n) && value < 2n ** 31n) return "int";
  if (value >= -(2n ** 63n) && value < 2n ** 63n) return "long";
  return value >= 0n && value < 2n ** 64n ? "ulong" : undefined;
}
