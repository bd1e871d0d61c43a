/**
 * Stage 5: sizes, offsets, bit positions, parts of dynamic length.
 *
 * Fields lie one behind the other, aligned as the rule set says. Bit fields that follow each other form
 * a stream, which fills whole bytes, or fill declared units. A part of dynamic length starts a new
 * count: what follows lies at a fixed number of bytes after its end. The members of a union are each
 * the first and only field.
 */
import { defaultCTarget } from "./c-targets.js";
import type { Diagnostic, StageResult } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { EnumerationDefinition, FlagsDefinition } from "./document.js";
import { factsOf, unionFactsOf } from "./facts.js";
import { checkGpu } from "./gpu-check.js";
import { layOutElements, layOutShape, leastAlignment, typeUnder } from "./gpu-rules.js";
import { promoteMembers } from "./layout-anonymous.js";
import type { BitGroup } from "./layout-bits.js";
import { checkBitFields, placeRun, runFrom } from "./layout-run.js";
import { bitOrderOf, checkBits, groupsOf } from "./layout-bits.js";
import { alignmentOfScalar, placerFor } from "./layout-c.js";
import type { CMember, CPlacement, CPlacer } from "./layout-c.js";
import { layOutChecksums, orderComputations } from "./layout-computed.js";
import type { Draft } from "./layout-draft.js";
import { alignmentAt, minimumOf, withBytesAfter } from "./layout-draft.js";
import { layOutExpression } from "./layout-expression.js";
import { namesConstant } from "./layout-measure.js";
import type { Place } from "./layout-measure.js";
import { layOutBase, layOutScalar } from "./layout-number.js";
import { layOutOrder } from "./layout-order.js";
import {
  alignmentOf,
  demandedAlignmentOf,
  firstByteOf,
  granularityOf,
  minimumSizeOf,
  numericOf,
  sizeOf,
  takesRest,
} from "./layout-size.js";
import type {
  AliasLayout,
  CDeclaration,
  CheckLayout,
  ComputedLayout,
  ConditionLayout,
  EnumerationLayout,
  FieldLayout,
  FieldType,
  FlagsLayout,
  FoundOrderLayout,
  LengthLayout,
  ModuleLayout,
  Position,
  PrefixedLengthLayout,
  StructLayout,
  VariantLayout,
} from "./layout-types.js";
import { remarkOn } from "./layout-remarks.js";
import { placeMembers } from "./layout-union.js";
import { wordsFor, wordsForSequence } from "./layout-words.js";
import { isTotal, wrappedBaseOf } from "./layout-wrapped.js";
import { endAnchor, prefixAnchor, startAnchor } from "./names.js";
import { isBigint } from "./resolve.js";
import type {
  ResolvedDocument,
  ResolvedEnumeration,
  ResolvedField,
  ResolvedFlags,
  ResolvedLength,
  ResolvedNamedType,
  ResolvedScalar,
  ResolvedSelect,
  ResolvedStruct,
  ResolvedType,
  ResolvedVariant,
} from "./resolve.js";
import { alignUp, ruleSets } from "./rules.js";
import { scalars } from "./scalars.js";
import { layOutSelect, layOutVariant } from "./variants.js";

/** Largest struct. Offsets stay exact in 32-bit arithmetic, with room for an offset into a buffer. */
export const maximumSize: number = 2 ** 30;

/** Lays out all structs of the documents. */
export function layOut(
  documents: readonly ResolvedDocument[],
): StageResult<readonly ModuleLayout[]> {
  const architect = new Architect();
  const value = documents.map((document): ModuleLayout => ({
    file: document.file,
    enumerations: document.enumerations.map(layOutEnumeration),
    flags: document.flags.map(layOutFlags),
    structs: document.structs.map((struct) => architect.struct(struct)),
    variants: document.variants.map((variant) => architect.variant(variant)),
    aliases: document.aliases.map(({ name, target }): AliasLayout => ({
      name,
      target: architect.named(target),
    })),
    constants: document.constants.map(({ name, doc, value }) => ({ name, doc, value })),
  }));
  architect.checkPointers();
  return { value, diagnostics: architect.diagnostics };
}

