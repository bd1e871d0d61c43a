/** What is known while declarations of C are read. */
import { takeAttributes } from "./c-attributes.js";
import type { AttributeContext, CAttributes } from "./c-attributes.js";
import type { CComments } from "./c-comments.js";
import type { CCursor } from "./c-cursor.js";
import { takeConstant } from "./c-expression.js";
import type { CValue, ExpressionContext } from "./c-expression.js";
import type { CLayouts } from "./c-layout.js";
import { CPragmas } from "./c-pragmas.js";
import { integerTypeOf } from "./c-target.js";
import type { CTarget } from "./c-target.js";
import type { CError, CToken } from "./c-tokens.js";
import { plainOf } from "./c-types.js";
import type { CEnumeration, CRecord, CType, CTypedef } from "./c-types.js";

/** Something that a file declares, in the order of the declarations. */
export type CDeclaration =
  | { readonly kind: "record"; readonly record: CRecord }
  | { readonly kind: "enumeration"; readonly enumeration: CEnumeration }
  | { readonly kind: "typedef"; readonly typedef: CTypedef };

/** Takes the name of a type, if one begins here. It stands in the file that knows all types. */
export type TakeTypeName = (reader: CReader, cursor: CCursor) => CType | undefined;

/** Everything that declarations name, and where reading has come to. */
export class CReader {
  /** What is being read: the files, or the text of a macro. */
  cursor: CCursor;
  readonly target: CTarget;
  readonly layouts: CLayouts;
  readonly comments: CComments;
  readonly pragmas: CPragmas = new CPragmas();
  readonly tags: Map<string, CRecord | CEnumeration> = new Map();
  readonly typedefs: Map<string, CTypedef> = new Map();
  readonly values: Map<string, CValue> = new Map();
  readonly objects: Map<string, CType> = new Map();
  readonly declarations: CDeclaration[] = [];
  readonly problems: CError[] = [];
  /** Problems of functions and variables, which nobody imports. */
  readonly passedOver: CError[] = [];
  /** Where the declaration begins that is being read. */
  start: CToken;
  readonly expressions: ExpressionContext;
  readonly #attributes: AttributeContext;

  constructor(
    cursor: CCursor,
    target: CTarget,
    layouts: CLayouts,
    comments: CComments,
    takeTypeName: TakeTypeName,
  ) {
    this.cursor = cursor;
    this.start = cursor.peek();
    this.target = target;
    this.layouts = layouts;
    this.comments = comments;
    const wchar = integerTypeOf(target.wchar, target) ?? { size: 4, isSigned: true };
    const { isCharSigned, pointer, sizes } = target;
    this.expressions = {
      sizes: { long: sizes.long, wchar, isCharSigned, pointer },
      takeTypeName: (each) => takeTypeName(this, each),
      valueOf: (name) => this.#valueOf(name),
      integerOf: (type) => this.#integerOf(type),
      sizeOf: (type, place) => layouts.sizeOf(type, place),
      alignmentOf: (type, place) => layouts.alignmentOf(type, place),
      preferredAlignmentOf: (type, place) => layouts.preferredAlignmentOf(type, place),
      memberOf: (type, name, place) => layouts.memberOf(type, name, place),
    };
    this.#attributes = {
      takeConstant: (each) => takeConstant(each, this.expressions),
      takeAlignmentOfType: (each) => {
        const place = each.peek();
        const type = takeTypeName(this, each);
        return type === undefined ? undefined : layouts.alignmentOf(type, place);
      },
      greatestAlignment: target.greatestAlignment,
      isMicrosoft: target.isMicrosoft,
    };
  }

  /** Takes a constant integer. */
  takeConstant(): bigint {
    return takeConstant(this.cursor, this.expressions);
  }

  /** Takes attributes, if any come next. */
  takeAttributes(found?: CAttributes): CAttributes {
    return takeAttributes(this.cursor, this.#attributes, found);
  }

  /** Takes pragmas and acts upon them, if any come next. */
  takePragmas(): void {
    for (;;) {
      const { kind } = this.cursor.peek();
      if (kind === "pragma") this.pragmas.read(this.cursor.take());
      else return;
    }
  }

  #valueOf(name: string): CValue | undefined {
    const value = this.values.get(name);
    if (value !== undefined) return value;
    const type = this.objects.get(name);
    return type === undefined ? undefined : { kind: "object", address: undefined, type };
  }

  #integerOf(type: CType): ReturnType<typeof integerTypeOf> {
    const plain = plainOf(type);
    if (plain.kind === "scalar") return integerTypeOf(plain.name, this.target);
    if (plain.kind === "enumeration") return integerTypeOf(plain.enumeration.base, this.target);
    return undefined;
  }
}
