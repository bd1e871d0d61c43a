/**
 * Declarations in Rust, from 1.59 on. All types accept any bytes: enumerations are numbers with names, as a
 * value that an `enum` does not have is undefined behaviour.
 */
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
import { countsOf, innermost, nestedIn, RefusalError } from "./model.js";
import { Scope, wordsOf } from "./names.js";
import { placeAligned, placePacked } from "./place.js";
import { headerOf, printStructs } from "./structs.js";
import { TypeNames } from "./type-names.js";

const reserved = wordsOf(`
  _ abstract alloc as assert assert_offset async await become bool box break char const continue core crate do dyn
  else enum extern f16 f32 f64 f128 false final fn for gen i8 i16 i32 i64 i128 if impl in isize let loop
  macro macro_rules match mod move mut override priv pub ref return self Self static std str struct super trait
  true try type typeof u8 u16 u32 u64 u128 union unsafe unsized use usize virtual where while yield Clone
  Copy PartialEq Eq Some None Ok Err Option Result Sized Send Sync Drop Fn FnMut FnOnce structview_pattern`);

function isReserved(name: string): boolean {
  return reserved.has(name);
}

function numberType({ format, size }: Omit<ExportedNumber, "kind" | "enumeration">): string {
  if (format === "float" && size > 2) return `f${size * 8}`;
  return `${format === "signed" ? "i" : "u"}${size * 8}`;
}

/**
 * Tells the offset of a field when it compiles: the bytes of a struct are filled with their own offsets, and
 * the first one of the field is read. `core::mem::offset_of` is there from Rust 1.77 on only.
 */
const offsetMacro = `/// Returns bytes that each hold eight bits of their own offset, those above \`shift\` lower ones.
const fn structview_pattern<const SIZE: usize>(shift: usize) -> [u8; SIZE] {
    let mut bytes = [0; SIZE];
    let mut offset = 0;
    while offset < SIZE {
        bytes[offset] = (offset >> shift) as u8;
        offset += 1;
    }
    bytes
}

/// Asserts, when it compiles, at which offset a field lies.
macro_rules! assert_offset {
    ($type:ty, $field:ident, $offset:expr) => {
        const _: () = {
            const fn byte(shift: usize) -> usize {
                const SIZE: usize = core::mem::size_of::<$type>();
                unsafe {
                    let filled: core::mem::MaybeUninit<$type> =
                        core::mem::transmute(structview_pattern::<SIZE>(shift));
                    let field = core::ptr::addr_of!((*filled.as_ptr()).$field) as *const u8;
                    (*field as usize) << shift
                }
            }
            assert!((byte(0) | byte(8) | byte(16) | byte(24)) == $offset);
        };
    };
}
`;

/** Returns the module. */
export function exportRust(model: ExportModel): Exported {
  const printer = new Printer(model);
  const { texts, refused } = printStructs(model.structs, (struct) => printer.struct(struct));
  const parts = [
    `// ${headerOf(model, "rust")}
#![allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals)]
`,
    ...(texts.length > 0 ? [offsetMacro] : []),
    ...(printer.usesOrder
      ? [
          `const _: () = assert!(cfg!(target_endian = "${model.machine}"), "these declarations are for ${model.machine}-endian machines");\n`,
        ]
      : []),
    printer.declarations(),
    ...texts,
  ];
  return { text: parts.filter((part) => part !== "").join("\n"), refused };
}

class Printer {
  readonly #model: ExportModel;
  readonly #scope = new Scope(isReserved);
  readonly #names: TypeNames;
  /** Structs with an alignment that is forced, or with such a struct in them. */
  readonly #forced = new Set<ExportedStruct>();
  usesOrder = false;

  constructor(model: ExportModel) {
    this.#model = model;
    this.#names = new TypeNames(model, this.#scope);
  }

