/**
 * What is known without a file: the macros that a compiler for the target has, and the headers whose
 * contents the standards and the target decide. They are C, and are read as all other C is.
 */
import type { CTarget, WordName } from "./c-target.js";

/** Returns the macros that are defined before the first line of a file. */
export function predefinedMacros(target: CTarget): string {
  const { sizes, pointer, isCharSigned, isBigEndian, isMicrosoft, macros } = target;
  const { size, ptrdiff, wchar, int64, name } = target;
  const wide = int64 === "long" ? "unsignedLong" : "unsignedLongLong";
  const defined: (readonly [string, string | number])[] = [
    ["__STDC__", 1],
    ["__STDC_VERSION__", "201710L"],
    ["__STDC_HOSTED__", 1],
    ["__CHAR_BIT__", 8],
    ["__SIZEOF_SHORT__", 2],
    ["__SIZEOF_INT__", 4],
    ["__SIZEOF_LONG__", sizes.long],
    ["__SIZEOF_LONG_LONG__", 8],
    ["__SIZEOF_FLOAT__", 4],
    ["__SIZEOF_DOUBLE__", 8],
    ["__SIZEOF_LONG_DOUBLE__", sizes.longDouble],
    ["__SIZEOF_POINTER__", pointer],
    ["__SIZEOF_SIZE_T__", pointer],
    ["__SIZEOF_PTRDIFF_T__", pointer],
    ["__SIZEOF_WCHAR_T__", sizes[wchar]],
    ["__SIZE_TYPE__", words[size]],
    ["__PTRDIFF_TYPE__", words[ptrdiff]],
    ["__INTPTR_TYPE__", words[ptrdiff]],
    ["__UINTPTR_TYPE__", words[size]],
    ["__WCHAR_TYPE__", words[wchar]],
    ["__INT8_TYPE__", "signed char"],
    ["__INT16_TYPE__", "short"],
    ["__INT32_TYPE__", "int"],
    ["__INT64_TYPE__", words[int64]],
    ["__UINT8_TYPE__", "unsigned char"],
    ["__UINT16_TYPE__", "unsigned short"],
    ["__UINT32_TYPE__", "unsigned int"],
    ["__UINT64_TYPE__", words[wide]],
    ["__INTMAX_TYPE__", words[int64]],
    ["__UINTMAX_TYPE__", words[wide]],
    ["__SCHAR_MAX__", "0x7f"],
    ["__SHRT_MAX__", "0x7fff"],
    ["__INT_MAX__", "0x7fffffff"],
    ["__LONG_MAX__", sizes.long === 8 ? "0x7fffffffffffffffL" : "0x7fffffffL"],
    ["__LONG_LONG_MAX__", "0x7fffffffffffffffLL"],
    ["__ORDER_LITTLE_ENDIAN__", 1234],
    ["__ORDER_BIG_ENDIAN__", 4321],
    ["__ORDER_PDP_ENDIAN__", 3412],
    ["__BYTE_ORDER__", isBigEndian ? "__ORDER_BIG_ENDIAN__" : "__ORDER_LITTLE_ENDIAN__"],
    ...(isCharSigned ? [] : [["__CHAR_UNSIGNED__", 1] as const]),
    ...(target.hasWideIntegers ? [["__SIZEOF_INT128__", 16] as const] : []),
    ...(isMicrosoft
      ? []
      : ([
          ["__GNUC__", 12],
          ["__GNUC_MINOR__", 2],
          ["__GNUC_PATCHLEVEL__", 0],
          ["__VERSION__", '"12.2.0"'],
        ] as const)),
    ...macros.map((macro): readonly [string, string | number] => {
      const [key = "", value = 1] = macro.split(" ");
      return [key, value];
    }),
  ];
  // MinGW's words for attributes are macros.
  const minGw = name.endsWith("-gnu") ? "#define __declspec(x) __attribute__((x))\n" : "";
  return `${defined.map(([key, value]) => `#define ${key} ${value}\n`).join("")}${minGw}`;
}

/** Returns the text of a header that needs no file, or `undefined` if it is not known. */
export function knownHeader(name: string, target: CTarget): string | undefined {
  const isLinux = target.name.endsWith("-linux");
  if (isLinux && name in linuxHeaders) return linuxHeaders[name];
  return headers[name];
}

const words: Readonly<Record<WordName, string>> = {
  int: "int",
  long: "long",
  longLong: "long long",
  unsignedShort: "unsigned short",
  unsignedInt: "unsigned int",
  unsignedLong: "unsigned long",
  unsignedLongLong: "unsigned long long",
};

const widths = [8, 16, 32, 64];

