/** Prints declarations as schema documents, and reads the layouts that the compiler gives them. */
import { compile } from "structview";
import { cTarget } from "structview/schema";
import type { CTargetName } from "structview/schema";
import { isUnnamedBits, partsOf } from "./declarations.js";
import type { CType, Declaration, Member } from "./declarations.js";

/** What a compiler says of a struct: size and alignment in bytes, and of each member its first bit. */
export interface Answer {
  readonly size: number;
  readonly alignment: number;
  readonly offsets: readonly number[];
}

/** Returns the width in bits of a scalar or an enumeration of a target. */
export function widthsOf(target: CTargetName): (type: CType) => number {
  return (type) => {
    const scalar = scalarOf(type, target);
    if (scalar === undefined) throw new Error("no scalar");
    return Number(/\d+$/.exec(scalar)?.[0] ?? 8);
  };
}

/** Returns the document of declarations for a target. */
export function documentOf(declarations: readonly Declaration[], target: CTargetName): unknown {
  // There every enumeration is an int.
  const isSigned = target.endsWith("-msvc");
  const members = [
    { name: "a", value: 0 },
    { name: "b", value: 1 },
  ];
  const enumeration = { kind: "enumeration", members, open: true };
  return {
    types: [
      { ...enumeration, name: "E", base: isSigned ? "i32" : "u32" },
      { ...enumeration, name: "P", base: isSigned ? "i32" : "u8" },
      ...declarations.flatMap(partsOf).map((each) => definitionOf(each.declaration, target)),
    ],
  };
}

/** Returns what our compiler says of declarations, by their names. */
export function askStructview(
  declarations: readonly Declaration[],
  target: CTargetName,
): ReadonlyMap<string, Answer> {
  const data = documentOf(declarations, target);
  const span = { file: "abi.json", line: 1, column: 1, endLine: 1, endColumn: 1 };
  const schema = { file: "abi.json", data, spanAt: () => span };
  const { layouts, diagnostics } = compile([schema], () => "abi.ts");
  const mistake = diagnostics.find(({ severity }) => severity === "error");
  if (mistake !== undefined) throw new Error(`${mistake.code}: ${mistake.message}`);
  const structs = layouts.flatMap((module) => module.structs);
  const parts = structs.map(({ name, alignment, fields, minimumSize }) => {
    const offsets = fields.map(({ position, type }) => {
      const base = type.kind === "enumeration" ? type.base : type;
      return position.bytes * 8 + (base.kind === "bits" ? base.bitOffset : 0);
    });
    return [name, { size: minimumSize, alignment, offsets }] as const;
  });
  return withLeaves(declarations, new Map(parts));
}

/**
 * Returns the answers for declarations, with the offsets of what lies in anonymous members in place of those
 * of the members: that is what C tells. `parts` are the answers for each part by itself.
 */
export function withLeaves(
  declarations: readonly Declaration[],
  parts: ReadonlyMap<string, Answer>,
): ReadonlyMap<string, Answer> {
  const leavesOf = (declaration: Declaration): readonly number[] => {
    const { members, name } = declaration;
    const offsets = partOf(name).offsets;
    return members
      .filter((member) => !isUnnamedBits(member))
      .flatMap(({ type, isAnonymous, name: member }, index) => {
        const offset = offsets[index] ?? Number.NaN;
        if (!isAnonymous || type.kind !== "record") return [offset];
        const inner = leavesOf({ ...type.record, name: `${name}_${member}` });
        return inner.map((leaf) => offset + leaf);
      });
  };
  const partOf = (name: string): Answer => {
    const part = parts.get(name);
    if (part === undefined) throw new Error(`no answer for ${name}`);
    return part;
  };
  return new Map(
    declarations.map((each) => [each.name, { ...partOf(each.name), offsets: leavesOf(each) }]),
  );
}

function definitionOf(
  { name, isUnion, isPacked, pack, aligned, members }: Declaration,
  target: CTargetName,
): object {
  return {
    kind: isUnion ? "union" : "struct",
    name,
    rules: "c",
    target,
    ...(isPacked ? { packed: true } : {}),
    ...(pack === undefined ? {} : { pack }),
    ...(aligned === undefined ? {} : { align: aligned }),
    [isUnion ? "members" : "fields"]: members.map((member) => ({
      name: member.name,
      type: fieldTypeOf(member, name, target),
    })),
  };
}

function fieldTypeOf(member: Member, outer: string, target: CTargetName): unknown {
  const { name, type, isAnonymous, width, aligned, isPacked } = member;
  if (isAnonymous && type.kind === "record") return { kind: "anonymous", type: `${outer}_${name}` };
  let data =
    width === undefined
      ? typeOf(type, target)
      : { kind: isAnonymous ? "unnamedBits" : "bitField", base: typeOf(type, target), width };
  if (aligned !== undefined) data = { kind: "placed", type: data, alignment: aligned };
  return isPacked ? { kind: "packed", type: data } : data;
}

function typeOf(type: CType, target: CTargetName): unknown {
  switch (type.kind) {
    case "scalar":
      return type.name === "longDouble"
        ? plainOf(cTarget(target).longDouble)
        : scalarOf(type, target);
    case "enum":
      return type.isPacked ? "P" : "E";
    case "array": {
      const { element, length } = type;
      const shown = length === "flexible" ? { kind: "rest" } : length;
      return { kind: "array", element: typeOf(element, target), length: shown };
    }
    case "record":
      return type.record.name;
  }
}

function scalarOf(type: CType, target: CTargetName): string | undefined {
  if (type.kind === "enum") return type.isPacked && !target.endsWith("-msvc") ? "u8" : "u32";
  if (type.kind !== "scalar" || type.name === "longDouble") return undefined;
  return cTarget(target)[type.name].scalar;
}

function plainOf(type: object): unknown {
  return JSON.parse(JSON.stringify(type)) as unknown;
}

/** Returns an answer in a row: size, alignment, offsets in bits. */
export function rowOf(answer: Answer | undefined): string {
  if (answer === undefined) return "nothing";
  return [answer.size, answer.alignment, ...answer.offsets].join(" ");
}
