/**
 * Declarations in C11, which are C++11 too. Numbers in the order of the machine are numbers, all others the
 * bytes that they are. Nothing is a macro, so that no name of a schema changes other code.
 */
import type { CTargetName } from "../c-targets.js";
import { alignmentInC, familyOf, isEmpty, writeInC } from "./c-declaration.js";
import type { BitFieldFamily } from "./c-declaration.js";
import {
  alignmentMacro,
  clangCheck,
  familyCheck,
  orderCheck,
  packedWarningOff,
  packedWarningOn,
} from "./c-preamble.js";
import { blockComment } from "./comment.js";
import type {
  Exported,
  ExportedConstant,
  ExportedEnumeration,
  ExportedMember,
  ExportedNumber,
  ExportedStruct,
  ExportedType,
  ExportModel,
} from "./model.js";
import { countsOf, innermost, nestedIn } from "./model.js";
import { Scope, wordsOf } from "./names.js";
import { placeAligned, placePacked } from "./place.js";
import type { Placement } from "./place.js";
import { headerOf, printStructs } from "./structs.js";
import { TypeNames } from "./type-names.js";

/** Words of C and C++, and names that compilers and the headers that are included define. */
const reserved = wordsOf(`
  alignas alignof and and_eq asm assert atomic_cancel atomic_commit atomic_noexcept auto bitand bitor bool
  break case catch char char16_t char32_t char8_t class co_await co_return co_yield compl concept const
  const_cast consteval constexpr constinit continue contract_assert decltype default delete do double
  dynamic_cast else enum errno explicit export extern false far float for fortran friend goto huge if inline
  int interface linux long main mutable namespace near new noexcept not not_eq nullptr nullptr_t NULL offsetof
  operator or or_eq pascal private protected public reflexpr register reinterpret_cast requires restrict
  return short signed sizeof small static static_assert static_cast std struct switch synchronized template
  this thread_local throw true try typedef typeid typename typeof typeof_unqual union unix unsigned using
  virtual void volatile wchar_t while xor xor_eq i386 arm mips sparc cdecl`);

function isReserved(name: string): boolean {
  return (
    reserved.has(name) ||
    name.startsWith("__") ||
    /^_[A-Z]/.test(name) ||
    name.endsWith("_t") ||
    /^(U?INT\w*|SIZE|PTRDIFF|WCHAR|WINT|SIG_ATOMIC|STRUCTVIEW)_\w*$/.test(name) ||
    /^(WIN32|NDEBUG|EOF|BUFSIZ)$/.test(name)
  );
}

/** Types of numbers by format and size. */
const numbers: { readonly [Key in string]?: string } = {
  "boolean 1": "bool",
  "lenientBoolean 1": "uint8_t",
  "float 4": "float",
  "float 8": "double",
};

function numberType({ format, size }: Omit<ExportedNumber, "kind" | "enumeration">): string {
  const sign = format === "signed" ? "" : "u";
  return numbers[`${format} ${size}`] ?? `${sign}int${size * 8}_t`;
}

/** Returns the header. */
export function exportC(model: ExportModel): Exported {
  const printer = new Printer(model);
  const { texts, refused } = printStructs(model.structs, (struct) => printer.struct(struct));
  const parts = [
    `${blockComment([headerOf(model, "c")])}#pragma once
#include <assert.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
`,
    ...(printer.usesOrder ? [orderCheck(model)] : []),
    ...(printer.family ? [familyCheck(printer.family.name, printer.family.target)] : []),
    ...(printer.refusesClang ? [clangCheck] : []),
    ...(printer.usesAlignment ? [alignmentMacro] : []),
    ...(printer.packsAligned ? [packedWarningOff] : []),
    printer.declarations(),
    ...texts,
    ...(printer.packsAligned ? [packedWarningOn] : []),
  ];
  return { text: parts.filter((part) => part !== "").join("\n"), refused };
}

const packedAttribute = "__attribute__((packed))";

/** What is between the braces of a struct, and what stands around them. */
interface Body {
  /** Before its name. */
  readonly attributes: readonly string[];
  readonly lines: readonly string[];
  /** Of its members that have some in C. */
  readonly offsets: readonly { readonly name: string; readonly offset: number }[];
  /** `#pragma pack`. */
  readonly pack: number | undefined;
  /** Whether its bit fields are those of C. */
  readonly hasBits: boolean;
}

class Printer {
  readonly #model: ExportModel;
  /** Types, constants and enumerators are told apart by their names only. */
  readonly #scope = new Scope(isReserved);
  readonly #names: TypeNames;
  usesOrder = false;
  usesAlignment = false;
  packsAligned = false;
  /** Whose bit fields there are, and the first target that has them. */
  family: { readonly name: BitFieldFamily; readonly target: CTargetName } | undefined;

  /** Whether clang places some of them elsewhere. */
  refusesClang = false;

  constructor(model: ExportModel) {
    this.#model = model;
    this.#names = new TypeNames(model, this.#scope);
  }

