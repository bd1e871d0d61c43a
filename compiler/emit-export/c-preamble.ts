/** What stands before the declarations of C: whom they are for, and what they need. */
import type { CTargetName } from "../c-targets.js";
import type { BitFieldFamily } from "./c-declaration.js";
import type { ExportModel } from "./model.js";

/** Returns what refuses machines of the other byte order. */
export function orderCheck({ machine }: ExportModel): string {
  const name = machine === "little" ? "__ORDER_LITTLE_ENDIAN__" : "__ORDER_BIG_ENDIAN__";
  const others = machine === "little" ? "" : " || defined(_WIN32)";
  return `#if (defined(__BYTE_ORDER__) && __BYTE_ORDER__ != ${name})${others}
#error "these declarations are for ${machine}-endian machines"
#endif
`;
}

/** Compilers whose bit fields lie elsewhere, which no size and no offset has to tell. */
const otherFamilies: { readonly [Family in BitFieldFamily]: string } = {
  "system-v": "defined(_WIN32) || defined(__CYGWIN__) || defined(__m68k__)",
  windows: "!defined(_WIN32) && !defined(__CYGWIN__)",
  m68k: "!defined(__m68k__)",
};

/** Returns what refuses compilers of other families. */
export function familyCheck(family: BitFieldFamily, target: CTargetName): string {
  return `#if ${otherFamilies[family]}
#error "these bit fields are placed as on ${target}"
#endif
`;
}

/** Refuses clang, which places packed bit fields otherwise than gcc. */
export const clangCheck: string = `#if defined(__clang__)
#error "clang does not place these bit fields as gcc does"
#endif
`;

/** Declares the attribute for an alignment. */
export const alignmentMacro: string = `#ifndef STRUCTVIEW_ALIGNED
#if defined(_MSC_VER)
#define STRUCTVIEW_ALIGNED(bytes) __declspec(align(bytes))
#else
#define STRUCTVIEW_ALIGNED(bytes) __attribute__((aligned(bytes)))
#endif
#endif
`;

const isGcc = "#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 8";

/** A struct with an alignment of its own lies in a packed one here because the schema says so. */
export const packedWarningOff: string = `${isGcc}
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpacked-not-aligned"
#endif
`;

/** What ends that. */
export const packedWarningOn: string = `${isGcc}
#pragma GCC diagnostic pop
#endif
`;
