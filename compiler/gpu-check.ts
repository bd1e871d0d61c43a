/** Part of stage 5: what a shading language has no type for, and what it refuses to place where it lies. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import type { GpuRules } from "./gpu-rules.js";
import { gpuRulesOf, layOutElements } from "./gpu-rules.js";
import { alignmentOf, numericOf, sizeOf } from "./layout-size.js";
import type { FieldLayout, FieldType, NumericLayout, StructLayout } from "./layout-types.js";
import { wordsFor } from "./layout-words.js";
import type { ResolvedField, ResolvedStruct, ResolvedType } from "./resolve.js";
import { alignUp } from "./rules.js";
import type { ScalarName } from "./scalars.js";

/** Returns what is wrong with a struct of the rules of a shading language. */
export function checkGpu(struct: ResolvedStruct, layout: StructLayout): readonly Diagnostic[] {
  const rules = gpuRulesOf(struct.placement.rules);
  return rules === undefined ? [] : new Inspector(struct, layout, rules).inspect();
}

/** Scalars that have the size and the meaning of a type of the language. */
const types: { readonly [Language in GpuRules["language"]]: ReadonlySet<ScalarName> } = {
  GLSL: new Set([
    ...(["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"] as const),
    ...(["f16", "f32", "f64", "bool32", "char"] as const),
  ]),
  WGSL: new Set(["u32", "i32", "f32", "f16", "char"]),
};

class Inspector {
  readonly #struct: ResolvedStruct;
  readonly #layout: StructLayout;
  readonly #rules: GpuRules;
  readonly #diagnostics: Diagnostic[] = [];

  constructor(struct: ResolvedStruct, layout: StructLayout, rules: GpuRules) {
    this.#struct = struct;
    this.#layout = layout;
    this.#rules = rules;
  }

  inspect(): readonly Diagnostic[] {
    const { name, span, isUnion, placement } = this.#struct;
    if (isUnion) this.#refuse(span, name, "a union", "make it a struct");
    if (placement.pack !== undefined) {
      this.#refuse(span, name, "packed to fewer bytes", "remove pack");
    }
    if (placement.typedefAlignment !== undefined) {
      this.#refuse(span, name, "aligned as a typedef of C is", "remove typedefAlign");
    }
    this.#checkOrder(this.#struct.byteOrder, name, span);
    const { fields } = this.#layout;
    for (const [index, field] of fields.entries()) {
      const resolved = this.#struct.fields.find((each) => each.name === field.name);
      if (resolved === undefined) continue;
      const subject = `${name}.${field.name}`;
      if (field.condition !== undefined) {
        const remedy = "remove the condition, so that its bytes are always there";
        this.#refuse(resolved.span, subject, "not always there", remedy);
      }
      const before = this.#diagnostics.length;
      this.#checkType(field.type, subject, resolved);
      if (this.#diagnostics.length > before || isUnion) continue;
      this.#checkPlace(field, resolved, subject);
      this.#checkBehind(field, fields[index + 1], subject, resolved.span);
    }
    return this.#diagnostics;
  }

  #refuse(span: Span, subject: string, type: string, remedy: string): void {
    const { language } = this.#rules;
    this.#diagnostics.push(diagnose("gpu-type", span, { subject, type, language, remedy }));
  }

