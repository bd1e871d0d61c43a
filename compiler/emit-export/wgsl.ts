/**
 * Declarations in WGSL, for the storage address space. Each member has its alignment and its size as
 * attributes, which a shader compiler checks: it knows no sizes and offsets that a constant could be asserted
 * to have, so these stand beside them as constants.
 */
import { lineComment } from "./comment.js";
import type {
  Exported,
  ExportedMember,
  ExportedNumber,
  ExportedStruct,
  ExportedType,
  ExportModel,
} from "./model.js";
import { RefusalError, sizeOfExported } from "./model.js";
import { Scope, wordsOf } from "./names.js";
import { headerOf, printStructs } from "./structs.js";
import { TypeNames } from "./type-names.js";

/** Keywords, reserved words and the predeclared names (WGSL, sections 15.1, 15.2 and 16). */
const reserved = wordsOf(`
  alias break case const const_assert continue continuing default diagnostic discard else enable false fn for
  if let loop override requires return struct switch true var while
  NULL Self abstract active alignas alignof as asm asm_fragment async attribute auto await become cast catch
  class co_await co_return co_yield coherent column_major common compile compile_fragment concept const_cast
  consteval constexpr constinit crate debugger decltype delete demote demote_to_helper do dynamic_cast enum
  explicit export extends extern external fallthrough filter final finally friend from fxgroup get goto
  groupshared highp impl implements import inline instanceof interface layout lowp macro macro_rules match
  mediump meta mod module move mut mutable namespace new nil noexcept noinline nointerpolation non_coherent
  noncoherent noperspective null nullptr of operator package packoffset partial pass patch pixelfragment precise
  precision premerge priv protected pub public readonly ref regardless register reinterpret_cast require resource
  restrict self set shared sizeof smooth snorm static static_assert static_cast std subroutine super target
  template this thread_local throw trait try type typedef typeid typename typeof union unless unorm unsafe
  unsized use using varying virtual volatile wgsl where with writeonly yield
  array atomic bool f16 f32 i32 mat2x2 mat2x3 mat2x4 mat3x2 mat3x3 mat3x4 mat4x2 mat4x3 mat4x4 ptr sampler
  sampler_comparison texture_1d texture_2d u32 vec2 vec3 vec4 bitcast _`);

function isReserved(name: string): boolean {
  return reserved.has(name) || name.startsWith("__") || /^(vec|mat)\d/.test(name);
}

/** Returns the module. */
export function exportWgsl(model: ExportModel): Exported {
  const printer = new Printer(model);
  const { texts, refused } = printStructs(model.structs, (struct) => printer.struct(struct));
  const parts = [...(printer.usesHalf ? ["enable f16;\n"] : []), ...printer.constants(), ...texts];
  return { text: [`// ${headerOf(model, "wgsl")}\n`, ...parts].join("\n"), refused };
}

/** A member as WGSL has it. */
interface Shown {
  readonly text: string;
  readonly alignment: number;
  readonly size: number;
}

class Printer {
  readonly #model: ExportModel;
  readonly #scope = new Scope(isReserved);
  readonly #names: TypeNames;
  readonly #alignments = new Map<ExportedStruct, number>();
  usesHalf = false;

  constructor(model: ExportModel) {
    this.#model = model;
    this.#names = new TypeNames(model, this.#scope);
  }

