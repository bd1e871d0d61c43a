/** Part of stage 5: one of several structs, told by a tag within them or by an expression before them. */
import { bitPartsOf } from "./bit-parts.js";
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { Span } from "./document.js";
import { containsChosenOrder } from "./facts.js";
import { isShorter } from "./layout-cases.js";
import { hasChosenOrder, isToldOrder } from "./layout-order.js";
import { plainNumberOf } from "./layout-size.js";
import type {
  CaseLayout,
  ConditionLayout,
  FieldLayout,
  FieldType,
  LengthLayout,
  NumericLayout,
  StructLayout,
  VariantLayout,
} from "./layout-types.js";
import type { ResolvedSelect, ResolvedStruct, ResolvedType, ResolvedVariant } from "./resolve.js";
import { alignUp } from "./rules.js";
import { isLenientScalar } from "./scalars.js";

/** Lays out a variant: finds the tag, which has to be the same in each case but for its value. */
export function layOutVariant(
  { file, name, definition, cases, otherwise }: ResolvedVariant,
  layOut: (struct: ResolvedStruct) => StructLayout,
  diagnostics: Diagnostic[],
): VariantLayout {
  const { tag, span, doc, isFixed } = definition;
  const place = { subject: name, span };
  const structs = cases.flatMap((each) => caseStruct(each, place, layOut, diagnostics));
  const other = otherwise === undefined ? [] : caseStruct(otherwise, place, layOut, diagnostics);
  const differs = (struct: StructLayout, reason: string): void => {
    const parameters = { subject: name, struct: struct.name, tag, reason };
    diagnostics.push(diagnose("tag-differs", span, parameters));
  };
  const foundOrder = `its ${tag} is in the byte order that its fields tell, so give it one of its own`;

  const first = smallestOf(structs.flatMap((struct) => tagOf(struct, tag) ?? []));
  const laidOut: CaseLayout[] = [];
  for (const struct of structs) {
    const field = tagOf(struct, tag);
    if (field !== undefined && isReadInFoundOrder(struct, field)) {
      differs(struct, foundOrder);
    } else if (field?.type.kind !== "constant") {
      differs(
        struct,
        field === undefined
          ? `it has no whole number ${tag} in a fixed place`
          : `its ${tag} is no constant`,
      );
    } else if (first !== undefined && !isSamePlace(field, first)) {
      differs(struct, `its ${tag} lies elsewhere, or is of another type`);
    } else {
      const { value } = field.type;
      const twin = laidOut.find((each) => each.value === value);
      if (twin !== undefined) differs(struct, `${twin.struct.name} has the same ${tag} ${value}`);
      laidOut.push({ value, struct });
    }
  }
  for (const struct of other) {
    const field = tagOf(struct, tag);
    if (field?.type.kind === "constant") {
      differs(struct, `its ${tag} is a constant, and it stands for all others`);
    } else if (field !== undefined && isReadInFoundOrder(struct, field)) {
      differs(struct, foundOrder);
    } else if (field === undefined || first === undefined || !isSamePlace(field, first)) {
      differs(struct, `its ${tag} does not lie where that of the others does`);
    }
  }

  const all = [...structs, ...other];
  const size = sizeOfCases(all, isFixed, place, diagnostics);
  const tagType: NumericLayout = (first && plainNumberOf(first.type)) ?? emptyTag;
  const zero = laidOut.find(({ value }) => Number(value) === 0)?.struct ?? other[0];
  return {
    kind: "variant",
    file,
    name,
    doc,
    span,
    // Where no case is told its order nobody asks for this one.
    byteOrder: all.some(isToldOrder) ? "runtime" : "little",
    tag,
    tagPosition: first?.position ?? { after: undefined, bytes: 0 },
    tagType,
    cases: laidOut,
    otherwise: other[0] && { kind: "struct", struct: other[0] },
    size,
    minimumSize: size ?? Math.min(...all.map(({ minimumSize }) => minimumSize), Infinity),
    alignment: Math.max(1, ...all.map(({ alignment }) => alignment)),
    takesRest: all.some(({ takesRest }) => takesRest),
    facts: {
      acceptsAnyBytes: false,
      acceptsZero: zero !== undefined && zero.foundOrder === undefined && zero.facts.acceptsZero,
      hasPadding: all.some((struct) => struct.facts.hasPadding || isShorter(struct, size)),
      hasChosenOrder: all.some(hasChosenOrder),
      hasComputed: all.some((struct) => struct.facts.hasComputed),
    },
  };
}

/** Lays out a field that is one of several structs. */
export function layOutSelect(
  type: Omit<ResolvedSelect, "on" | "otherwise"> & {
    readonly on: ConditionLayout;
    readonly otherwise:
      | Exclude<ResolvedType, { readonly kind: "bytes" }>
      | { readonly kind: "bytes"; readonly length: LengthLayout }
      | undefined;
  },
  place: CasePlace,
  layOut: (struct: ResolvedStruct) => StructLayout,
  diagnostics: Diagnostic[],
): FieldType & { readonly kind: "select" } {
  const { on, byteOrder, isFixed, otherwise: other } = type;
  const cases = type.cases.flatMap((each) =>
    caseStruct(each.type, place, layOut, diagnostics).map((struct) => ({
      value: Number(each.value),
      struct,
    })),
  );
  const [otherStruct] =
    other === undefined || other.kind === "bytes"
      ? []
      : caseStruct(other, place, layOut, diagnostics);
  const structs = [
    ...cases.map(({ struct }) => struct),
    ...(otherStruct === undefined ? [] : [otherStruct]),
  ];
  const bytes = other?.kind === "bytes" ? other.length : undefined;
  const least = bytes === undefined ? [] : [bytes.kind === "fixed" ? bytes.value : 0];
  const sameSize = sizeOfCases(structs, isFixed, place, diagnostics);
  // A run of bytes is as long as it says, which fixed cases have room for.
  const isSame =
    bytes === undefined ||
    (bytes.kind === "fixed" && sameSize !== undefined && (isFixed || bytes.value === sameSize));
  const alignment = Math.max(1, ...structs.map((each) => each.alignment));
  const size =
    isSame && sameSize !== undefined
      ? alignUp(Math.max(sameSize, ...least), isFixed ? alignment : 1)
      : undefined;
  if (isFixed && bytes !== undefined && bytes.kind !== "fixed") {
    const parameters = { subject: place.subject, struct: "its run of bytes" };
    diagnostics.push(diagnose("fixed-case", place.span, parameters));
  }
  return {
    kind: "select",
    on,
    cases,
    otherwise:
      bytes === undefined
        ? otherStruct && { kind: "struct", struct: otherStruct }
        : { kind: "bytes", length: bytes },
    byteOrder,
    size,
    minimumSize:
      size ?? Math.min(...structs.map(({ minimumSize }) => minimumSize), ...least, Infinity),
  };
}

