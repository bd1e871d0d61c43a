/** Prints declarations as C. */
import type { CType, Declaration, Member, ScalarTypeName } from "./declarations.js";

const names: { readonly [Name in ScalarTypeName]: string } = {
  char: "char",
  signedChar: "signed char",
  unsignedChar: "unsigned char",
  short: "short",
  unsignedShort: "unsigned short",
  int: "int",
  unsignedInt: "unsigned int",
  long: "long",
  unsignedLong: "unsigned long",
  longLong: "long long",
  unsignedLongLong: "unsigned long long",
  sizeT: "__SIZE_TYPE__",
  wcharT: "__WCHAR_TYPE__",
  bool: "_Bool",
  float: "float",
  double: "double",
  longDouble: "long double",
  pointer: "void *",
};

/** What every file begins with. */
export const prelude = `enum E { E0, E1 };
enum __attribute__((packed)) P { P0, P1 };
`;

/** Prints a declaration; an anonymous member is said to stand in a file of the name that it has in a schema. */
export function declarationText(declaration: Declaration): string {
  const { pack } = declaration;
  const text = `${recordText(declaration, declaration.name, declaration.name)};\n`;
  return pack === undefined ? text : `#pragma pack(push, ${pack})\n${text}#pragma pack(pop)\n`;
}

/** Returns `struct S` or `union S`. */
export function typeName({ isUnion, name }: Declaration): string {
  return `${isUnion ? "union" : "struct"} ${name}`;
}

function recordText(
  { isUnion, isPacked, aligned, members }: Declaration,
  name: string,
  path: string,
): string {
  const lines = members.map((member) => `  ${memberText(member, path)};\n`);
  const attributes = attributesText(isPacked, aligned);
  return `${isUnion ? "union" : "struct"} ${name} {\n${lines.join("")}}${attributes}`;
}

function memberText(member: Member, path: string): string {
  const { name, type, isAnonymous, width, aligned, isPacked } = member;
  const attributes = attributesText(isPacked, aligned);
  if (width !== undefined) {
    return `${baseText(type)} ${isAnonymous ? "" : name} : ${width}${attributes}`;
  }
  if (isAnonymous && type.kind === "record") {
    const inner = `${path}_${name}`;
    return `\n#line 1 "${inner}"\n${recordText(type.record, "", inner)}`;
  }
  return `${declarator(type, name)}${attributes}`;
}

function declarator(type: CType, name: string): string {
  if (type.kind !== "array") return `${baseText(type)} ${name}`;
  return declarator(type.element, `${name}[${type.length === "flexible" ? "" : type.length}]`);
}

function baseText(type: CType): string {
  switch (type.kind) {
    case "scalar":
      return names[type.name];
    case "enum":
      return type.isPacked ? "enum P" : "enum E";
    case "record":
      return typeName(type.record);
    case "array":
      throw new Error("an array is no base");
  }
}

function attributesText(isPacked: boolean, aligned: number | undefined): string {
  const attributes = [
    ...(isPacked ? ["packed"] : []),
    ...(aligned === undefined ? [] : [`aligned(${aligned})`]),
  ];
  return attributes.length === 0 ? "" : ` __attribute__((${attributes.join(", ")}))`;
}