function layOutFlags({ file, definition }: ResolvedFlags): FlagsLayout {
  const { base } = definition;
  const width = base.kind === "bits" ? base.width : scalars[base.scalar].size * 8;
  return { ...layOutNames(file, definition), kind: "flags", width };
}

function layOutEnumeration({ file, definition }: ResolvedEnumeration): EnumerationLayout {
  return { ...layOutNames(file, definition), kind: "enumeration" };
}

function layOutNames(
  file: string,
  definition: EnumerationDefinition | FlagsDefinition,
): Omit<EnumerationLayout, "kind"> {
  const { name, doc, base, members, open } = definition;
  const isBig = isBigint(base);
  return {
    file,
    name,
    doc,
    isOpen: open,
    typeName: isBig ? "bigint" : "number",
    members: members.map((member) => ({
      name: member.name,
      value: isBig ? member.value : Number(member.value),
      doc: member.doc,
    })),
  };
}

/** Lays out structs, each once. */
class Architect {
  readonly diagnostics: Diagnostic[] = [];
  readonly #known = new Map<ResolvedStruct, StructLayout>();
  /** Checks of what addresses lead to. */
  readonly #pointers: (() => void)[] = [];
  readonly #knownVariants = new Map<ResolvedVariant, VariantLayout>();

  checkPointers(): void {
    for (const checkPointer of this.#pointers) checkPointer();
  }

  struct(struct: ResolvedStruct): StructLayout {
    const known = this.#known.get(struct);
    if (known !== undefined) return known;
    const layout = this.#layOut(struct);
    this.#known.set(struct, layout);
    this.diagnostics.push(...checkGpu(struct, layout), ...remarkOn(struct, layout));
    return layout;
  }

  variant(variant: ResolvedVariant): VariantLayout {
    const known = this.#knownVariants.get(variant);
    if (known !== undefined) return known;
    const layout = layOutVariant(variant, (struct) => this.struct(struct), this.diagnostics);
    this.#knownVariants.set(variant, layout);
    return layout;
  }

  named(type: ResolvedNamedType): AliasLayout["target"] {
    switch (type.kind) {
      case "struct":
        return this.struct(type.struct);
      case "variant":
        return this.variant(type.variant);
      case "enumeration":
        return layOutEnumeration(type.enumeration);
      case "flags":
        return layOutFlags(type.flags);
    }
  }

  #layOut(struct: ResolvedStruct): StructLayout {
    const draft: Draft = {
      fields: [],
      anchors: [],
      padding: [],
      reserved: [],
      position: { after: undefined, bytes: 0 },
      alignment: Math.max(struct.placement.alignment ?? 1, leastAlignment(struct.placement.rules)),
      placer: placerOf(struct),
      declared: [],
      extent: undefined,
      rest: undefined,
    };
    this.diagnostics.push(...checkBitFields(struct));
    if (struct.isUnion) {
      const place = (member: ResolvedField): void => {
        if (member.bitField !== undefined) {
          this.#placeRun([member], struct, draft);
          return;
        }
        const groups = groupsOf([member]);
        this.diagnostics.push(...checkBits(struct, groups));
        this.#place(member, groups.get(member), struct, draft);
      };
      this.diagnostics.push(...placeMembers(struct, draft, place));
      return this.#finish(struct, draft);
    }
    const groups = groupsOf(struct.fields);
    this.diagnostics.push(...checkBits(struct, groups));
    for (const [index, field] of struct.fields.entries()) {
      if (draft.rest !== undefined) {
        const parameters = { struct: struct.name, field: draft.rest, next: field.name };
        this.diagnostics.push(diagnose("rest-not-last", field.span, parameters));
        draft.rest = undefined;
      }
      if (field.bitField === undefined) this.#place(field, groups.get(field), struct, draft);
      else if (struct.fields[index - 1]?.bitField === undefined) {
        this.#placeRun(runFrom(struct.fields, index), struct, draft);
      }
    }
    return this.#finish(struct, draft);
  }