const exact = widths
  .map(
    (width) =>
      `typedef __INT${width}_TYPE__ int${width}_t, int_least${width}_t;\n` +
      `typedef __UINT${width}_TYPE__ uint${width}_t, uint_least${width}_t;\n`,
  )
  .join("");

const limits = widths
  .map((width) => {
    const most = (1n << BigInt(width - 1)) - 1n;
    const suffix = width === 64 ? "LL" : "";
    return (
      `#define INT${width}_MAX ${most}${suffix}\n#define INT${width}_MIN (-${most}${suffix} - 1)\n` +
      `#define UINT${width}_MAX 0x${"f".repeat(width / 4)}${width === 64 ? "ULL" : "U"}\n`
    );
  })
  .join("");

const stddef = `#pragma once
typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
typedef __WCHAR_TYPE__ wchar_t;
#define NULL ((void *)0)
#define offsetof(type, member) __builtin_offsetof(type, member)
`;

const stdint = `#pragma once
${exact}${limits}typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
typedef __INTMAX_TYPE__ intmax_t;
typedef __UINTMAX_TYPE__ uintmax_t;
#define SIZE_MAX ((size_t)-1)
`;

const headers: Readonly<Record<string, string>> = {
  "stddef.h": stddef,
  "stdint.h": stdint,
  "inttypes.h": stdint,
  "stdbool.h": "#pragma once\n#define bool _Bool\n#define true 1\n#define false 0\n",
  "stdalign.h": "#pragma once\n#define alignas _Alignas\n#define alignof _Alignof\n",
  "stdnoreturn.h": "#pragma once\n#define noreturn _Noreturn\n",
  "assert.h": "#pragma once\n#define static_assert _Static_assert\n#define assert(x) ((void)0)\n",
  "string.h": `#pragma once\n#include <stddef.h>\n`,
  "limits.h": `#pragma once
#define CHAR_BIT 8
#define SCHAR_MAX __SCHAR_MAX__
#define SCHAR_MIN (-SCHAR_MAX - 1)
#define UCHAR_MAX 255
#define SHRT_MAX __SHRT_MAX__
#define SHRT_MIN (-SHRT_MAX - 1)
#define USHRT_MAX 65535
#define INT_MAX __INT_MAX__
#define INT_MIN (-INT_MAX - 1)
#define UINT_MAX (INT_MAX * 2U + 1U)
#define LONG_MAX __LONG_MAX__
#define LONG_MIN (-LONG_MAX - 1L)
#define ULONG_MAX (LONG_MAX * 2UL + 1UL)
#define LLONG_MAX __LONG_LONG_MAX__
#define LLONG_MIN (-LLONG_MAX - 1LL)
#define ULLONG_MAX (LLONG_MAX * 2ULL + 1ULL)
`,
};

const cdefs = `#pragma once
#define __BEGIN_DECLS
#define __END_DECLS
#define __P(x) x
#define __packed __attribute__((__packed__))
#define __aligned(x) __attribute__((__aligned__(x)))
`;

const kernelTypes = `#pragma once
typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __le16, __be16, __sum16;
typedef __u32 __le32, __be32, __wsum;
typedef __u64 __le64, __be64;
typedef unsigned int __poll_t;
#define __bitwise
#define __bitwise__
#define __aligned_u64 __u64 __attribute__((aligned(8)))
#define __aligned_be64 __be64 __attribute__((aligned(8)))
#define __aligned_le64 __le64 __attribute__((aligned(8)))
`;

const endian = `#pragma once
#define __LITTLE_ENDIAN 1234
#define __BIG_ENDIAN 4321
#define __PDP_ENDIAN 3412
#define __BYTE_ORDER __BYTE_ORDER__
#define LITTLE_ENDIAN __LITTLE_ENDIAN
#define BIG_ENDIAN __BIG_ENDIAN
#define BYTE_ORDER __BYTE_ORDER
`;

const linuxHeaders: Readonly<Record<string, string>> = {
  "linux/types.h": kernelTypes,
  "asm/types.h": kernelTypes,
  "endian.h": endian,
  "sys/cdefs.h": cdefs,
  "features.h": cdefs,
  "sys/types.h": `#pragma once
#include <stddef.h>
#include <stdint.h>
#include <endian.h>
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef unsigned long u_long;
typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t;
typedef __PTRDIFF_TYPE__ ssize_t;
typedef int pid_t;
typedef unsigned int uid_t, gid_t, id_t, mode_t;
typedef uint64_t dev_t;
#ifdef __LP64__
typedef long off_t, time_t, clock_t, blkcnt_t;
typedef unsigned long ino_t;
#endif
typedef char *caddr_t;
`,
};
