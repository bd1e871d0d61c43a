/**
 * Declarations in Zig, from 0.11 on. A member that the ABI would align elsewhere has its own alignment, so that
 * every layout can be told.
 */
import { alignUp } from "../rules.js";
import { lineComment } from "./comment.js";
import type {
  Exported,
  ExportedEnumeration,
  ExportedMember,
  ExportedNumber,
  ExportedStruct,
  ExportedType,
  ExportModel,
} from "./model.js";
import { countedText, innermost, sizeOfExported } from "./model.js";
import { Scope, wordsOf } from "./names.js";
import { placeAligned, placePacked } from "./place.js";
import { headerOf, printStructs } from "./structs.js";
import { TypeNames } from "./type-names.js";

const reserved = wordsOf(`
  _ addrspace align allowzero and anyerror anyframe anyopaque anytype asm async await bool break callconv
  catch comptime comptime_float comptime_int const continue c_char c_int c_long c_longdouble c_longlong
  c_short c_uint c_ulong c_ulonglong c_ushort defer else enum errdefer error export extern f16 f32 f64 f80 f128
  false fn for if inline isize linksection noalias noinline noreturn nosuspend null opaque or orelse packed
  pub resume return std struct suspend switch test threadlocal true try type undefined union unreachable usingnamespace
  usize var void volatile while`);

function isReserved(name: string): boolean {
  return reserved.has(name) || /^[iu]\d+$/.test(name);
}

function numberType({ format, size }: Omit<ExportedNumber, "kind" | "enumeration">): string {
  const letter = format === "float" ? "f" : format === "signed" ? "i" : "u";
  return `${letter}${size * 8}`;
}

/** Returns the file. */
export function exportZig(model: ExportModel): Exported {
  const printer = new Printer(model);
  const { texts, refused } = printStructs(model.structs, (struct) => printer.struct(struct));
  const first = model.machine === "little" ? 0 : 1;
  const order = `comptime {
    // One, in the bytes of the machine.
    if (@as([2]u8, @bitCast(@as(u16, 1)))[${first}] != 1) @compileError("these declarations are for ${model.machine}-endian machines");
}
`;
  const parts = [
    `// ${headerOf(model, "zig")}\n`,
    ...(printer.usesOrder ? [order] : []),
    ...model.constants.map((each) => {
      const comment = lineComment([each.doc], "///");
      return `${comment}pub const ${printer.names.of(each)} = ${each.value};\n`;
    }),
    ...model.enumerations.map((each) => printer.enumeration(each)),
    ...texts,
  ];
  return { text: parts.join("\n"), refused };
}

class Printer {
  readonly #scope = new Scope(isReserved);
  readonly names: TypeNames;
  usesOrder = false;

