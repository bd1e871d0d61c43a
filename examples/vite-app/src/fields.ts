/** Says where each field of a record lies, and what it holds: from the layout, whatever the struct. */
import type { FieldReflection, StructReflection } from "@structview/runtime";
import type { Part } from "./parts.ts";

/** A field as it is shown. */
export interface ShownField {
  readonly name: string;
  readonly doc: string | undefined;
  /** Where it begins in the file. */
  readonly offset: number;
  /** Its bytes. */
  readonly size: number;
  readonly value: string;
}

/** Returns the fields of a record that lie at a fixed place. */
export function fieldsOf({ record, layout, offset }: Part): readonly ShownField[] {
  return layout.fields.flatMap((field): readonly ShownField[] => {
    const { name, doc, after, size } = field;
    if (after !== undefined || size === null) return [];
    const value = textOf(Reflect.get(record, name), field, layout);
    return [{ name, doc, offset: offset + field.offset, size, value }];
  });
}

function textOf(value: unknown, { type }: FieldReflection, layout: StructReflection): string {
  if (type.kind === "enumeration") {
    const members = layout.enumerations.find(({ name }) => name === type.name)?.members;
    const known = members?.find((member) => member.value === value);
    return known === undefined ? String(value) : `${known.name} (${String(value)})`;
  }
  if (value instanceof Uint8Array) return JSON.stringify(new TextDecoder("latin1").decode(value));
  return type.kind === "text" ? JSON.stringify(String(value)) : String(value);
}
