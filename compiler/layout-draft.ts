/** Part of stage 5: a struct while its fields are placed. */
import type { CExtent, CPlacer } from "./layout-c.js";
import { minimumSizeOf, powerOfTwoIn } from "./layout-size.js";
import type {
  Anchor,
  DeclaredMember,
  FieldLayout,
  Position,
  ReservedLayout,
  StructLayout,
} from "./layout-types.js";

/** A struct as far as it is laid out. */
export interface Draft {
  readonly fields: FieldLayout[];
  readonly anchors: DraftAnchor[];
  readonly padding: { position: Position; size: number }[];
  readonly reserved: ReservedLayout[];
  /** Where the next field could lie. */
  position: Position;
  alignment: number;
  /** Places fields as C does, until there is a part of dynamic length. */
  placer: CPlacer | undefined;
  /** What that has placed. */
  readonly declared: DeclaredMember[];
  /** What there is before the first part of dynamic length, and that empty, as C does. */
  extent: CExtent | undefined;
  /** The field that takes all bytes that are left. */
  rest: string | undefined;
}

/** An anchor and what is known of it whatever the contents are. */
export interface DraftAnchor {
  readonly anchor: Anchor;
  /** Bytes from the start of the record, with all parts of dynamic length empty. */
  readonly minimum: number;
  /** A power of two that divides its offset. */
  readonly alignment: number;
}

/** Returns the offset of a position with all parts of dynamic length empty. */
export function minimumOf({ after, bytes }: Position, draft: Draft): number {
  const anchored = draft.anchors.find(({ anchor }) => anchor.name === after);
  return (anchored?.minimum ?? 0) + bytes;
}

/** Returns a power of two that divides the offset of a position, whatever the contents are. */
export function alignmentAt({ after, bytes }: Position, draft: Draft): number {
  const anchored = draft.anchors.find(({ anchor }) => anchor.name === after);
  return Math.min(anchored?.alignment ?? Infinity, powerOfTwoIn(bytes));
}

/**
 * Returns the fields and anchors with the bytes that follow each part: from the end, as what follows a
 * part of dynamic length must still have room behind it. `endBytes` lie behind the last anchor.
 */
export function withBytesAfter(
  draft: Draft,
  endBytes: number,
): Pick<StructLayout, "fields" | "anchors"> {
  let bytesAfter = endBytes;
  const known = new Map<string, FieldLayout>();
  const reversed = [...draft.anchors].reverse().map(({ anchor }): Anchor => {
    if (anchor.kind === "start") {
      const start = { ...anchor, bytesAfter };
      bytesAfter += anchor.from.bytes;
      return start;
    }
    const field = { ...anchor.field, bytesAfter };
    const least = field.condition === undefined ? minimumSizeOf(field.type) : 0;
    bytesAfter += field.position.bytes + least;
    known.set(field.name, field);
    return { ...anchor, field };
  });
  return {
    fields: draft.fields.map((field) => known.get(field.name) ?? field),
    anchors: reversed.reverse(),
  };
}
