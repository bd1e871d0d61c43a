/**
 * Text of the fields of wide records. A record of many fields keeps places of its own, 256 bytes apart, that far
 * fields are counted from.
 *
 * V8 inlines functions of up to 27 bytes of bytecode until all of them have 4,600, and longer ones until all have
 * 920. A getter has 27, and 30 where what is added to its offset is no signed byte: a loop that read more than some
 * 30 fields of such records then called the far ones, 3 to 8 ns each. What 40 fields of 200 take with these places
 * is 27 ns instead of 62 (by hand 20), 100 fields 84 instead of 470 (49), two records of 30 fields 75 instead of 160,
 * and three fields of 200 1.9 instead of 1.6.
 */
import { accessibleOf } from "../layout-anonymous.js";
import type { FieldLayout, Position, StructLayout } from "../layout-types.js";
import { thisRecord } from "./access.js";
import type { RecordText } from "./access.js";
import { lines } from "./text.js";
import { isValue } from "./value-text.js";

/** Bytes that can be added to an offset without a longer instruction, and as many can be taken from it. */
const reach = 128;

/** Fields that a loop has inlined in any case, if it reads two or three records. */
const fewFields = 16;

/** Fewest fields that a place is kept for. */
const fewestFar = 4;

/** Most places that a record keeps. */
const mostPlaces = 8;

/** The places of structs, which each of their fields asks for. */
const found = new WeakMap<StructLayout, readonly number[]>();

/** Returns the distances from the start of a record to the places that its far fields are counted from. */
export function farPlaces(struct: StructLayout): readonly number[] {
  const known = found.get(struct);
  if (known !== undefined) return known;
  const places = findPlaces(struct);
  found.set(struct, places);
  return places;
}

function findPlaces(struct: StructLayout): readonly number[] {
  const { size, byteOrder } = struct;
  const fields = accessibleOf(struct);
  // Getters that look for their byte order are longer in any case.
  if (size === undefined || byteOrder === "runtime" || fields.length <= fewFields) return [];
  const counts = new Map<number, number>();
  for (const field of fields) {
    const place = placeOf(field);
    if (place > 0) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const fullest = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostPlaces);
  return fullest
    .filter(([, count]) => count >= fewestFar)
    .map(([place]) => place)
    .sort((a, b) => a - b);
}

function placeOf({ type, position }: FieldLayout): number {
  return isValue(type) && position.after === undefined
    ? Math.floor((position.bytes + reach) / (2 * reach)) * 2 * reach
    : 0;
}

/** Returns the property that keeps a place. */
export function placeName(place: number): string {
  return `$offset${place}`;
}

/** Returns the statements that keep the places of a record that lies at `offset`. */
export function keepPlaces(record: string, places: readonly number[]): string {
  return lines(places.map((place) => `${record}.${placeName(place)} = offset + ${place};`));
}

/** Returns how a record's own methods see a field: where it is counted from, and how far it is from there. */
export function nearText(
  field: FieldLayout,
  struct: StructLayout,
): { readonly record: RecordText; readonly position: Position } {
  const place = placeOf(field);
  if (place === 0 || !farPlaces(struct).includes(place))
    return { record: thisRecord, position: field.position };
  return {
    record: { ...thisRecord, offset: `this.${placeName(place)}` },
    position: { after: undefined, bytes: field.position.bytes - place },
  };
}

/** Returns the method that cursors move a wide record with. */
export function emitMoveTo(struct: StructLayout): string {
  const places = farPlaces(struct);
  if (places.length === 0) return "";
  const names = ["$offset", ...places.map(placeName)];
  return `
  /** Puts the record at \`offset\` of its view. Checks nothing. */
  $moveTo(offset: number): void {
    const moved = this as { ${names.map((name) => `${name}: number`).join("; ")} };
    moved.$offset = offset;
    ${keepPlaces("moved", places)}
  }
`;
}