  constructor(model: ExportModel) {
    this.names = new TypeNames(model, this.#scope);
  }

  /** An enumeration has any value: its names are not all that there are. Flags are constants. */
  enumeration(enumeration: ExportedEnumeration): string {
    const { kind, doc, size, isSigned, members } = enumeration;
    const name = this.names.of(enumeration);
    const type = numberType({ format: isSigned ? "signed" : "unsigned", size });
    const scope = new Scope(isReserved);
    const first = new Map<bigint, string>();
    const lines: string[] = [];
    const others: string[] = [];
    for (const member of members) {
      const own = scope.claim(member.name);
      const known = first.get(member.value);
      const comment = lineComment([member.doc], "///", "    ");
      if (kind === "flags") {
        lines.push(`${comment}    pub const ${own}: ${type} = ${member.value};\n`);
      } else if (known === undefined) {
        first.set(member.value, own);
        lines.push(`${comment}    ${own} = ${member.value},\n`);
      } else others.push(`${comment}    pub const ${own}: ${name} = .${known};\n`);
    }
    const opening = kind === "flags" ? "struct" : `enum(${type})`;
    // Where all values have names, Zig has no others to leave open.
    const isFull = BigInt(first.size) === 2n ** BigInt(size * 8);
    const rest = kind === "flags" || isFull ? "" : "    _,\n";
    return `${lineComment([doc], "///")}pub const ${name} = ${opening} {
${lines.join("")}${rest}${others.join("")}};
`;
  }

  /** Returns the declaration of a struct with its assertions. */
  struct(struct: ExportedStruct): string {
    const name = this.names.of(struct);
    const { members: placed } = placeAligned(struct, alignmentOf) ?? placePacked(struct);
    const scope = new Scope(isReserved);
    const names = new Map(struct.members.map((each) => [each, scope.claim(each.name)]));
    const tailName = struct.tail && scope.claim(struct.tail.name);
    const isUnion = struct.kind === "union";
    let reached = 0;
    const aligned = (type: ExportedType, offset: number): string => {
      const natural = alignmentOf(type);
      const wanted = offset === 0 ? struct.alignment : natural;
      const fits = wanted <= struct.alignment && (isUnion || alignUp(reached, wanted) === offset);
      const chosen = fits ? wanted : 1;
      return chosen === natural ? "" : ` align(${chosen})`;
    };
    const lines = placed.map((each) => {
      if (each.kind === "padding") {
        const type = { kind: "bytes", size: each.size } as const;
        const alignment = aligned(type, each.offset);
        reached = each.offset + each.size;
        return `    ${scope.claim(`padding${each.offset}`)}: [${each.size}]u8${alignment},\n`;
      }
      const { member } = each;
      const text = this.#member(
        member,
        names.get(member) ?? "",
        aligned(member.type, member.offset),
      );
      reached = member.offset + sizeOfExported(member.type);
      return text;
    });
    if (struct.tail !== undefined && tailName !== undefined) {
      const { element, offset, doc } = struct.tail;
      if (reached < offset) {
        // Zig does not align what has no bytes.
        lines.push(`    ${scope.claim(`padding${reached}`)}: [${offset - reached}]u8,\n`);
        reached = offset;
      }
      const said = lineComment([doc, "As many elements as fit follow here."], "///", "    ");
      lines.push(
        `${said}    ${tailName}: [0]${this.#typeText(element)}${aligned(element, offset)},\n`,
      );
    }
    const docs = [struct.doc, this.names.originOf(struct)];
    const offsets = [
      ...struct.members.map((each) => ({ own: names.get(each) ?? "", offset: each.offset })),
      ...(struct.tail === undefined || tailName === undefined
        ? []
        : [{ own: tailName, offset: struct.tail.offset }]),
    ];
    const checks = [
      [`@sizeOf(${name})`, struct.size],
      [`@alignOf(${name})`, struct.alignment],
      ...(isUnion
        ? []
        : offsets.map(({ own, offset }) => [`@offsetOf(${name}, "${own}")`, offset] as const)),
    ] as const;
    const assertions = checks.map(
      ([text, value]) =>
        `    if (${text} != ${value}) @compileError(${JSON.stringify(`${text} is not ${value}`)});\n`,
    );
    const bits = struct.members.flatMap((member) => this.#bits(name, member));
    return `${lineComment(docs, "///")}pub const ${name} = extern ${struct.kind} {
${lines.join("")}};
comptime {
${assertions.join("")}}
${bits.join("")}`;
  }

  #member(member: ExportedMember, name: string, alignment: string): string {
    const comment = lineComment([member.doc, member.note], "///", "    ");
    return `${comment}    ${name}: ${this.#typeText(member.type)}${alignment},\n`;
  }

  #typeText(type: ExportedType): string {
    return countedText(type, "u8", (inner) => this.#typeName(inner));
  }

  #typeName(type: Exclude<ExportedType, { readonly kind: "array" | "bytes" }>): string {
    if (type.kind === "struct") return this.names.of(type.struct);
    if (type.size > 1) this.usesOrder = true;
    return type.enumeration?.kind === "enumeration"
      ? this.names.of(type.enumeration)
      : numberType(type);
  }

  #bits(struct: string, { bits }: ExportedMember): readonly string[] {
    return bits.map(({ name, doc, note, shift, width }) => {
      const shiftName = this.#scope.claim(`${struct}_${name}_shift`);
      const widthName = this.#scope.claim(`${struct}_${name}_width`);
      return `${lineComment([doc, `${name}: ${note}`], "///")}pub const ${shiftName} = ${shift};
pub const ${widthName} = ${width};
`;
    });
  }
}

/** Returns how Zig aligns a type in an `extern struct`, on machines of 64 bits. */
function alignmentOf(type: ExportedType): number {
  const inner = innermost(type);
  if (inner.kind === "struct") return inner.struct.alignment;
  return inner.kind === "number" ? inner.size : 1;
}