  /** Returns the constants, the enumerations and the flags. */
  declarations(): string {
    const constants = this.#model.constants.map((each) => {
      const { doc, value } = each;
      const type = integerType(value);
      const name = this.#names.of(each);
      if (type === undefined) return `// ${name} is ${value}, more than 128 bits\n`;
      return `${lineComment([doc], "///")}pub const ${name}: ${type} = ${value};\n`;
    });
    return [...constants, ...this.#model.enumerations.map((each) => this.#enumeration(each))].join(
      "\n",
    );
  }

  #enumeration(enumeration: ExportedEnumeration): string {
    const { doc, size, isSigned, members } = enumeration;
    const name = this.#names.of(enumeration);
    const type = numberType({ format: isSigned ? "signed" : "unsigned", size });
    const scope = new Scope(isReserved);
    const lines = members.map(
      (member) =>
        `${lineComment([member.doc], "///", "    ")}    pub const ${scope.claim(member.name)}: ${name} = ${name}(${member.value});\n`,
    );
    return `${lineComment([doc], "///")}#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ${name}(pub ${type});

impl ${name} {
${lines.join("")}}
`;
  }

  /** Returns the declaration of a struct with its assertions. Throws {@link RefusalError}. */
  struct(struct: ExportedStruct): string {
    const name = this.#names.of(struct);
    const { members: placed, representation } = this.#place(struct);
    const scope = new Scope(isReserved);
    const names = new Map(struct.members.map((each) => [each, scope.claim(each.name)]));
    const tailName = struct.tail && scope.claim(struct.tail.name);
    const lines = placed.map((each) =>
      each.kind === "member"
        ? this.#member(each.member, names.get(each.member) ?? "")
        : `    pub ${scope.claim(`padding${each.offset}`)}: [u8; ${each.size}],\n`,
    );
    if (struct.tail !== undefined && tailName !== undefined) {
      const said = lineComment(
        [struct.tail.doc, "As many elements as fit follow here."],
        "///",
        "    ",
      );
      lines.push(`${said}    pub ${tailName}: [${this.#typeText(struct.tail.element)}; 0],\n`);
    }
    const docs = [struct.doc, this.#names.originOf(struct)];
    const assertions = [
      `const _: () = assert!(core::mem::size_of::<${name}>() == ${struct.size});\n`,
      `const _: () = assert!(core::mem::align_of::<${name}>() == ${struct.alignment});\n`,
      ...struct.members.map(
        (each) => `assert_offset!(${name}, ${names.get(each) ?? ""}, ${each.offset});\n`,
      ),
    ];
    const bits = struct.members.flatMap((member) => this.#bits(name, member));
    return `${lineComment(docs, "///")}#[repr(${representation})]
#[derive(Clone, Copy)]
pub ${struct.kind} ${name} {
${lines.join("")}}

${assertions.join("")}${bits.join("")}`;
  }

  #place(struct: ExportedStruct) {
    const nested = nestedIn(struct).some((each) => this.#forced.has(each));
    const aligned = placeAligned(struct, alignmentOf);
    if (aligned !== undefined) {
      const isForced = aligned.alignment !== struct.alignment;
      if (isForced || nested) this.#forced.add(struct);
      const representation = isForced ? `C, align(${struct.alignment})` : "C";
      return { members: aligned.members, representation };
    }
    if (struct.alignment > 1) {
      throw new RefusalError(
        `it has members that are not aligned, and an alignment of ${struct.alignment}; a packed struct of Rust has no alignment of its own`,
      );
    }
    if (nested) {
      throw new RefusalError(
        "it is packed and nests a struct with an alignment of its own, which Rust does not allow",
      );
    }
    return { members: placePacked(struct).members, representation: "C, packed" };
  }

  #member(member: ExportedMember, name: string): string {
    const comment = lineComment([member.doc, member.note], "///", "    ");
    return `${comment}    pub ${name}: ${this.#typeText(member.type)},\n`;
  }

  #typeText(type: ExportedType): string {
    const inner = innermost(type);
    const element = inner.kind === "bytes" ? "u8" : this.#typeName(inner);
    const counts = inner.kind === "bytes" ? [...countsOf(type), inner.size] : countsOf(type);
    return counts.reduceRight((text, count) => `[${text}; ${count}]`, element);
  }

  #typeName(type: Exclude<ExportedType, { readonly kind: "array" | "bytes" }>): string {
    if (type.kind === "struct") return this.#names.of(type.struct);
    if (type.size > 1) this.usesOrder = true;
    return type.enumeration === undefined ? numberType(type) : this.#names.of(type.enumeration);
  }

  #bits(struct: string, { bits }: ExportedMember): readonly string[] {
    return bits.map(({ name, doc, note, shift, width }) => {
      const shiftName = this.#scope.claim(`${struct}_${name}_shift`);
      const widthName = this.#scope.claim(`${struct}_${name}_width`);
      return `${lineComment([doc, `${name}: ${note}`], "///")}pub const ${shiftName}: u32 = ${shift};
pub const ${widthName}: u32 = ${width};
`;
    });
  }
}

/** Returns how Rust aligns a type, on machines of 64 bits. */
function alignmentOf(type: ExportedType): number {
  const inner = innermost(type);
  if (inner.kind === "struct") return inner.struct.alignment;
  return inner.kind === "number" ? inner.size : 1;
}

function integerType(value: bigint): string | undefined {
  const widths = [32, 64, 128];
  if (value < 0n) {
    const width = widths.find((each) => value >= -(2n ** BigInt(each - 1)));
    return width === undefined ? undefined : `i${width}`;
  }
  const width = widths.find((each) => value < 2n ** BigInt(each));
  return width === undefined ? undefined : `u${width}`;
}
