/**
 * Mistakes of the compiler that are known: what runs into them is not generated. Each is one switch;
 * it goes when the mistake does, and `test/generated/known-mistakes.test.ts` says when.
 */
export const known = {
  /** Constants, enumerations and `nonzero` over a 64-bit integer that is a `number` do not work. */
  checkedBases: true,
  /** `write` clears a nested record of dynamic size when the struct has padding. */
  paddingClearsNestedRecords: true,
  /** `view` takes bytes that no element takes where the array at the end follows a dynamic part. */
  restLeavesBytes: true,
  /** An array at the end cannot be named like a variable of `sizeOf`, or like a word of the language. */
  sliceNames: true,
  /** `create` leaves zero for constants in the elements of arrays that are not given. */
  constantsInArrays: true,
  /** `write` of an array of arrays of structs has a variable that it does not use: likewise. */
  nestedArraysOfStructs: true,
  /** `setAt` of an array of constants has a parameter that it does not use: no strict project takes it. */
  constantElements: true,
  /** `write` throws a TypeError for `null` where an array takes the rest. */
  restOfNothing: true,
} as const satisfies Readonly<Record<string, boolean>>;
