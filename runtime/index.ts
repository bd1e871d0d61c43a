export * from "./arrays.js";
export * from "./bytes.js";
export * from "./errors.js";
export * from "./numbers.js";
export * from "./parse.js";
export * from "./parts.js";
export * from "./validity.js";
