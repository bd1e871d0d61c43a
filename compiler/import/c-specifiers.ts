/** The words at the beginning of a declaration: `static const unsigned long`. */
import { noAttributes } from "./c-attributes.js";
import type { CAttributes } from "./c-attributes.js";
import { shown } from "./c-cursor.js";
import { takeTypeOf } from "./c-expression.js";
import { takeEnumeration } from "./c-enumeration.js";
import type { CReader } from "./c-reader.js";
import { takeRecord } from "./c-record.js";
import { CError, CUnknown } from "./c-tokens.js";
import type { CToken } from "./c-tokens.js";
import { plainOf } from "./c-types.js";
import type { CScalarName, CType } from "./c-types.js";

/** What the first words of a declaration say. */
export interface CSpecifiers {
  readonly type: CType;
  readonly isTypedef: boolean;
  readonly isExtern: boolean;
  /** Whether the members of a struct, union or enumeration stand here. */
  readonly hasBody: boolean;
  readonly attributes: CAttributes;
}

const storageWords = new Set(
  (
    "typedef extern static auto register inline __inline __inline__ __forceinline _Noreturn constexpr " +
    "_Thread_local __thread thread_local"
  ).split(" "),
);

/** Words that make the name of a number, in any order. */
const numberWords = new Set(
  (
    "char short int long float double signed unsigned __signed __signed__ _Complex __complex__ __complex " +
    "_Bool __int128 __int8 __int16 __int32 __int64 _int64 _Float16 __fp16 _Float32 _Float64 _Float32x " +
    "_Float64x _Float128 __float128"
  ).split(" "),
);

const unsupportedWords = new Set(
  "_Decimal32 _Decimal64 _Decimal128 __bf16 _Accum _Fract _Sat _BitInt __builtin_va_list __auto_type _Imaginary".split(
    " ",
  ),
);

const typeofWords = new Set(["typeof", "__typeof", "__typeof__", "typeof_unqual"]);

/** Words that begin a declaration of C++. */
const cppWords = new Set("class template namespace using concept friend virtual".split(" "));

/** Names that are types in all compilers, with or without a header. */
const builtinTypes: Readonly<Record<string, CType>> = {
  __int128_t: { kind: "scalar", name: "i128" },
  __uint128_t: { kind: "scalar", name: "u128" },
};

/** Whether a type begins at the next token. */
export function beginsType(reader: CReader, token: CToken): boolean {
  if (token.kind !== "identifier") return false;
  const { text } = token;
  return (
    numberWords.has(text) ||
    unsupportedWords.has(text) ||
    typeofWords.has(text) ||
    reader.typedefs.has(text) ||
    text in builtinTypes ||
    /^(void|struct|union|enum|bool|const|volatile|_Atomic|__const|__volatile__|__extension__)$/.test(
      text,
    )
  );
}

/** Takes the words at the beginning of a declaration. */
export function takeSpecifiers(reader: CReader): CSpecifiers {
  const { cursor } = reader;
  const start = cursor.peek();
  const attributes = noAttributes();
  const words: string[] = [];
  let type: CType | undefined;
  let isTypedef = false;
  let isExtern = false;
  let hasBody = false;
  let isAtomic = false;
  for (;;) {
    const before = cursor.at;
    reader.takeAttributes(attributes);
    if (cursor.at !== before) continue;
    const token = cursor.peek();
    if (token.kind !== "identifier") break;
    const { text } = token;
    if (storageWords.has(text)) {
      cursor.take();
      isTypedef ||= text === "typedef";
      isExtern ||= text === "extern";
    } else if (numberWords.has(text) && type === undefined) {
      words.push(cursor.take().text);
    } else if (type !== undefined || words.length > 0) {
      if (text !== "_Atomic") break;
      cursor.take();
      isAtomic = true;
    } else if (text === "void") {
      cursor.take();
      type = { kind: "void" };
    } else if (text === "struct" || text === "union") {
      const taken = takeRecord(reader, attributes);
      type = taken.type;
      hasBody = taken.hasBody;
    } else if (text === "enum") {
      const taken = takeEnumeration(reader);
      type = taken.type;
      hasBody = taken.hasBody;
    } else if (unsupportedWords.has(text)) {
      cursor.take();
      if (cursor.is("(")) cursor.skipBalanced();
      type = { kind: "unsupported", reason: `${text} has no type in a schema` };
    } else if (typeofWords.has(text)) {
      type = takeTypeof(reader);
    } else if (text === "_Atomic") {
      cursor.take();
      isAtomic = true;
      if (cursor.is("(")) {
        cursor.take();
        const inner = reader.expressions.takeTypeName(cursor);
        if (inner === undefined) throw new CError("_Atomic needs a type", token);
        cursor.expect(")", "behind the type of _Atomic");
        type = inner;
      }
    } else if (reader.typedefs.has(text)) {
      const typedef = reader.typedefs.get(cursor.take().text);
      if (typedef !== undefined) type = { kind: "typedef", typedef };
    } else if (text in builtinTypes) {
      type = builtinTypes[cursor.take().text];
    } else if (text === "bool") {
      cursor.take();
      type = { kind: "scalar", name: "bool" };
    } else break;
  }
  if (words.length > 0) type = numberOf(words, start, reader);
  if (type === undefined) throw noType(cursor.peek());
  if (isAtomic) type = atomic(type, reader);
  return { type, isTypedef, isExtern, hasBody, attributes };
}

