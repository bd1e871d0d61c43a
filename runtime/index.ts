export * from "./array-members.js";
export * from "./arrays.js";
export * from "./ascii-text.js";
export * from "./bytes.js";
export * from "./cases.js";
export * from "./checksums.js";
export * from "./comparison.js";
export * from "./components.js";
export * from "./computed.js";
export * from "./copies.js";
export * from "./equality.js";
export * from "./errors.js";
export * from "./expressions.js";
export * from "./far.js";
export * from "./flags.js";
export * from "./gates.js";
export * from "./hash.js";
export * from "./inspect.js";
export * from "./json.js";
export * from "./latin1-text.js";
export { hexOf } from "./members.js";
export * from "./numbers.js";
export * from "./order.js";
export * from "./parse.js";
export * from "./parts.js";
export * from "./pointers.js";
export * from "./readonly-view.js";
export * from "./record-result.js";
export * from "./reflection.js";
export * from "./scalar-arrays.js";
export * from "./sequences.js";
export * from "./standard-schema.js";
export * from "./text-codecs.js";
export * from "./text-units.js";
export * from "./text-write.js";
export * from "./text.js";
export * from "./transmute.js";
export * from "./union.js";
export * from "./utf16-text.js";
export * from "./utf8-text.js";
export * from "./validity.js";
export {
  getBigInt128,
  getBigInt64,
  getBigUint128,
  getBigUint64,
  highWord,
  lowWord,
  setBigUint128,
  setBigUint64,
} from "./wide-integers.js";
export * from "./wrappers.js";
