import type { ScalarName } from "../scalars.js";

/** Returns the integer of so many bytes, where there is one. */
export function integerScalar(size: number, isSigned: boolean): ScalarName | undefined {
  switch (size) {
    case 1:
      return isSigned ? "i8" : "u8";
    case 2:
      return isSigned ? "i16" : "u16";
    case 3:
      return isSigned ? "i24" : "u24";
    case 4:
      return isSigned ? "i32" : "u32";
    case 5:
      return isSigned ? "i40" : "u40";
    case 6:
      return isSigned ? "i48" : "u48";
    case 7:
      return isSigned ? "i56" : "u56";
    case 8:
      return isSigned ? "i64" : "u64";
    case 16:
      return isSigned ? "i128" : "u128";
    default:
      return undefined;
  }
}