  /** Returns constants, and the members of enumerations and flags: integers of 32 bits. */
  constants(): readonly string[] {
    const constants = this.#model.constants.map((each) =>
      this.#constant(this.#names.of(each), each.value, [each.doc]),
    );
    const members = this.#model.enumerations.map((each) => {
      const lines = each.members.map((member) => {
        const name = this.#scope.claim(`${this.#names.of(each)}_${member.name}`);
        return this.#constant(name, member.value, [member.doc]);
      });
      return `${lineComment([each.doc], "//")}${lines.join("")}`;
    });
    return [...constants, ...members];
  }

  #constant(name: string, value: bigint, docs: readonly (string | undefined)[]): string {
    const comment = lineComment(docs, "//");
    if (value >= 0n && value < 2n ** 32n) return `${comment}const ${name}: u32 = ${value}u;\n`;
    if (value < 0n && value > -(2n ** 31n)) return `${comment}const ${name}: i32 = ${value}i;\n`;
    return `${comment}// ${name} is ${value}, and WGSL has integers of 32 bits only\n`;
  }

  /** Returns the declaration of a struct. Throws {@link RefusalError}. */
  struct(struct: ExportedStruct): string {
    const name = this.#names.of(struct);
    if (struct.kind === "union") throw new RefusalError("it is a union, and WGSL has none");
    if (this.#model.machine === "big") {
      throw new RefusalError("the numbers of shaders are little-endian");
    }
    const shown = new Map(
      struct.members.map((each) => [each, this.#type(each.type, each.offset, each.name)]),
    );
    const tail =
      struct.tail && this.#type(struct.tail.element, struct.tail.offset, struct.tail.name);
    const all = [...shown.values(), ...(tail === undefined ? [] : [tail])];
    const alignment = Math.max(...all.map((each) => each.alignment));
    if (struct.size % alignment !== 0) {
      throw new RefusalError(
        `its size, ${struct.size}, is no multiple of its alignment in WGSL, ${alignment}`,
      );
    }
    if (
      struct.tail !== undefined &&
      struct.size !== Math.ceil(struct.tail.offset / alignment) * alignment
    ) {
      throw new RefusalError(`${struct.tail.name} does not begin at its end`);
    }
    if (struct.members[0] !== undefined && struct.members[0].offset !== 0) {
      throw new RefusalError("it begins with padding, which no attribute of WGSL gives");
    }
    this.#alignments.set(struct, alignment);
    const scope = new Scope(isReserved);
    const lines: string[] = [];
    const constants = [`const ${this.#scope.claim(`${name}_size`)}: u32 = ${struct.size}u;\n`];
    for (const [index, member] of struct.members.entries()) {
      const own = scope.claim(member.name);
      const end = struct.members[index + 1]?.offset ?? struct.tail?.offset ?? struct.size;
      const { text, alignment: least } = shown.get(member) ?? { text: "", alignment: 4 };
      const comment = lineComment([member.doc, member.note], "//", "  ");
      lines.push(`${comment}  @align(${least}) @size(${end - member.offset}) ${own}: ${text},\n`);
      constants.push(
        `const ${this.#scope.claim(`${name}_${own}_offset`)}: u32 = ${member.offset}u;\n`,
        ...this.#bits(name, member),
      );
    }
    if (struct.tail !== undefined && tail !== undefined) {
      const comment = lineComment([struct.tail.doc], "//", "  ");
      lines.push(
        `${comment}  @align(${tail.alignment}) ${scope.claim(struct.tail.name)}: array<${tail.text}>,\n`,
      );
    }
    const docs = lineComment([struct.doc, this.#names.originOf(struct)], "//");
    return `${docs}struct ${name} {
${lines.join("")}}
${constants.join("")}`;
  }

  #bits(struct: string, { bits }: ExportedMember): readonly string[] {
    return bits.map(({ name, doc, note, shift, width }) => {
      const comment = lineComment([doc, `${name}: ${note}`], "//");
      return `${comment}const ${this.#scope.claim(`${struct}_${name}_shift`)}: u32 = ${shift}u;
const ${this.#scope.claim(`${struct}_${name}_width`)}: u32 = ${width}u;
`;
    });
  }

  #type(type: ExportedType, offset: number, field: string): Shown {
    const shown = this.#shown(type, offset, field);
    if (offset % shown.alignment !== 0) {
      throw new RefusalError(
        `${field} lies at offset ${offset}, no multiple of its alignment in WGSL, ${shown.alignment}`,
      );
    }
    return shown;
  }

  #shown(type: ExportedType, offset: number, field: string): Shown {
    switch (type.kind) {
      case "number":
        return this.#number(type, offset, field);
      case "bytes":
        if (type.size % 4 !== 0) {
          throw new RefusalError(`${field} has ${type.size} bytes, and WGSL has words of 4 only`);
        }
        return { text: `array<u32, ${type.size / 4}>`, alignment: 4, size: type.size };
      case "struct": {
        const alignment = this.#alignments.get(type.struct) ?? 1;
        return { text: this.#names.of(type.struct), alignment, size: type.struct.size };
      }
      case "array": {
        const whole = this.#vectors(type, offset, field);
        if (whole !== undefined && offset % whole.alignment === 0) return whole;
        const element = this.#shown(type.element, offset, field);
        const size = sizeOfExported(type.element);
        if (size % element.alignment !== 0) {
          throw new RefusalError(`the elements of ${field} are not aligned, and WGSL aligns them`);
        }
        const text = `array<${element.text}, ${type.count}>`;
        return { text, alignment: element.alignment, size: size * type.count };
      }
    }
  }

  /** Returns a vector or a matrix; `undefined` where it lies in other bytes than those of WGSL. */
  #vectors(
    type: ExportedType & { readonly kind: "array" },
    offset: number,
    field: string,
  ): Shown | undefined {
    const { element, shape } = type;
    if (shape === undefined || element.kind !== "number") return undefined;
    const { vectors, length, isMatrix } = shape;
    const component = this.#number(element, offset, field);
    const isFloat = element.format === "float";
    if (component.text.includes("<") || (isMatrix && !isFloat)) return undefined;
    const alignment = (length === 2 ? 2 : 4) * element.size;
    const stride = Math.ceil((length * element.size) / alignment) * alignment;
    const size = isMatrix ? vectors * stride : length * element.size;
    if (size !== sizeOfExported(type)) return undefined;
    const name = isMatrix ? `mat${vectors}x${length}` : `vec${length}`;
    return { text: `${name}<${component.text}>`, alignment, size };
  }

  #number({ format, size }: ExportedNumber, offset: number, field: string): Shown {
    if (size === 2 && format === "float") {
      this.usesHalf = true;
      return { text: "f16", alignment: 2, size };
    }
    if (size < 4) {
      throw new RefusalError(`${field} has ${size * 8} bits, and WGSL has numbers of 32 bits only`);
    }
    if (size === 8) {
      // Two words; as a vector they would have to be aligned to 8 bytes.
      return offset % 8 === 0
        ? { text: "vec2<u32>", alignment: 8, size }
        : { text: "array<u32, 2>", alignment: 4, size };
    }
    const text = format === "float" ? "f32" : format === "signed" ? "i32" : "u32";
    return { text, alignment: 4, size };
  }
}
