/** Text that variants and selects share: what switches over their cases, and what opens them. */
import { isShorter, structsOf } from "../layout-cases.js";
import type { Cases } from "../layout-cases.js";
import { findsOrder, isToldOrder } from "../layout-order.js";
import type { CaseLayout, StructLayout, VariantLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { lines } from "./text.js";
import { literalText } from "./value-text.js";

/** Expressions for the byte order that cases take which are told theirs. */
export interface CaseOrderText {
  /** Returns the order itself. */
  readonly byteOrder: () => string;
  /** Returns whether it is little-endian. */
  readonly littleEndian: () => string;
}

/**
 * Returns a switch over the values of cases; `otherwise` stands for values without one. The values are
 * numbers as they are in the bytes, unless they are those of a plain object.
 */
export function emitSwitch(
  cases: Cases,
  subject: string,
  statement: (struct: StructLayout) => string,
  otherwise: () => string,
  isOfObject = false,
): string {
  const labels = (struct: StructLayout): string =>
    cases.cases
      .filter((each) => each.struct === struct)
      .map(({ value }) => `case ${literalText(isOfObject ? value : numberOf(value))}:`)
      .join("\n");
  const other = cases.otherwise;
  const last = other?.kind === "struct" ? statement(other.struct) : otherwise();
  const structs = [...new Set(cases.cases.map(({ struct }) => struct))];
  return `switch (${subject}) {
    ${structs.map((struct) => `${labels(struct)}\n${statement(struct)}`).join("\n")}
    ${last === "" ? "" : `default:\n${last}`}
  }`;
}

/** Returns the number that stands for the value of a case in the bytes. */
export function numberOf(value: CaseLayout["value"]): number | bigint {
  return typeof value === "boolean" ? Number(value) : value;
}

/** Returns statements for a record of each struct; the last one is for what is left. */
export function emitInstances(
  structs: readonly StructLayout[],
  statement: (struct: StructLayout) => string,
  isLastChecked = true,
): string {
  return lines(
    structs.map((struct, index) =>
      isLastChecked || index < structs.length - 1
        ? `if (record instanceof ${struct.name}) ${statement(struct)}`
        : statement(struct),
    ),
  );
}

/**
 * Returns an expression that opens a record at `offset` of `view`; without a `limit` all cases are known to
 * have room.
 */
export function openCase(
  struct: StructLayout,
  limit: string | undefined,
  order: CaseOrderText,
  imports: Imports,
): string {
  const isTold = isToldOrder(struct);
  const opened = imports.heldOf(imports.from(struct.file, struct.name), struct.file);
  if (limit === undefined && !findsOrder(struct)) {
    return `new ${opened}(view, offset${isTold ? `, ${order.littleEndian()}` : ""})`;
  }
  const end = limit === undefined ? "" : `, ${limit}`;
  return `${opened}.viewAt(view, offset${isTold ? `, ${order.byteOrder()}` : ""}${end})`;
}

/**
 * Returns the statement that returns what `opened` opens, a record of a variant of fixed size. Its errors
 * become those of `owner`: arguments for a struct, a path and an offset.
 */
export function returnCase(
  variant: VariantLayout,
  opened: string,
  owner: string,
  imports: Imports,
): string {
  const canFail = variant.otherwise === undefined || structsOf(variant).some(findsOrder);
  if (!canFail) return `return ${opened};`;
  return `try {
      return ${opened};
    } catch (error) {
      throw ${imports.runtime("errorWithin")}(error, ${owner}, 0);
    }`;
}

/** Returns an expression that writes a checked `value` at `offset` of `view`. */
export function writeCase(struct: StructLayout, value: string, order: CaseOrderText): string {
  const flag = isToldOrder(struct) ? `, ${order.littleEndian()}` : "";
  return `${struct.name}.$write(view, offset${flag}, ${value})`;
}

/** Returns an expression for the size in bytes of a value that is one of several. */
export function sizeOfCase({ name, size }: StructLayout, value: string): string {
  return size === undefined ? `${name}.sizeOf(${value})` : String(size);
}

/** Returns the type of a plain object of a case whose fields may be left out. */
export function partialOf({ file, name }: StructLayout, imports: Imports): string {
  return `Partial<${imports.from(file, `${name}Value`, "type")}>`;
}

/** Returns the structs whose contents can be wrong. */
export function validated(structs: readonly StructLayout[]): readonly StructLayout[] {
  return structs.filter(({ facts }) => !facts.acceptsAnyBytes);
}

/** Whether a case leaves bytes without a meaning behind it, as another one is longer. */
export function hasShorterCase(cases: Cases, size: number | undefined): boolean {
  return structsOf(cases).some((struct) => isShorter(struct, size));
}

/** Returns the statements that finish the records of cases which compute fields. */
export function emitFinishes(structs: readonly StructLayout[]): string {
  return emitInstances(
    structs.filter(({ facts }) => facts.hasComputed),
    () => "record.$finish();",
  );
}

/** Returns the union of types. */
export function unionOf(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

/** Returns a parameter, under a name that says so if `body` does not use it. */
export function parameter(name: string, type: string, body: string): string {
  const code = body.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const isUsed = new RegExp(`(?<![.$\\w])${name}\\b`).test(code);
  return `${isUsed ? "" : "_"}${name}: ${type}`;
}
