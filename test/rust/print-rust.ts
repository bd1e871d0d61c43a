/** Prints declarations as a Rust program that tells their layouts, writes values of them and reads ours. */
import { declarationIn, meantOf } from "./declarations.js";
import type { Declaration, EnumCase, EnumDeclaration, RustType, Value } from "./declarations.js";
import { scalars } from "./scalars.js";

/** A declaration, and a value of it that Rust writes. */
export interface Written {
  readonly declaration: Declaration;
  readonly value: Value;
}

/**
 * Returns a program that prints a line for each type: size, alignment and offsets of all fields, of an enum those
 * of each case, and the bytes of its value. Given any argument it shows the values whose bytes are its input.
 */
export function programText(written: readonly Written[]): string {
  const declarations = written.map(({ declaration }) => declaration);
  return `use core::mem::{align_of, size_of, MaybeUninit};
use core::ptr::addr_of;

trait Rust: Copy {
    fn any() -> Self;
    fn show(self, out: &mut String);
}
${scalars.map(({ rust, show }) => implement(rust, anyOf(rust), `out.push_str(&format!("{},", ${show}));`)).join("")}
impl<T: Rust, const N: usize> Rust for [T; N] {
    fn any() -> Self { [T::any(); N] }
    fn show(self, out: &mut String) { for each in self { each.show(out); } }
}
fn offset<T, U>(whole: *const T, part: *const U) -> String {
    format!(" {}", part as usize - whole as usize)
}
fn row<T: Rust>(offsets: String, value: T) {
    let mut place = MaybeUninit::<T>::zeroed();
    place.write(value);
    let first = place.as_ptr() as *const u8;
    let bytes: String = (0..size_of::<T>()).map(|i| format!("{:02x}", unsafe { first.add(i).read_volatile() })).collect();
    println!("{} {}{};{}", size_of::<T>(), align_of::<T>(), offsets, bytes);
}
fn shown<T: Rust>() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let bytes: Vec<u8> = line.trim().as_bytes().chunks(2)
        .map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect();
    assert_eq!(bytes.len(), size_of::<T>());
    let mut out = String::new();
    unsafe { (bytes.as_ptr() as *const T).read_unaligned() }.show(&mut out);
    println!("{}", out);
}

${declarations.map(declarationText).join("\n")}
${declarations.map(implementation).join("")}
${written.map((each, index) => `fn row${index}() {\n    ${rowText(each)}\n}\n`).join("")}
fn main() {
    if std::env::args().count() > 1 {
        ${declarations.map(({ name }) => `shown::<${name}>();`).join("\n        ")}
    } else {
        ${declarations.map((_, index) => `row${index}();`).join("\n        ")}
    }
}
`;
}

/** Returns the Rust of a declaration. */
export function declarationText(declaration: Declaration): string {
  const { name, kind } = declaration;
  const attributes = `#[derive(Clone, Copy)]\n#[repr(${reprOf(declaration)})]\n`;
  if (kind === "enum") {
    const cases = declaration.cases.map(
      (each, index) =>
        `    V${index}${caseText(each)}${discriminantOf(declaration, each, index)},\n`,
    );
    return `${attributes}enum ${name} {\n${cases.join("")}}`;
  }
  if (kind === "transparent")
    return `${attributes}struct ${name} {\n${fieldsText(declaration.fields)}    phantom: (),\n}`;
  return `${attributes}${kind} ${name} {\n${fieldsText(declaration.fields)}}`;
}

function reprOf({ kind, packed, aligned, ...declaration }: Declaration): string {
  if (kind === "transparent") return "transparent";
  const { isC = true, tag } = declaration as Partial<EnumDeclaration>;
  const words = [
    ...(isC ? ["C"] : []),
    ...(tag === undefined ? [] : [tag]),
    ...(packed === undefined ? [] : [`packed(${packed})`]),
    ...(aligned === undefined ? [] : [`align(${aligned})`]),
  ];
  return words.join(", ");
}

function fieldsText(fields: readonly RustType[]): string {
  return fields.map((type, index) => `    f${index}: ${typeText(type)},\n`).join("");
}

function caseText({ fields, isTuple }: EnumCase): string {
  if (fields.length === 0) return "";
  const types = fields.map(typeText);
  return isTuple
    ? `(${types.join(", ")})`
    : ` { ${types.map((type, index) => `f${index}: ${type}`).join(", ")} }`;
}

/** Returns what a case says of its discriminant: nothing, where it is the number of the case. */
function discriminantOf(
  { cases }: EnumDeclaration,
  { discriminant }: EnumCase,
  index: number,
): string {
  const areNumbers = cases.every((each, number) => each.discriminant === number);
  return areNumbers || (index === 0 && discriminant === 0) ? "" : ` = ${discriminant}`;
}

function typeText(type: RustType): string {
  switch (type.kind) {
    case "scalar":
      return type.scalar.rust;
    case "array":
      return `[${typeText(type.element)}; ${type.length}]`;
    case "named":
      return type.declaration.name;
  }
}