  /** Places bit fields of C that follow each other. */
  #placeRun(run: readonly ResolvedField[], struct: ResolvedStruct, draft: Draft): void {
    const [first] = run;
    if (first !== undefined && draft.position.after !== undefined) {
      const subject = `${struct.name}.${first.name}`;
      const reason = "behind a part of dynamic length, where it has no fixed place; move it before";
      this.diagnostics.push(diagnose("bit-field", first.span, { subject, reason }));
    }
    const group = placeRun(run, struct, draft);
    for (const field of run) {
      if (group?.starts.has(field) === true) this.#place(field, group, struct, draft);
    }
  }

  #place(
    field: ResolvedField,
    group: BitGroup | undefined,
    struct: ResolvedStruct,
    draft: Draft,
  ): void {
    const subject = `${struct.name}.${field.name}`;
    const bits = group && {
      group,
      start: group.starts.get(field) ?? 0,
      bitOrder: bitOrderOf(group, struct) ?? "most-significant-first",
    };
    const prefix = this.#placePrefix(field, subject, struct, draft);
    const type = this.#type(field.type, {
      subject,
      span: field.span,
      fields: draft.fields,
      struct,
      bits,
      prefix,
    });
    // What a field says of its place is that of its prefix, if it has one.
    const placed =
      prefix === undefined ? field : { ...field, offset: undefined, alignment: undefined };
    if (field.bitField === undefined && (group === undefined || group.first === field)) {
      const size = field.condition === undefined ? (group?.size ?? sizeOf(type)) : undefined;
      this.#placeWhole(placed, { subject, type, size, struct, draft });
    }

    const condition = this.#condition(field, type, { subject, struct, draft });
    const fixedSize = group === undefined ? sizeOf(type) : group.size;
    const size = condition === undefined ? fixedSize : undefined;
    const { position } = draft;
    this.#checkOffset(field, subject, firstByteOf(type, position), draft);
    const { name, doc } = field;
    const pointsTo = this.#pointed(field, subject);
    const layout = { name, doc, position, condition, size, bytesAfter: 0, type, pointsTo };
    if (field.isPadding) {
      draft.padding.push({ position, size: size ?? 0 });
      if (field.isReserved) {
        const reserved = type.kind === "bits" ? type : { kind: "bytes" as const, size: size ?? 0 };
        draft.reserved.push({ name, position, type: reserved });
      }
    } else draft.fields.push(layout);
    if (takesRest(type)) draft.rest = field.name;
    if (size === undefined) this.#endPart(layout, condition === undefined, draft);
    else if (group === undefined || group.last === field) {
      draft.position = { ...position, bytes: position.bytes + size };
    }
    this.#reserve(field, subject, group === undefined ? size : undefined, draft);
  }

  /** Moves on behind the bytes that the schema gives a field; those that its type leaves are padding. */
  #reserve(
    { reservedSize: reserved, span }: ResolvedField,
    subject: string,
    size: number | undefined,
    draft: Draft,
  ): void {
    if (reserved === undefined || reserved === size) return;
    if (size === undefined || reserved < size) {
      const reason =
        size === undefined
          ? { problem: "has no bytes of its own, or not always as many", remedy: "remove sized" }
          : { problem: `has ${size}`, remedy: `give it ${size} or more` };
      this.diagnostics.push(diagnose("sized-too-small", span, { subject, reserved, ...reason }));
      return;
    }
    const { position } = draft;
    draft.padding.push({ position, size: reserved - size });
    draft.position = { ...position, bytes: position.bytes + reserved - size };
  }

  /** Returns what finds the layout that an address leads to: not before all of them are there. */
  #pointed({ pointsTo, span, type }: ResolvedField, subject: string): FieldLayout["pointsTo"] {
    if (pointsTo === undefined) return undefined;
    this.#pointers.push(() => {
      const target = pointsTo();
      const address = innermostOf(type);
      const isNumber = address.kind === "scalar" && address.scalar.kind === "unsigned";
      // An array of single bytes is a window over them.
      const isByte = isNumber && type.kind === "array" && address.scalar.size === 1;
      const isOpen = target?.kind === "struct" && target.struct.byteOrder === "runtime";
      if (target?.kind === "struct" && !isOpen && isNumber && !isByte) return;
      const reason = !isNumber
        ? "something, but is no unsigned integer"
        : isByte
          ? "something, but the addresses in an array have two bytes or more"
          : isOpen
            ? "a struct whose byte order is told when it is opened; give it one"
            : "what is no struct or union";
      this.diagnostics.push(diagnose("pointer-target", span, { subject, reason }));
    });
    return () => {
      const target = pointsTo();
      return target?.kind === "struct" ? this.struct(target.struct) : undefined;
    };
  }

  #checkOffset(
    { assertedOffset: asserted, span }: ResolvedField,
    subject: string,
    { after, bytes: offset }: Position,
    { anchors }: Draft,
  ): void {
    if (asserted === undefined || (asserted === offset && after === undefined)) return;
    const anchor = anchors.find((each) => each.anchor.name === after)?.anchor;
    const place =
      anchor?.kind === "end"
        ? ` behind the end of ${anchor.field.name}`
        : anchor === undefined
          ? ""
          : ` behind the start of ${anchor.field}`;
    const shown = `${offset}${place}`;
    this.diagnostics.push(diagnose("offset-differs", span, { subject, asserted, offset: shown }));
  }

  /** Places the integer that says the length of a part, if there is one: where the part is placed. */
  #placePrefix(
    field: ResolvedField,
    subject: string,
    struct: ResolvedStruct,
    draft: Draft,
  ): PrefixedLengthLayout | undefined {
    const base = prefixOf(field.type);
    if (base === undefined) return undefined;
    const prefix = layOutScalar(base);
    const name = prefixAnchor(field.name);
    this.#placeWhole(field, {
      subject,
      type: prefix,
      size: base.scalar.size,
      struct,
      draft,
      name,
    });
    const { position } = draft;
    draft.position = { ...position, bytes: position.bytes + base.scalar.size };
    return { kind: "prefixed", prefix, position };
  }

  /** Moves on to where a field in bytes of its own lies, by the rules of the struct. */
  #placeWhole(
    field: ResolvedField,
    place: {
      readonly subject: string;
      readonly type: FieldType;
      /** In bytes; `undefined` where the contents tell it. */
      readonly size: number | undefined;
      readonly struct: ResolvedStruct;
      readonly draft: Draft;
      /** Of the anchor, where the field is aligned behind a part of dynamic length. */
      readonly name?: string;
    },
  ): void {
    const { subject, type, size = 0, struct, draft, name } = place;
    const { target } = struct.placement;
    const natural = alignmentOf(type, (scalar) => alignmentOfScalar(scalar, target));
    if (draft.placer === undefined) {
      const alignment = align(natural, field, struct, draft);
      this.#moveTo(field, subject, alignment, draft, name);
      return;
    }
    const member: CMember = {
      size,
      alignment: natural,
      demanded: demandedAlignmentOf(type),
      aligned: field.alignment,
      isPacked: field.isPacked,
      bits: undefined,
      offset: field.offset,
    };
    draft.declared.push({ name: field.name, place: member, bitsOf: undefined });
    const start = draft.placer.place(member);
    const offset = field.offset ?? start / 8;
    this.#moveTo({ ...field, offset }, subject, 1, draft, name);
  }

  /** Notes that what follows a part of dynamic length lies behind its end. */
  #endPart(field: FieldLayout, isAlwaysThere: boolean, draft: Draft): void {
    const name = endAnchor(field.name);
    const { type, position } = field;
    const least = isAlwaysThere ? minimumSizeOf(type) : 0;
    const minimum = minimumOf(position, draft) + least;
    const alignment = Math.min(alignmentAt(position, draft), granularityOf(type));
    draft.anchors.push({ anchor: { kind: "end", name, field }, minimum, alignment });
    draft.position = { after: name, bytes: 0 };
    if (draft.placer === undefined) return;
    draft.extent = draft.placer.finish();
    draft.alignment = draft.extent.alignment;
    draft.placer = undefined;
  }

  /** Returns when a field is there, if it is not always. */
  #condition(
    field: ResolvedField,
    type: FieldType,
    {
      subject,
      struct,
      draft,
    }: { readonly subject: string; readonly struct: ResolvedStruct; readonly draft: Draft },
  ): ConditionLayout | undefined {
    if (field.condition === undefined) return undefined;
    const { span } = field;
    const isBits = numericOf(type)?.kind === "bits";
    const isComputed = field.computed !== undefined;
    if (isBits || field.isPadding || isComputed || minimumSizeOf(type) === 0) {
      const filled = isBits ? "a bit field" : `${wordsFor(type)} that can be empty`;
      const shown = field.isPadding ? "padding" : isComputed ? "computed" : filled;
      this.diagnostics.push(diagnose("unsupported-condition", span, { subject, type: shown }));
    }
    const { text, expression } = field.condition;
    const place = {
      subject,
      span,
      fields: draft.fields,
      struct,
    };
    return { text, expression: layOutExpression(expression, place, this.diagnostics) };
  }

  /** Moves on to where a field lies; what is left out is padding. */
  #moveTo(
    field: ResolvedField,
    subject: string,
    alignment: number,
    draft: Draft,
    name: string = startAnchor(field.name),
  ): void {
    const { after, bytes: end } = draft.position;
    if (after !== undefined && field.offset !== undefined) {
      this.diagnostics.push(diagnose("dynamic-padding", field.span, { subject }));
      return;
    }
    const anchored = draft.anchors.at(-1);
    if (anchored !== undefined && anchored.alignment < alignment) {
      const from = draft.position;
      const anchor = {
        kind: "start",
        name,
        from,
        alignment,
        field: field.name,
        bytesAfter: 0,
      } as const;
      const minimum = alignUp(minimumOf(from, draft), alignment);
      draft.anchors.push({ anchor, minimum, alignment });
      // How much it is depends on the contents; what counts is that there is padding.
      draft.padding.push({ position: from, size: 0 });
      draft.position = { after: name, bytes: 0 };
      return;
    }
    const start = field.offset ?? alignUp(end, alignment);
    if (start < end) {
      this.diagnostics.push(
        diagnose("offset-overlaps", field.span, { subject, offset: start, end }),
      );
      return;
    }
    if (start > end) draft.padding.push({ position: draft.position, size: start - end });
    draft.position = { after, bytes: start };
  }

  /** Sums up what is known when the last field is placed. */
  #finish(struct: ResolvedStruct, draft: Draft): StructLayout {
    const { name, span } = struct;
    const extent = draft.placer?.finish();
    const alignment = extent?.alignment ?? draft.alignment;
    const { size: leastSize = 0, demanded = 1 } = extent ?? draft.extent ?? {};
    // For Microsoft a typedef raises it, and nothing packs what it says.
    const own = struct.placement.typedefAlignment;
    const demandedOfOthers = Math.max(demanded, own ?? 1);
    const last = draft.fields.at(-1);
    const slice =
      last?.type.kind === "array" &&
      last.type.length.kind === "rest" &&
      last.position.after === undefined
        ? { name: last.name, offset: last.position.bytes, stride: last.type.stride }
        : undefined;
    let end = draft.position;
    const isEndPadded = end.after !== undefined && alignmentAt(end, draft) < alignment;
    // In a run of bytes or a slice the padding is part of what is left, as it is in Rust.
    const isWalked =
      last !== undefined &&
      ["sequence", "struct", "variant", "select", "text"].includes(last.type.kind);
    if (draft.rest !== undefined && isEndPadded && isWalked) {
      const parameters = { struct: name, field: draft.rest, alignment };
      this.diagnostics.push(diagnose("rest-padded", span, parameters));
    }
    if (end.after === undefined) {
      const padded = extent?.size ?? alignUp(end.bytes, alignment);
      if (padded > end.bytes) draft.padding.push({ position: end, size: padded - end.bytes });
      end = { after: undefined, bytes: padded };
    }

    const { fields, anchors } = withBytesAfter(draft, end.bytes);
    const { promoted, diagnostics } = promoteMembers(struct, fields);
    this.diagnostics.push(...diagnostics);
    const isOpen = end.after !== undefined;
    const minimum = isOpen ? alignUp(minimumOf(end, draft), alignment) : end.bytes;
    const minimumSize = Math.max(minimum, leastSize);
    const size = end.after === undefined ? end.bytes : undefined;
    this.#checkSize(struct, size, minimumSize);
    const whole = { size };
    const { reserved } = draft;
    const computed = this.#computed(struct, fields, whole);
    const checks = struct.checks.map(({ text, expression, rule, span: at }): CheckLayout => {
      const subject = `the check "${text}" of ${name}`;
      const place = {
        subject,
        span: at,
        struct,
        fields,
        whole,
      };
      const laidOut = layOutExpression(expression, place, this.diagnostics);
      return { rule: rule === undefined ? text : `${rule} (${text})`, expression: laidOut };
    });
    const hasPadding = draft.padding.length > 0 || isEndPadded;
    return {
      kind: "struct",
      isUnion: struct.isUnion,
      file: struct.file,
      name,
      doc: struct.doc,
      span,
      byteOrder: struct.byteOrder,
      foundOrder: this.#foundOrder(struct, fields),
      fields,
      promoted,
      anchors,
      size,
      minimumSize,
      end,
      isEndPadded,
      alignment: own ?? alignment,
      demandedAlignment: demandedOfOthers,
      takesRest: draft.rest !== undefined,
      padding: draft.padding,
      slice,
      computed,
      checks,
      reserved,
      declaredInC: declarationOf(struct, draft),
      facts: struct.isUnion
        ? unionFactsOf(fields, end.bytes, hasPadding)
        : factsOf(fields, hasPadding, { computed, checks, reserved }),
    };
  }

  /** Lays out what is computed, in the order in which it has to be. */
  #computed(
    struct: ResolvedStruct,
    fields: readonly FieldLayout[],
    whole: { readonly size: number | undefined },
  ): readonly ComputedLayout[] {
    const computations = struct.fields.flatMap(({ name, span, computed }) => {
      const field = fields.find((each) => each.name === name);
      const type = field && numericOf(field.type);
      if (computed?.kind !== "expression" || field === undefined || type === undefined) return [];
      const subject = `${struct.name}.${name}`;
      const place = { subject, span, struct, fields, whole };
      const expression = layOutExpression(computed.expression, place, this.diagnostics);
      return [{ kind: "expression" as const, field, type, expression }];
    });
    const values = orderComputations(struct, computations, fields);
    const checksums = layOutChecksums(struct, fields);
    this.diagnostics.push(...values.diagnostics, ...checksums.diagnostics);
    return [...values.ordered, ...checksums.ordered];
  }

  #foundOrder(
    struct: ResolvedStruct,
    fields: readonly FieldLayout[],
  ): FoundOrderLayout | undefined {
    const { orderTests: tests, name, span } = struct;
    if (tests === undefined) return undefined;
    const subject = `the byte order of ${name}`;
    const place = { subject, span, struct, fields };
    const little = layOutExpression(tests.little.expression, place, this.diagnostics);
    const big = layOutExpression(tests.big.expression, place, this.diagnostics);
    const { order, diagnostics } = layOutOrder(tests, little, big, struct);
    this.diagnostics.push(...diagnostics);
    return order;
  }

  #checkSize(struct: ResolvedStruct, size: number | undefined, minimumSize: number): void {
    const { name, span } = struct;
    if (minimumSize > maximumSize) {
      const parameters = { struct: name, size: minimumSize, maximum: maximumSize };
      this.diagnostics.push(diagnose("struct-too-large", span, parameters));
    }
    const isOfC = struct.placement.rules === "c" || struct.fields.some((each) => each.bitField);
    if (size === 0 && !isOfC)
      this.diagnostics.push(diagnose("empty-struct", span, { struct: name }));
    const asserted = struct.placement.assertedSize;
    if (asserted !== undefined && asserted !== size) {
      const shown = size === undefined ? "a dynamic number" : String(size);
      this.diagnostics.push(
        diagnose("size-differs", span, { struct: name, asserted, size: shown }),
      );
    }
  }

  #type(written: ResolvedType, place: Place): FieldType {
    const type = typeUnder(written, place.struct.placement.rules);
    switch (type.kind) {
      case "scalar":
      case "bits":
        return layOutBase(type, place);
      case "constant":
        return { ...type, base: layOutBase(type.base, place) };
      case "nonzero":
        return {
          kind: "nonzero",
          base: layOutBase(type.base, place),
          isOptional: type.isOptional,
        };
      case "enumeration":
        return {
          kind: "enumeration",
          enumeration: layOutEnumeration(type.enumeration),
          base: layOutBase(type.base, place),
        };
      case "flags":
        return {
          kind: "flags",
          flags: layOutFlags(type.flags),
          base: layOutBase(type.base, place),
        };
      case "wrapped":
        return this.#wrapped(type, place);
      case "bytes":
        return {
          kind: "bytes",
          length: this.#length(type.length, place),
          content: type.content,
          alignment: type.alignment,
        };
      case "text":
        return {
          ...type,
          length:
            type.length.kind === "zeroTerminated" ? type.length : this.#length(type.length, place),
        };
      case "struct":
        return { kind: "struct", struct: this.struct(type.struct), byteOrder: type.byteOrder };
      case "variant":
        return { ...type, variant: this.variant(type.variant) };
      case "select":
        return this.#select(type, place);
      case "array":
        return this.#array(type, place);
    }
  }

  #wrapped(type: ResolvedType & { readonly kind: "wrapped" }, place: Place): FieldType {
    const { codec } = type;
    const base = this.#type(type.base, place);
    const checked = wrappedBaseOf(codec, base);
    if ("base" in checked) {
      return { kind: "wrapped", ...checked, codec, isTotal: isTotal(codec, checked.base) };
    }
    const { subject, span } = place;
    const parameters = { subject, type: wordsFor(base), wanted: checked.wanted };
    this.diagnostics.push(diagnose("wrapper-base", span, parameters));
    return base;
  }

  #array(type: ResolvedType & { readonly kind: "array" }, place: Place): FieldType {
    const element = this.#type(type.element, place);
    const elementSize = sizeOf(element);
    const length = this.#length(type.length, place);
    const { measure } = type;
    const isBits = numericOf(element)?.kind === "bits";
    const { subject: field, span } = place;
    const isMagic = element.kind === "bytes" && element.content !== undefined;
    const isRecord = element.kind === "struct" || element.kind === "variant";
    if (elementSize === undefined && isRecord) {
      const record = element.kind === "struct" ? element.struct : element.variant;
      const { byteOrder } = element;
      if (record.takesRest || record.minimumSize === 0 || type.stride !== undefined) {
        const parameters = { field, element: wordsForSequence(record, type.stride) };
        this.diagnostics.push(diagnose("unsupported-element", span, parameters));
      }
      return { kind: "sequence", element: record, byteOrder, length, measure };
    }
    if (elementSize === undefined || isBits || isMagic || element.kind === "select") {
      const shown = isBits
        ? "bit fields"
        : isMagic
          ? "magic bytes"
          : element.kind === "select"
            ? wordsFor(element)
            : `${wordsFor(element)} of dynamic length`;
      this.diagnostics.push(diagnose("unsupported-element", span, { field, element: shown }));
      return { kind: "bytes", length: { kind: "fixed", value: 1 }, content: undefined };
    }
    if (element.kind === "struct" && elementSize % element.struct.alignment !== 0) {
      const { alignment } = element.struct;
      const shown = `structs of size ${elementSize} and alignment ${alignment}, no multiple of it`;
      this.diagnostics.push(diagnose("unsupported-element", span, { field, element: shown }));
    }
    const { rules } = place.struct.placement;
    const { shape } = type;
    if (shape !== undefined && length.kind === "fixed") {
      const { count: value, alignment } = layOutShape(shape, length.value, elementSize, rules);
      const components = { kind: "fixed", value } as const;
      const stride = elementSize;
      return {
        kind: "array",
        element,
        elementSize,
        length: components,
        measure,
        stride,
        alignment,
        shape,
      };
    }
    const elements = layOutElements(elementSize, alignmentOf(element), rules);
    const { alignment } = elements;
    const stride = type.stride ?? elements.stride;
    if (stride < elementSize) {
      const parameters = { field, stride, size: elementSize };
      this.diagnostics.push(diagnose("stride-too-small", span, parameters));
    }
    if (measure === "elements" || length.kind !== "fixed") {
      return { kind: "array", element, elementSize, length, measure, stride, alignment, shape };
    }
    if (length.value % stride !== 0) {
      const parameters = { field, length: length.value, stride };
      this.diagnostics.push(diagnose("length-not-multiple", span, parameters));
    }
    const count = { kind: "fixed", value: Math.ceil(length.value / stride) } as const;
    return {
      kind: "array",
      element,
      elementSize,
      length: count,
      measure: "elements",
      stride,
      alignment,
      shape,
    };
  }

  #select(type: ResolvedSelect, place: Place): FieldType {
    const { text, expression } = type.on;
    const on = { text, expression: layOutExpression(expression, place, this.diagnostics) };
    const other = type.otherwise;
    const otherwise =
      other?.kind === "bytes" ? { ...other, length: this.#length(other.length, place) } : other;
    return layOutSelect(
      { ...type, on, otherwise },
      place,
      (struct) => this.struct(struct),
      this.diagnostics,
    );
  }

  #length(length: ResolvedLength, place: Place): LengthLayout {
    // Only a field has a prefix; an element with one is refused as its size is dynamic.
    if (length.kind === "prefixed") return place.prefix ?? { kind: "rest" };
    if (length.kind !== "expression") return length;
    const { text, expression } = length;
    const laidOut = layOutExpression(expression, place, this.diagnostics);
    // A number of its own is an expression like any other; one with a name is a number.
    if (laidOut.kind !== "number" || !namesConstant(expression)) {
      return { kind: "expression", text, expression: laidOut };
    }
    if (laidOut.value < 1) {
      const parameters = { subject: place.subject, length: laidOut.value };
      this.diagnostics.push(diagnose("length-out-of-range", place.span, parameters));
    }
    return { kind: "fixed", value: laidOut.value };
  }
}