  /** Returns the constants, the enumerations and the flags. */
  declarations(): string {
    const constants = this.#model.constants.map(
      (each) => `${blockComment([each.doc])}${constant(this.#names.of(each), each.value)}`,
    );
    const enumerations = this.#model.enumerations.map((each) => this.#enumeration(each));
    return [...constants, ...enumerations].map((text) => `${text}\n`).join("\n");
  }

  #enumeration(enumeration: ExportedEnumeration): string {
    const { doc, size, isSigned, members } = enumeration;
    const name = this.#names.of(enumeration);
    const type =
      size > 8 ? undefined : numberType({ format: isSigned ? "signed" : "unsigned", size });
    const named = members.map((member) => ({
      ...member,
      name: this.#scope.claim(`${name}_${member.name}`),
    }));
    const enumerators = named
      .filter(isInt)
      .map(
        (each) =>
          `${blockComment([each.doc], "  ")}  ${each.name} = ${enumeratorText(each.value) ?? ""},\n`,
      );
    const others = named
      .filter((each) => !isInt(each))
      .map((each) => `${blockComment([each.doc])}${constant(each.name, each.value)}`);
    const lines = [
      ...(enumerators.length > 0 ? [`enum {\n${enumerators.join("")}};`] : []),
      ...others,
    ];
    const declared = type === undefined ? [] : [`typedef ${type} ${name};`];
    return `${blockComment([doc])}${[...declared, ...lines].join("\n")}`;
  }

  /** Returns the declaration of a struct with its assertions. */
  struct(struct: ExportedStruct): string {
    const name = this.#names.of(struct);
    const body = this.#declaredBody(struct) ?? this.#placedBody(struct);
    const { attributes, lines, offsets, pack } = body;
    const declaration = `${blockComment([struct.doc, this.#names.originOf(struct)])}typedef ${struct.kind} ${name} ${name};
${[struct.kind, ...attributes, name].join(" ")} {
${lines.join("")}};
`;
    const isPacked = pack !== undefined || attributes.includes(packedAttribute);
    if (isPacked && nestedIn(struct).some((each) => each.alignment > 1)) this.packsAligned = true;
    const packed =
      pack === undefined
        ? declaration
        : `#pragma pack(push, ${pack})\n${declaration}#pragma pack(pop)\n`;
    const asserted = [
      [`sizeof(${name}) == ${struct.size}`, `size of ${name}`],
      [`alignof(${name}) == ${struct.alignment}`, `alignment of ${name}`],
      ...offsets.map((each): readonly [string, string] => [
        `offsetof(${name}, ${each.name}) == ${each.offset}`,
        `offset of ${name}.${each.name}`,
      ]),
    ];
    const assertions = asserted.map(([test, said]) => `static_assert(${test}, "${said}");\n`);
    const bits = body.hasBits ? [] : struct.members.flatMap((member) => this.#bits(name, member));
    return `${packed}${assertions.join("")}${bits.join("")}`;
  }

  /** Returns the body of a struct as its schema declares it, where that says more than offsets do. */
  #declaredBody(struct: ExportedStruct): Body | undefined {
    const written = writeInC(struct);
    if (written === undefined) return undefined;
    const { placement, hasBits, members, target } = written;
    if (hasBits) {
      this.family ??= { name: familyOf(target), target };
      if (familyOf(target) !== this.family.name) return undefined;
      if (written.isOfGccOnly) this.refusesClang = true;
    }
    const scope = this.#memberScope();
    const offsets: { readonly name: string; readonly offset: number }[] = [];
    const lines = members.map(({ member, aligned, isPacked, start }) => {
      const before = aligned === undefined ? "" : `${this.#aligned(aligned)} `;
      // Of what is aligned to bytes gcc says that it ignores the attribute.
      const isSaid = isPacked && (member.kind === "bits" || member.place.alignment > 1);
      const behind = isSaid ? ` ${packedAttribute}` : "";
      switch (member.kind) {
        case "padding": {
          const name = scope.claim(`padding${start / 8}`);
          return `  ${before}uint8_t ${name}[${member.place.size}];\n`;
        }
        case "bits": {
          const name = member.name === undefined ? "" : ` ${scope.claim(member.name)}`;
          const type = this.#typeName(member.declared);
          const comment = blockComment([member.doc], "  ");
          return `${comment}  ${before}${type}${name} : ${member.width}${behind};\n`;
        }
        case "member": {
          const name = scope.claim(member.name);
          const comment = blockComment([member.doc, member.note], "  ");
          offsets.push({ name, offset: start / 8 });
          const isNumber = innermost(member.type).kind === "number";
          const pointed = isNumber ? member.pointsTo() : undefined;
          const said = member.isTail ? `${name}[]` : name;
          const declared = this.#declarator(member.type, said, pointed);
          // So that no compiler says that it is an extension of gcc.
          if (isEmpty(member)) return `${comment}  __extension__ ${before}${declared}${behind};\n`;
          return `${comment}  ${before}${declared}${behind};\n`;
        }
      }
    });
    const attributes = [
      ...(placement.isPacked ? [packedAttribute] : []),
      ...(placement.aligned === undefined ? [] : [this.#aligned(placement.aligned)]),
    ];
    return { attributes, lines, offsets, pack: placement.pack, hasBits };
  }

  /** Returns the body of a struct whose members lie at their offsets on every machine of 64 bits. */
  #placedBody(struct: ExportedStruct): Body {
    const { isPacked, alignment, members: placed } = alignedOf(struct) ?? placePacked(struct);
    const scope = this.#memberScope();
    const names = new Map(struct.members.map((each) => [each, scope.claim(each.name)]));
    const offsets = struct.members.map((each) => ({
      name: names.get(each) ?? "",
      offset: each.offset,
    }));
    const { tail } = struct;
    const tailName = tail && scope.claim(tail.name);
    const lines = placed.map((each) =>
      each.kind === "member"
        ? this.#member(each.member, names.get(each.member) ?? "")
        : `  uint8_t ${scope.claim(`padding${each.offset}`)}[${each.size}];\n`,
    );
    if (tail !== undefined && tailName !== undefined) {
      const said = blockComment([tail.doc], "  ");
      lines.push(`${said}  ${this.#declarator(tail.element, `${tailName}[]`)};\n`);
      offsets.push({ name: tailName, offset: tail.offset });
    }
    const isForced = alignment !== struct.alignment;
    const attributes = isForced ? [this.#aligned(struct.alignment)] : [];
    return { attributes, lines, offsets, pack: isPacked ? 1 : undefined, hasBits: false };
  }

  #memberScope(): Scope {
    return new Scope((each) => isReserved(each) || this.#names.has(each));
  }

  #aligned(bytes: number): string {
    this.usesAlignment = true;
    return `STRUCTVIEW_ALIGNED(${bytes})`;
  }

  #member(member: ExportedMember, name: string): string {
    const comment = blockComment([member.doc, member.note], "  ");
    return `${comment}  ${this.#declarator(member.type, name)};\n`;
  }

  /** Declares something of a type; the addresses in it are those of `pointed`, if it is given. */
  #declarator(type: ExportedType, name: string, pointed?: ExportedStruct): string {
    const inner = innermost(type);
    const counts = countsOf(type);
    const lengths = inner.kind === "bytes" ? [...counts, inner.size] : counts;
    const suffix = lengths.map((length) => `[${length}]`).join("");
    const typeName =
      pointed === undefined
        ? `${this.#typeName(inner)} `
        : `${pointed.kind} ${this.#names.of(pointed)} *`;
    return `${typeName}${name}${suffix}`;
  }

  #typeName(type: Exclude<ExportedType, { readonly kind: "array" }>): string {
    switch (type.kind) {
      case "bytes":
        return "uint8_t";
      case "struct":
        return this.#names.of(type.struct);
      case "number":
        if (type.size > 1) this.usesOrder = true;
        return type.enumeration === undefined ? numberType(type) : this.#names.of(type.enumeration);
    }
  }

  #bits(struct: string, { bits }: ExportedMember): readonly string[] {
    return bits.map(({ name, doc, note, shift, width }) => {
      const base = `${struct}_${name}`;
      const lines = [
        constant(this.#scope.claim(`${base}_shift`), BigInt(shift)),
        constant(this.#scope.claim(`${base}_width`), BigInt(width)),
      ];
      return `${blockComment([doc, `${name}: ${note}`])}${lines.join("\n")}\n`;
    });
  }
}

