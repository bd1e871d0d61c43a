/** Random declarations of Rust with values. */
import { Random } from "../oracle/random.js";
import { randomDeclarations, randomValue } from "./declarations.js";
import type { Declaration, RustType, RustVersion } from "./declarations.js";
import type { Written } from "./print-rust.js";

/** Makes declarations, and a value of each. */
export function randomWritten(
  seed: number,
  count: number,
  version: RustVersion,
): readonly Written[] {
  const random = new Random(seed);
  return randomDeclarations(random, count, version).map((declaration) => ({
    declaration,
    value: randomValue(random, typeOf(declaration)),
  }));
}

/** Returns a declaration as a type. */
export function typeOf(declaration: Declaration): RustType {
  return { kind: "named", declaration };
}