interface CasePlace {
  readonly subject: string;
  readonly span: Span;
}

function caseStruct(
  type: ResolvedType,
  { subject, span }: CasePlace,
  layOut: (struct: ResolvedStruct) => StructLayout,
  diagnostics: Diagnostic[],
): readonly StructLayout[] {
  if (type.kind !== "struct") {
    const shown =
      type.kind === "variant"
        ? `the variant ${type.variant.name}`
        : type.kind === "enumeration"
          ? `the enumeration ${type.enumeration.definition.name}`
          : type.kind;
    diagnostics.push(diagnose("case-not-struct", span, { subject, type: shown }));
    return [];
  }
  return [layOut(type.struct)];
}

/** Returns the size that all cases have: that of the largest if they are fixed, else the one they share. */
function sizeOfCases(
  structs: readonly StructLayout[],
  isFixed: boolean,
  { subject, span }: CasePlace,
  diagnostics: Diagnostic[],
): number | undefined {
  const sizes = structs.map(({ size }) => size);
  if (!isFixed) return sizes.every((size) => size === sizes[0]) ? sizes[0] : undefined;
  const alignment = Math.max(1, ...structs.map((each) => each.alignment));
  let largest = 0;
  for (const { size, name } of structs) {
    if (size === undefined) {
      diagnostics.push(diagnose("fixed-case", span, { subject, struct: name }));
    }
    largest = Math.max(largest, size ?? 0);
  }
  return alignUp(largest, alignment);
}

/** Returns the field that is the tag, if it is a whole number or a boolean in a fixed place. */
function tagOf(struct: StructLayout, tag: string): FieldLayout | undefined {
  const field = struct.fields.find(({ name }) => name === tag);
  const number = field && plainNumberOf(field.type);
  const kind = number?.kind === "bits" ? number.interpretation : number?.scalar.kind;
  const isNumber = kind === "unsigned" || kind === "signed";
  const isRead = isNumber || (kind === "boolean" && !isLenient(number));
  const isPlaced = field?.position.after === undefined && field?.condition === undefined;
  return isPlaced && isRead ? field : undefined;
}

/** Whether a tag is in an order that other fields of its struct tell: the struct is not known yet. */
function isReadInFoundOrder({ foundOrder }: StructLayout, { type }: FieldLayout): boolean {
  const number = plainNumberOf(type);
  return foundOrder !== undefined && number !== undefined && containsChosenOrder(number);
}

/** Whether several numbers are read as true. */
function isLenient(type: NumericLayout | undefined): boolean {
  return type?.kind === "scalar" && isLenientScalar(type.scalar);
}

/**
 * Returns the tag that is read from the fewest bytes: a stream of bits may be longer in one case than
 * in another, and its integers larger than all there is of the other.
 */
function smallestOf(tags: readonly FieldLayout[]): FieldLayout | undefined {
  const [first, ...others] = tags;
  return others.reduce((least, tag) => {
    return least !== undefined && endOf(tag) < endOf(least) ? tag : least;
  }, first);
}

/** Returns the bytes from the start of a stream of bits to the end of what a tag in it is read from. */
function endOf(tag: FieldLayout): number {
  const number = plainNumberOf(tag.type);
  if (number?.kind !== "bits") return 0;
  const parts = number.byteOrder === "big" ? number.parts.big : number.parts.little;
  return Math.max(...parts.map(({ offset, size }) => offset + size));
}

/** Whether two tags are read in the same way from the same place. */
function isSamePlace(a: FieldLayout, b: FieldLayout): boolean {
  const [first, second] = [plainNumberOf(a.type), plainNumberOf(b.type)];
  if (a.position.bytes !== b.position.bytes) return false;
  if (first?.kind === "scalar" && second?.kind === "scalar") {
    const isOneByte = first.scalar.size === 1;
    return first.scalar === second.scalar && (isOneByte || first.byteOrder === second.byteOrder);
  }
  return (
    first?.kind === "bits" &&
    second?.kind === "bits" &&
    first.width === second.width &&
    first.bitOffset === second.bitOffset &&
    first.bitOrder === second.bitOrder &&
    first.unit === second.unit &&
    first.byteOrder === second.byteOrder &&
    first.interpretation === second.interpretation
  );
}

/** Stands for the tag of a variant that has none, which is refused. */
const emptyTag: NumericLayout = {
  kind: "bits",
  interpretation: "unsigned",
  width: 1,
  bitOffset: 0,
  bitOrder: "least-significant-first",
  unit: undefined,
  byteOrder: "little",
  startByte: 0,
  endByte: 1,
  parts: bitPartsOf(0, 1, 1),
};
