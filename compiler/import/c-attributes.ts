/** Attributes of C that matter to a layout: of gcc and clang, of MSVC and of C itself. */
import type { CCursor } from "./c-cursor.js";
import { shown } from "./c-cursor.js";
import { CError } from "./c-tokens.js";
import type { CPlace } from "./c-tokens.js";

/** What attributes say. */
export interface CAttributes {
  isPacked: boolean;
  /** The greatest of those that are given, in bytes: members take it. */
  alignment: number | undefined;
  /** The last one: types take it where gcc makes the rules. */
  lastAlignment: number | undefined;
  /** The greatest of `_Alignas`, in bytes: of a member without a name gcc takes no other. */
  standardAlignment: number | undefined;
  /** `mode(DI)`. */
  mode: string | undefined;
  /** `vector_size(16)`, in bytes. */
  vectorSize: number | undefined;
  /** `__declspec(align(n))` before a struct, in bytes: for MSVC it is one of the struct. */
  declspecAlignment: number | undefined;
  /** What changes the layout in a way that no schema has. */
  unsupported: { readonly what: string; readonly place: CPlace } | undefined;
}

/** What the arguments of attributes ask. */
export interface AttributeContext {
  readonly takeConstant: (cursor: CCursor) => bigint;
  /** Takes a type, if one begins here, and returns its alignment. */
  readonly takeAlignmentOfType: (cursor: CCursor) => number | undefined;
  /** What `aligned` without a number is, in bytes. */
  readonly greatestAlignment: number;
  /** Whether `__declspec(align(n))` means something. */
  readonly isMicrosoft: boolean;
}

const gnuWords = new Set(["__attribute__", "__attribute"]);
const alignWords = new Set(["_Alignas", "alignas"]);
const declspecWords = new Set(["__declspec", "_declspec"]);

/** Words that change nothing: qualifiers, conventions of calls and the like. */
const ignoredWords = new Set(
  (
    "const volatile restrict __const __const__ __volatile __volatile__ __restrict __restrict__ " +
    "__cdecl _cdecl __stdcall _stdcall __fastcall __thiscall __vectorcall __unaligned __w64 __ptr64 " +
    "__extension__ _Nonnull _Nullable _Null_unspecified __nonnull __nullable"
  ).split(" "),
);

/** Attributes that ask for other rules than those of the target. */
const foreignRules = new Set(
  "ms_struct scalar_storage_order ext_vector_type matrix_type neon_vector_type neon_polyvector_type".split(
    " ",
  ),
);

/** Returns attributes that say nothing. */
export function noAttributes(): CAttributes {
  return {
    isPacked: false,
    alignment: undefined,
    lastAlignment: undefined,
    standardAlignment: undefined,
    mode: undefined,
    vectorSize: undefined,
    declspecAlignment: undefined,
    unsupported: undefined,
  };
}

/** Takes attributes and words without a meaning for layouts as long as there are any. */
export function takeAttributes(
  cursor: CCursor,
  context: AttributeContext,
  found: CAttributes = noAttributes(),
): CAttributes {
  while (takeAttribute(cursor, context, found)) continue;
  return found;
}

/** Takes one attribute or one word without a meaning, if it comes next. */
export function takeAttribute(
  cursor: CCursor,
  context: AttributeContext,
  found: CAttributes,
): boolean {
  const token = cursor.peek();
  if (token.text === "[" && cursor.peek(1).text === "[") {
    cursor.take();
    cursor.take();
    takeList(cursor, context, found, "]");
    cursor.expect("]", "behind the attributes");
    cursor.expect("]", "behind the attributes");
    return true;
  }
  if (token.kind !== "identifier") return false;
  if (ignoredWords.has(token.text)) {
    cursor.take();
    return true;
  }
  if (gnuWords.has(token.text)) {
    cursor.take();
    cursor.expect("(", "behind __attribute__");
    cursor.expect("(", "behind __attribute__");
    takeList(cursor, context, found, ")");
    cursor.expect(")", "behind the attributes");
    cursor.expect(")", "behind the attributes");
    return true;
  }
  if (declspecWords.has(token.text)) {
    cursor.take();
    cursor.expect("(", "behind __declspec");
    takeDeclspecs(cursor, context, found);
    cursor.expect(")", "behind __declspec");
    return true;
  }
  if (alignWords.has(token.text)) {
    cursor.take();
    cursor.expect("(", `behind ${token.text}`);
    const alignment = context.takeAlignmentOfType(cursor) ?? takeAlignment(cursor, context, token);
    // `_Alignas(0)` says nothing.
    if (alignment > 0) {
      raise(found, alignment);
      found.standardAlignment = Math.max(found.standardAlignment ?? 0, alignment);
    }
    cursor.expect(")", `behind ${token.text}`);
    return true;
  }
  return false;
}

function takeList(
  cursor: CCursor,
  context: AttributeContext,
  found: CAttributes,
  end: ")" | "]",
): void {
  while (!cursor.is(end)) {
    const token = cursor.take();
    if (token.text === ",") continue;
    if (token.kind !== "identifier") {
      throw new CError(`expected an attribute, got ${shown(token)}`, token);
    }
    let word = token.text;
    // `gnu::packed`
    while (cursor.is(":")) {
      cursor.take();
      if (cursor.peek().kind === "identifier") word = cursor.take().text;
    }
    const name = word.replace(/^__(.+)__$/, "$1");
    const hasArguments = cursor.is("(");
    switch (name) {
      case "packed":
        found.isPacked = true;
        break;
      case "aligned":
        if (!hasArguments) raise(found, context.greatestAlignment);
        else inParentheses(cursor, () => raise(found, takeAlignment(cursor, context, token)));
        continue;
      case "mode":
        inParentheses(cursor, () => (found.mode = cursor.take().text.replace(/^__(.+)__$/, "$1")));
        continue;
      case "vector_size":
        inParentheses(cursor, () => (found.vectorSize = Number(context.takeConstant(cursor))));
        continue;
      default:
        if (foreignRules.has(name)) found.unsupported = { what: `attribute ${name}`, place: token };
    }
    if (hasArguments) cursor.skipBalanced();
  }
}

function takeDeclspecs(cursor: CCursor, context: AttributeContext, found: CAttributes): void {
  while (!cursor.is(")")) {
    const token = cursor.take();
    if (token.kind === "end") throw new CError("this __declspec has no end", token);
    if (token.text === "align") {
      inParentheses(cursor, () => {
        const alignment = takeAlignment(cursor, context, token);
        if (!context.isMicrosoft) {
          found.unsupported = { what: "__declspec(align) on a target of others", place: token };
        }
        found.declspecAlignment = Math.max(found.declspecAlignment ?? 0, alignment);
      });
    } else if (cursor.is("(")) cursor.skipBalanced();
  }
}

function inParentheses(cursor: CCursor, take: () => void): void {
  cursor.expect("(", "behind the attribute");
  take();
  cursor.expect(")", "behind the attribute");
}

function takeAlignment(cursor: CCursor, context: AttributeContext, place: CPlace): number {
  const alignment = Number(context.takeConstant(cursor));
  const isPower = alignment >= 0 && alignment <= 2 ** 28 && (alignment & (alignment - 1)) === 0;
  if (!isPower) throw new CError(`an alignment is a power of two, not ${alignment}`, place);
  return alignment;
}

function raise(found: CAttributes, alignment: number): void {
  found.alignment = Math.max(found.alignment ?? 0, alignment);
  found.lastAlignment = alignment;
}