  #checkOrder(order: NumericLayout["byteOrder"], subject: string, span: Span): void {
    if (order === "little" || order === "native") return;
    const type = order === "big" ? "big-endian" : "of a byte order that is chosen at run time";
    this.#refuse(span, subject, type, "make it little-endian");
  }

  #checkType(type: FieldType, subject: string, field: ResolvedField): void {
    const { span } = field;
    const numeric = numericOf(type);
    if (numeric !== undefined) {
      this.#checkNumber(numeric, subject, span);
      return;
    }
    if (type.kind === "array") this.#checkArray(type, subject, field);
    else if (type.kind === "struct") this.#checkNested(type.struct, subject, field);
    else this.#refuse(span, subject, wordsFor(type), "use u32 or an array of it");
  }

  #checkNumber(type: NumericLayout, subject: string, span: Span): void {
    const { language } = this.#rules;
    const scalar = type.kind === "scalar" ? type.scalar : type.unit;
    if (scalar === undefined) {
      const remedy = "put bit fields into integers with bitUnit(u32, ...)";
      this.#refuse(span, subject, "a bit field in a stream", remedy);
    } else if (!types[language].has(scalar.name)) {
      const wanted = scalar.kind === "float" ? "f32" : "u32";
      const remedy =
        scalar.kind === "boolean" ? "use u32, whose 0 is false" : `use ${wanted}, or parts of it`;
      this.#refuse(span, subject, scalar.name, remedy);
    } else if (scalar.size > 1 && type.byteOrder !== this.#struct.byteOrder) {
      this.#checkOrder(type.byteOrder, subject, span);
    }
  }

  #checkArray(
    type: FieldType & { readonly kind: "array" },
    subject: string,
    field: ResolvedField,
  ): void {
    const { span } = field;
    const { element, elementSize, stride, length, shape } = type;
    const { name, required } = this.#rules;
    this.#checkType(element, shape === undefined ? `an element of ${subject}` : subject, field);
    if (shape?.kind === "matrix") this.#checkMatrix(type, subject, span);
    if (length.kind === "expression" || length.kind === "prefixed") {
      const words = "an array whose length the record says";
      this.#refuse(span, subject, words, "make it the last field, of the length rest");
    } else if (length.kind === "rest" && required > 1) {
      const words = "an array without a length in the uniform address space";
      this.#refuse(span, subject, words, `give it one, or the struct rules: "wgsl-storage"`);
    }
    if (shape !== undefined) return;
    const expected = layOutElements(elementSize, alignmentOf(element), name).stride;
    const apart = `has elements ${stride} bytes apart`;
    if (stride !== expected) {
      this.#misplace(span, subject, apart, `puts them ${expected} apart`, "remove the stride");
    } else if (stride % required !== 0) {
      const remedy = `make them vec4 or structs of ${required} bytes, or, for shaders that require uniform_buffer_standard_layout, the rules "wgsl-storage"`;
      this.#misplace(span, subject, apart, `asks for a multiple of ${required}`, remedy);
    }
    if (stride > 1 && elementSize === 1) {
      const remedy = "use u32 for the elements, or the rules std430";
      this.#misplace(
        span,
        subject,
        "has elements of one byte",
        `puts them ${stride} apart`,
        remedy,
      );
    }
  }

  #checkMatrix(
    { element, shape }: FieldType & { readonly kind: "array" },
    subject: string,
    span: Span,
  ): void {
    const isRowMajor = shape?.kind === "matrix" && shape.order === "row";
    if (isRowMajor && this.#rules.language === "WGSL") {
      const remedy = "give it the order column, and swap its columns and rows";
      this.#refuse(span, subject, "a matrix row by row", remedy);
    }
    const numeric = numericOf(element);
    if (numeric?.kind === "scalar" && numeric.scalar.kind !== "float") {
      const remedy = "use a float for its components, or an array of vectors";
      this.#refuse(span, subject, `a matrix of ${numeric.scalar.name}`, remedy);
    }
  }

  #checkNested(nested: StructLayout, subject: string, { span, type }: ResolvedField): void {
    const { name, language } = this.#rules;
    const struct = nestedIn(type);
    if (struct === undefined) return;
    const { rules } = struct.placement;
    // What is placed as uniform buffers ask for it is so in storage buffers too.
    if (rules !== name && !(rules === "wgsl-uniform" && name === "wgsl-storage")) {
      const parameters = { subject, nested: nested.name, theirs: rules, own: name };
      this.#diagnostics.push(diagnose("gpu-rules-differ", span, parameters));
      return;
    }
    if (nested.takesRest) {
      const words = `the struct ${nested.name}, which has no size`;
      this.#refuse(span, subject, words, "move its array behind all other fields");
    }
    if (language === "GLSL" && struct.fields.some(isPlaced)) {
      const words = `the struct ${nested.name}, which places fields itself`;
      this.#refuse(span, subject, words, "let its fields follow each other");
    }
  }

  /** Checks that a field lies where the language lets it lie, at an alignment of its own or at an offset. */
  #checkPlace({ type, position }: FieldLayout, field: ResolvedField, subject: string): void {
    const natural = alignmentOf(type);
    const { required } = this.#rules;
    const needed = isAggregate(type) ? alignUp(natural, required) : natural;
    const { bytes: offset } = position;
    if (field.alignment !== undefined && field.alignment < natural) {
      const remedy = `write aligned(${natural}, ...), or nothing`;
      const problem = `is aligned to ${field.alignment} bytes`;
      this.#misplace(field.span, subject, problem, `asks for at least ${natural}`, remedy);
    } else if (offset % needed !== 0) {
      const remedy = `write aligned(${needed}, ...), or at an offset that is one`;
      const problem = `lies at offset ${offset}`;
      this.#misplace(field.span, subject, problem, `asks for a multiple of ${needed}`, remedy);
    }
  }

  /** Checks what follows a nested struct: in a uniform buffer nothing lies in what fills it up to 16 bytes. */
  #checkBehind(
    { type, position }: FieldLayout,
    next: FieldLayout | undefined,
    subject: string,
    span: Span,
  ): void {
    const size = sizeOf(type);
    if (type.kind !== "struct" || next === undefined || size === undefined) return;
    const needed = alignUp(size, this.#rules.required);
    const gap = next.position.bytes - position.bytes;
    if (gap >= needed) return;
    const problem = `is a struct, and ${next.name} follows ${gap} bytes behind its start`;
    const remedy = `write sized(${needed}, ${type.struct.name})`;
    this.#misplace(span, subject, problem, `asks for ${needed}`, remedy);
  }

  #misplace(span: Span, subject: string, problem: string, rule: string, remedy: string): void {
    const { name: rules } = this.#rules;
    const parameters = { subject, problem, rules, rule, remedy };
    this.#diagnostics.push(diagnose("gpu-place", span, parameters));
  }
}

/** Returns the struct that a field has, or the elements of its array have. */
function nestedIn(type: ResolvedType): ResolvedStruct | undefined {
  if (type.kind === "array") return nestedIn(type.element);
  return type.kind === "struct" ? type.struct : undefined;
}

/** Whether a field says itself where it lies, or how large it is. */
function isPlaced({ alignment, offset, reservedSize }: ResolvedField): boolean {
  return alignment !== undefined || offset !== undefined || reservedSize !== undefined;
}

/** Whether uniform buffers of WGSL ask for more than the alignment of a type: not for a matrix. */
function isAggregate(type: FieldType): boolean {
  return type.kind === "struct" || (type.kind === "array" && type.shape === undefined);
}
