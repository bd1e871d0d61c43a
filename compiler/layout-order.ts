/** Part of stage 5: how the byte order of a record is found that its fields tell. */
import type { Diagnostic } from "./diagnostics.js";
import { diagnose } from "./diagnostics.js";
import type { OrderTests, Span } from "./document.js";
import { leavesOf } from "./layout-computed.js";
import { isInChosenOrder } from "./layout-size.js";
import type {
  ExpressionLayout,
  FoundOrderLayout,
  RecordLayout,
  StructLayout,
} from "./layout-types.js";

/** Whether records are told their byte order by who opens them. */
export function isToldOrder(record: RecordLayout): boolean {
  return record.byteOrder === "runtime" && !(record.kind === "struct" && findsOrder(record));
}

/** A struct whose fields tell its byte order. */
export type SelfOrderedStruct = StructLayout & { readonly foundOrder: FoundOrderLayout };

/** Whether the fields of a struct tell its byte order. */
export function findsOrder(struct: StructLayout): struct is SelfOrderedStruct {
  return struct.foundOrder !== undefined;
}

/**
 * Whether records of a struct have scalars of several bytes whose order differs from one record to
 * another that is equal: where fields tell the order, records are only equal in one.
 */
export function hasChosenOrder(struct: StructLayout): boolean {
  return struct.facts.hasChosenOrder && !findsOrder(struct);
}

/**
 * Returns how the byte order of a struct is found, or what is wrong with the fields that tell it: they are
 * read before the order is known, and before any length is.
 */
export function layOutOrder(
  tests: OrderTests,
  little: ExpressionLayout,
  big: ExpressionLayout,
  struct: { readonly name: string; readonly span: Span },
): { readonly order?: FoundOrderLayout; readonly diagnostics: readonly Diagnostic[] } {
  const leaves = [...leavesOf(little), ...leavesOf(big)];
  const fields = leaves.filter((leaf) => leaf.kind === "field");
  const [field] = fields;
  if (field === undefined) {
    const parameters = { text: tests.little.text, reason: "it names no field" };
    return { diagnostics: [diagnose("invalid-expression", struct.span, parameters)] };
  }
  const diagnostics = fields.flatMap(({ path, position, type }) => {
    const parameters = { struct: struct.name, name: path.join(".") };
    if (position.after !== undefined) {
      const reason = "which lies behind a part of dynamic length; move it before that";
      return [diagnose("order-field", struct.span, { ...parameters, reason })];
    }
    const reason = `whose bytes are in that order themselves; give it an order, as in u16.be`;
    return isInChosenOrder(type)
      ? [diagnose("order-field", struct.span, { ...parameters, reason })]
      : [];
  });
  const expected = `${tests.little.text} (little-endian) or ${tests.big.text} (big-endian)`;
  const texts = { little: tests.little.text, big: tests.big.text };
  return { order: { little, big, field, expected, texts }, diagnostics };
}
