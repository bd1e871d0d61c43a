/** Prints Rust declarations as a schema document, as the README says to, and reads what comes of it. */
import { compile } from "structview";
import type { ModuleLayout } from "structview";
import type { CTargetName } from "structview/schema";
import type { AnyRecord } from "../oracle/modules.js";
import type { Declaration, EnumDeclaration, RustType, Value } from "./declarations.js";
import { shownOf } from "./scalars.js";

/** The integer that C has for enums. */
const defaultTag = "i32";

/** Returns the document of declarations for a target. */
function documentOf(declarations: readonly Declaration[], target: CTargetName): unknown {
  const unit = { kind: "struct", name: "Unit", rules: "c", fields: [] };
  const types = [unit, ...declarations.flatMap(definitionsOf)];
  return { types: types.map((type) => ("rules" in type ? { ...type, target } : type)) };
}

/** Compiles declarations for a target. */
export function compileDeclarations(
  declarations: readonly Declaration[],
  target: CTargetName = "x86_64-linux",
): {
  readonly layout: ModuleLayout;
  readonly text: string;
} {
  const span = { file: "rust.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const schema = { file: "rust.json", data: documentOf(declarations, target), spanAt: () => span };
  const { layouts, outputs, diagnostics } = compile([schema], () => "rust.ts");
  const mistake = diagnostics.find(({ severity }) => severity === "error");
  const [layout] = layouts;
  const [output] = outputs;
  if (layout === undefined || output === undefined) {
    throw new Error(`${mistake?.code}: ${mistake?.message}`);
  }
  return { layout, text: output.text };
}

/** Returns what our compiler says of a declaration, as the Rust program does: size, alignment, offsets. */
export function layoutRow(declaration: Declaration, layout: ModuleLayout): string {
  const type = typeOf({ kind: "named", declaration });
  const named = typeof type === "string" ? type : "";
  const struct = layout.structs.find(({ name }) => name === named);
  const variant = layout.variants.find(({ name }) => name === named);
  const whole = struct ?? variant;
  if (whole === undefined) throw new Error(`no layout of ${named}`);
  const offsetsIn = (name: string, start: number): readonly number[] =>
    layout.structs
      .find((each) => each.name === name)
      ?.fields.filter((field) => field.name.startsWith("f"))
      .map(({ position }) => start + position.bytes) ?? [];
  const payload = struct?.fields.find(({ name }) => name === "payload")?.position.bytes ?? 0;
  const offsets =
    declaration.kind === "enum"
      ? declaration.cases.flatMap((_, index) => offsetsIn(caseName(declaration, index), payload))
      : offsetsIn(named, 0);
  return [whole.size, whole.alignment, ...offsets].join(" ");
}

/** Whether a declaration is a class of its own in the schema: what is transparent is the type that it has. */
export function isClass(declaration: Declaration): boolean {
  return declaration.kind !== "transparent" && !isPlain(declaration);
}

/** Whether an enum has no data, and no alignment: then it is an enumeration. */
function isPlain(declaration: Declaration): boolean {
  return declaration.kind === "enum" && declaration.aligned === undefined && !hasData(declaration);
}

function hasData({ cases }: EnumDeclaration): boolean {
  return cases.some(({ fields }) => fields.length > 0);
}

function definitionsOf(declaration: Declaration): readonly object[] {
  const { name, packed, aligned } = declaration;
  const rules = {
    rules: "c",
    ...(packed === undefined ? {} : { pack: packed }),
    ...(aligned === undefined ? {} : { align: aligned }),
  };
  switch (declaration.kind) {
    case "transparent":
      return [];
    case "union":
      return [{ kind: "union", name, ...rules, members: fieldsOf(declaration.fields) }];
    case "struct":
      return [{ kind: "struct", name, ...rules, fields: fieldsOf(declaration.fields) }];
    case "enum": {
      const { cases, isC, tag = defaultTag } = declaration;
      if (isPlain(declaration)) return [enumerationOf(declaration, name)];
      if (isC) {
        const shared = cases.flatMap(({ fields, discriminant }, index) =>
          isOther(declaration, index)
            ? []
            : [{ value: discriminant, type: caseName(declaration, index), fields }],
        );
        const payload = {
          kind: "select",
          on: "tag",
          isFixed: true,
          cases: shared.map(({ value, type }) => ({ value, type })),
          ...(declaration.hasOtherwise ? { otherwise: { kind: "bytes", length: 0 } } : {}),
        };
        return [
          enumerationOf(declaration, `${name}Tag`),
          ...shared.map(({ type, fields }) => ({
            kind: "struct",
            name: type,
            rules: "c",
            fields: fieldsOf(fields),
          })),
          {
            kind: "struct",
            name,
            ...rules,
            fields: [
              { name: "tag", type: `${name}Tag` },
              { name: "payload", type: payload },
            ],
          },
        ];
      }
      return [
        ...cases.map(({ discriminant, fields }, index) => ({
          kind: "struct",
          name: caseName(declaration, index),
          ...rules,
          fields: [
            { name: "tag", type: { kind: "constant", base: tag, value: discriminant } },
            ...fieldsOf(fields),
          ],
        })),
        {
          kind: "variant",
          name,
          tag: "tag",
          cases: cases.map((_, index) => caseName(declaration, index)),
          isFixed: true,
        },
      ];
    }
  }
}

/** Whether a case without data has a run of no bytes in place of a struct. */
function isOther({ cases, hasOtherwise }: EnumDeclaration, index: number): boolean {
  return hasOtherwise && cases[index]?.fields.length === 0;
}

function enumerationOf({ cases, tag = defaultTag }: EnumDeclaration, name: string): object {
  const members = cases.map(({ discriminant }, index) => ({
    name: `v${index}`,
    value: discriminant,
  }));
  return { kind: "enumeration", name, base: tag, members };
}

function caseName({ name }: Declaration, index: number): string {
  return `${name}V${index}`;
}

function fieldsOf(fields: readonly RustType[]): readonly object[] {
  return fields.map((type, index) => ({ name: `f${index}`, type: typeOf(type) }));
}

function typeOf(outer: RustType): unknown {
  const type = withinTransparent(outer);
  switch (type.kind) {
    case "scalar":
      return type.scalar.schema;
    case "array":
      return { kind: "array", element: typeOf(type.element), length: type.length };
    case "named":
      return type.declaration.name;
  }
}

/** Returns the type that a transparent one has, whose place it takes. */
function withinTransparent(type: RustType): RustType {
  return type.kind === "named" && type.declaration.kind === "transparent"
    ? withinTransparent(type.declaration.fields[0])
    : type;
}

/** Returns a value as the methods of generated classes take it. */
export function dataOf(type: RustType, value: Value): unknown {
  if (value.kind === "scalar") return value.value;
  const { parts } = value;
  if (type.kind === "scalar") return undefined;
  if (type.kind === "array") {
    const values = parts.map((part) => dataOf(type.element, part));
    const element = withinTransparent(type.element);
    return element.kind === "scalar" ? element.scalar.list(values) : values;
  }
  const { declaration } = type;
  const all = (types: readonly RustType[]): readonly unknown[] =>
    types.flatMap((each, index) => {
      const part = parts[index];
      return part === undefined ? [] : [dataOf(each, part)];
    });
  switch (declaration.kind) {
    case "transparent":
      return all(declaration.fields)[0];
    case "struct":
      return named(all(declaration.fields));
    case "union": {
      const { fields, meant } = declaration;
      return { [`f${meant}`]: all(fields.slice(meant, meant + 1))[0] };
    }
    case "enum": {
      const index = value.kind === "case" ? value.index : -1;
      const { discriminant = NaN, fields = [] } = declaration.cases[index] ?? {};
      const tag = isWide(declaration) ? BigInt(discriminant) : discriminant;
      if (isPlain(declaration)) return tag;
      const values = named(all(fields));
      if (!declaration.isC) return { tag, ...values };
      return { tag, payload: isOther(declaration, index) ? new Uint8Array() : values };
    }
  }
}

function named(values: readonly unknown[]): object {
  return Object.fromEntries(values.map((each, index) => [`f${index}`, each]));
}

/** Returns what a record or an accessor gives as a text, the same that the Rust program prints. */
export function showGot(type: RustType, got: unknown): string {
  if (type.kind === "scalar") return shownOf(type.scalar, got);
  if (type.kind === "array") {
    const { length } = type;
    const list = got as { at(index: number): unknown };
    return Array.from({ length }, (_, index) => showGot(type.element, list.at(index))).join("");
  }
  const { declaration } = type;
  const show = (types: readonly RustType[], record: unknown): string =>
    types.map((each, index) => showGot(each, (record as AnyRecord)[`f${index}`])).join("");
  switch (declaration.kind) {
    case "transparent":
      return showGot(declaration.fields[0], got);
    case "struct":
      return show(declaration.fields, got);
    case "union": {
      const { fields, meant } = declaration;
      const field = fields[meant];
      return field === undefined ? "" : showGot(field, (got as AnyRecord)[`f${meant}`]);
    }
    case "enum": {
      const { cases, isC } = declaration;
      const isTag = isPlain(declaration);
      const tag = isTag ? got : (got as AnyRecord)["tag"];
      const index = cases.findIndex(({ discriminant }) => discriminant === Number(tag));
      const fields = cases[index]?.fields ?? [];
      const inner = !isTag && isC ? (got as AnyRecord)["payload"] : got;
      return `V${index}(${show(fields, inner)})`;
    }
  }
}

function isWide({ tag }: EnumDeclaration): boolean {
  return tag === "u64" || tag === "i64";
}