/** Places members as C aligns them on machines of 64 bits, if its target, where it has one, does so too. */
function alignedOf(struct: ExportedStruct): Placement | undefined {
  const placed = placeAligned(struct, (type) => alignmentInC(type, undefined));
  const target = struct.inC?.target;
  if (placed === undefined || target === undefined) return placed;
  const there = placeAligned(struct, (type) => alignmentInC(type, target));
  // Where there is as much padding, it is the same.
  const isSame =
    there?.alignment === placed.alignment && there.members.length === placed.members.length;
  return isSame ? placed : undefined;
}

/** Returns the declaration of a number: an enumerator if it is an `int`, so that it is a constant in C too. */
function constant(name: string, value: bigint): string {
  const enumerator = enumeratorText(value);
  if (enumerator !== undefined) return `enum { ${name} = ${enumerator} };`;
  if (value >= 0n && value < 2n ** 64n)
    return `static const uint64_t ${name} = UINT64_C(${value});`;
  if (value < 0n && value > -(2n ** 63n))
    return `static const int64_t ${name} = INT64_C(${value});`;
  if (value === -(2n ** 63n)) return `static const int64_t ${name} = INT64_MIN;`;
  return `/* ${name} is ${value}, more than 64 bits */`;
}

function isInt({ value }: ExportedConstant): boolean {
  return enumeratorText(value) !== undefined;
}

/** Returns the text of an `int`; `undefined` for other numbers. */
function enumeratorText(value: bigint): string | undefined {
  if (value < -(2n ** 31n) || value >= 2n ** 31n) return undefined;
  return value === -(2n ** 31n) ? "-2147483647 - 1" : String(value);
}