/** Returns the name of a field of a case; those of tuples are numbers. */
function nameOf({ isTuple }: EnumCase, index: number): string {
  return isTuple ? String(index) : `f${index}`;
}

function implement(rust: string, any: string, show: string): string {
  return `impl Rust for ${rust} {
    fn any() -> Self { ${any} }
    fn show(self, out: &mut String) { ${show} }
}
`;
}

function anyOf(rust: string): string {
  if (rust.startsWith("Option")) return "None";
  return rust === "()" ? "()" : "Default::default()";
}

function implementation(declaration: Declaration): string {
  const { name } = declaration;
  if (declaration.kind === "enum") {
    const [first] = declaration.cases;
    const arms = declaration.cases.map((each, index) => {
      const names = each.fields.map((_, field) => `${nameOf(each, field)}: p${field}`);
      const shows = each.fields.map((_, field) => `p${field}.show(out);`).join(" ");
      return `${name}::V${index} { ${names.join(", ")} } => { out.push_str("V${index}("); ${shows} out.push_str(")"); }`;
    });
    const any = first === undefined ? "" : caseOf(name, 0, first, () => "Rust::any()");
    return implement(name, any, `match self { ${arms.join(" ")} }`);
  }
  const indices =
    declaration.kind === "union"
      ? [declaration.meant]
      : declaration.fields.map((_, index) => index);
  const values = indices.map((index) => `f${index}: Rust::any()`);
  const reads = indices.map((index) => `let part = self.f${index}; part.show(out);`).join(" ");
  const shows = declaration.kind === "union" ? `unsafe { ${reads} }` : reads;
  return implement(name, wholeOf(declaration, values), shows);
}

function wholeOf({ name, kind }: Declaration, values: readonly string[]): string {
  const all = kind === "transparent" ? [...values, "phantom: ()"] : values;
  return `${name} { ${all.join(", ")} }`;
}

function caseOf(
  name: string,
  number: number,
  each: EnumCase,
  value: (field: number) => string,
): string {
  const values = each.fields.map((_, field) => `${nameOf(each, field)}: ${value(field)}`);
  return `${name}::V${number} { ${values.join(", ")} }`;
}

function rowText({ declaration, value }: Written): string {
  const { name } = declaration;
  const literal = literalOf({ kind: "named", declaration }, value);
  if (declaration.kind !== "enum") {
    const offsets = declaration.fields.map(
      (_, index) => `offsets += &offset(addr_of!(whole), unsafe { addr_of!(whole.f${index}) });`,
    );
    return `let whole = ${name}::any(); let mut offsets = String::new(); ${offsets.join(" ")}\n    row(offsets, ${literal});`;
  }
  const offsets = declaration.cases.map((each, index) => {
    const names = each.fields.map((_, field) => `${nameOf(each, field)}: ref p${field}`);
    const adds = each.fields.map((_, field) => `offsets += &offset(addr_of!(whole), p${field});`);
    const whole = caseOf(name, index, each, () => "Rust::any()");
    return `let whole = ${whole}; if let ${name}::V${index} { ${names.join(", ")} } = whole { ${adds.join(" ")} }`;
  });
  return `let mut offsets = String::new();\n    ${offsets.join("\n    ")}\n    row(offsets, ${literal});`;
}

function literalOf(type: RustType, value: Value): string {
  if (type.kind === "scalar")
    return value.kind === "scalar" ? type.scalar.literal(value.value) : "";
  const parts = value.kind === "scalar" ? [] : value.parts;
  const literals = (types: readonly RustType[]): readonly string[] =>
    types.flatMap((each, index) => {
      const part = parts[index];
      return part === undefined ? [] : [literalOf(each, part)];
    });
  if (type.kind === "array") {
    // An empty list does not tell its type where nothing else does.
    return `[${literals(parts.map(() => type.element)).join(", ")}]`;
  }
  const { declaration } = type;
  if (declaration.kind === "enum") {
    const index = value.kind === "case" ? value.index : 0;
    const found = declaration.cases[index];
    if (found === undefined) throw new Error(`no case ${index}`);
    const all = literals(found.fields);
    return caseOf(declaration.name, index, found, (field) => all[field] ?? "");
  }
  const first = declaration.kind === "union" ? declaration.meant : 0;
  const all = literals(meantOf(declaration));
  return wholeOf(
    declaration,
    all.map((each, index) => `f${first + index}: ${each}`),
  );
}

/** Returns the Rust of a declaration and of all types in it. */
export function wholeText(declaration: Declaration): string {
  const inner = (each: Declaration): readonly Declaration[] => {
    const types = each.kind === "enum" ? each.cases.flatMap(({ fields }) => fields) : each.fields;
    return [...types.flatMap((type) => declarationIn(type) ?? []).flatMap(inner), each];
  };
  return [...new Set(inner(declaration))].map(declarationText).join("\n");
}