function noType(token: CToken): CError {
  const { kind, text } = token;
  if (cppWords.has(text)) {
    return new CUnknown(`${text} is C++, which is not imported`, token);
  }
  if (kind !== "identifier") {
    return new CError(`expected a declaration, got ${shown(token)}`, token);
  }
  const remedy = "include the file that declares it, or say what it is with -D";
  return new CUnknown(`${text} is no type that is known here; ${remedy}`, token);
}

function takeTypeof(reader: CReader): CType {
  const { cursor } = reader;
  const word = cursor.take();
  cursor.expect("(", `behind ${word.text}`);
  const named = reader.expressions.takeTypeName(cursor);
  const type = named ?? takeTypeOf(cursor, reader.expressions);
  cursor.expect(")", `behind ${word.text}`);
  return type;
}

/** Numbers that are atomic without a lock lie as others do; others get alignments of their own. */
function atomic(type: CType, reader: CReader): CType {
  const plain = plainOf(type);
  const size =
    plain.kind === "pointer"
      ? reader.target.pointer
      : plain.kind === "scalar"
        ? reader.target.sizes[plain.name]
        : plain.kind === "enumeration"
          ? reader.target.sizes[plain.enumeration.base]
          : Number.POSITIVE_INFINITY;
  if (size <= Math.min(4, reader.target.pointer)) return type;
  if (size === 8 && reader.target.pointer === 8) return type;
  return { kind: "unsupported", reason: "the alignment of this _Atomic type is not known" };
}

/** Returns the number that words name. */
function numberOf(words: readonly string[], place: CToken, reader: CReader): CType {
  const count = (...names: readonly string[]): number =>
    words.filter((word) => names.includes(word)).length;
  const isUnsigned = count("unsigned") > 0;
  const isSigned = count("signed", "__signed", "__signed__") > 0;
  const longs = count("long");
  const complex = count("_Complex", "__complex__", "__complex");
  const bases = words.filter(
    (word) => !/^(unsigned|(__)?signed(__)?|long|int|_Complex|__complex(__)?)$/.test(word),
  );
  const ints = count("int");
  const [base] = bases;
  if (bases.length > 1 || ints > 1 || longs > 2 || (isSigned && isUnsigned)) {
    throw new CError(`${words.join(" ")} is no type`, place);
  }
  const pick = (signed: CScalarName, unsigned: CScalarName): CScalarName =>
    isUnsigned ? unsigned : signed;
  const name = ((): CScalarName | undefined => {
    switch (base) {
      case undefined:
        if (complex > 0 && !isUnsigned && !isSigned && ints === 0 && longs === 0) return "double";
        if (longs === 2) return pick("longLong", "unsignedLongLong");
        return longs === 1 ? pick("long", "unsignedLong") : pick("int", "unsignedInt");
      case "char":
      case "__int8":
        if (isUnsigned) return "unsignedChar";
        return isSigned ? "signedChar" : "char";
      case "short":
      case "__int16":
        return pick("short", "unsignedShort");
      case "__int32":
        return pick("int", "unsignedInt");
      case "__int64":
      case "_int64":
        return pick("longLong", "unsignedLongLong");
      case "__int128":
        return pick("i128", "u128");
      case "_Bool":
        return "bool";
      case "_Float16":
      case "__fp16":
        return "f16";
      case "float":
      case "_Float32":
        return "float";
      case "double":
        return longs === 1 ? "longDouble" : "double";
      case "_Float64":
      case "_Float32x":
        return "double";
      case "_Float64x":
        return "longDouble";
      case "_Float128":
      case "__float128":
        return "f128";
      default:
        return undefined;
    }
  })();
  if (name === undefined) throw new CError(`${words.join(" ")} is no type`, place);
  if ((name === "i128" || name === "u128") && !reader.target.hasWideIntegers) {
    const reason = `${reader.target.name} has no 128-bit integers`;
    return { kind: "unsupported", reason };
  }
  const type: CType = { kind: "scalar", name };
  // The two parts of a complex number lie as the elements of an array (C 2018, section 6.2.5).
  return complex > 0 ? { kind: "array", element: type, length: 2 } : type;
}
