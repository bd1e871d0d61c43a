/** What the records of the bench hold, as other libraries are given it. */
import { particle } from "../particle-bytes.js";

/** The numbers of a particle. */
export interface Decoded {
  id: number;
  flags: number;
  kind: number;
  level: number;
  x: number;
  y: number;
  z: number;
  mass: number;
  energy: number;
}

interface Xyz {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** What is read of a scene. */
export interface DecodedScene {
  readonly body: { readonly box: { readonly min: Xyz; readonly max: Xyz } };
}

/** Returns the fields of particle `i`, without the bigint. */
export function decoded(i: number): Decoded {
  const { id, flags, kind, level, x, y, z, mass, energy } = particle(i);
  return { id, flags, kind, level, x, y, z, mass, energy };
}

/** Returns scene `i`. */
export function scene(i: number): DecodedScene & { stamp: number; body: { id: number } } {
  const at = (field: number): number => (i % 1000) + field;
  const min = { x: at(0), y: at(1), z: at(2) };
  const max = { x: at(3), y: at(4), z: at(5) };
  return { stamp: 0, body: { id: 0, box: { min, max } } };
}