/** Returns what places the fields of a struct as C does, if its rules are those of C. */
function placerOf(struct: ResolvedStruct): CPlacer | undefined {
  const { rules, target } = struct.placement;
  return rules === "c" ? placerFor(target, placementOf(struct)) : undefined;
}

function placementOf({ isUnion, placement }: ResolvedStruct): CPlacement {
  const { isPacked, pack, alignment: aligned } = placement;
  return { isUnion, isPacked, pack, aligned };
}

/** Returns how C declares a struct, if its rules are those of C. */
function declarationOf(struct: ResolvedStruct, draft: Draft): CDeclaration | undefined {
  const { rules, target = defaultCTarget } = struct.placement;
  if (rules !== "c") return undefined;
  return { target, placement: placementOf(struct), members: draft.declared };
}

/**
 * Returns the alignment of what is placed next, and has the struct be as aligned: that of its type by
 * the rules of the struct, or its own, which in C only raises it unless the field is packed.
 */
function align(
  alignment: number,
  field: ResolvedField,
  { placement: { rules, pack = Infinity, isPacked } }: ResolvedStruct,
  draft: Draft,
): number {
  const own = field.alignment;
  const natural = isPacked || field.isPacked ? 1 : ruleSets[rules].alignmentOf(alignment);
  const wanted = rules === "c" ? Math.max(natural, own ?? 1) : (own ?? natural);
  const placed = Math.min(wanted, pack);
  draft.alignment = Math.max(draft.alignment, placed);
  return placed;
}

/** Returns the integer that lies before a part and says its length, if there is one. */
function prefixOf(type: ResolvedType): ResolvedScalar | undefined {
  const hasLength = type.kind === "bytes" || type.kind === "text" || type.kind === "array";
  return hasLength && type.length.kind === "prefixed" ? type.length.base : undefined;
}

/** Returns the type of the elements of arrays, or the type itself. */
function innermostOf(type: ResolvedType): ResolvedType {
  return type.kind === "array" ? innermostOf(type.element) : type;
}
