/**
 * Values that compiled C and generated classes exchange: for each struct C code that writes values into it,
 * and code that checks whether it has others.
 */
import { cTarget } from "structview/schema";
import type { CTargetName } from "structview/schema";
import type { AnyRecord } from "../oracle/modules.js";
import type { Random } from "../oracle/random.js";
import type { Declaration, Member } from "./declarations.js";
import { isFlexible, isUnnamedBits } from "./declarations.js";
import { declarationText, prelude, typeName } from "./print-c.js";
import { widthsOf } from "./print-schema.js";

/** A field, and a value of it in C and in JavaScript. */
interface Given {
  readonly name: string;
  /** Expressions of C for the field of `p` and for the value, in a type in which they are compared. */
  readonly read: string;
  readonly compared: string;
  /** An expression for the value, that the field is set to. */
  readonly literal: string;
  readonly value: number | bigint | boolean;
}

/** A struct, what C writes into it, and what we do. */
export interface Exchange {
  readonly declaration: Declaration;
  readonly fromC: readonly Given[];
  readonly toC: readonly Given[];
}

/** Chooses values for the fields of structs that have numbers. */
export function exchangesOf(
  declarations: readonly Declaration[],
  target: CTargetName,
  random: Random,
): readonly Exchange[] {
  return declarations
    .filter((each) => !each.isUnion && !isFlexible(each))
    .map((declaration) => {
      const fields = fieldsOf(declaration);
      const choose = (): readonly Given[] =>
        fields.flatMap((field) => givenFor(field, target, random));
      return { declaration, fromC: choose(), toC: choose() };
    })
    .filter(({ fromC }) => fromC.length > 0);
}

/** Returns functions of C: `fill_S0(void *)` and `check_S0(const void *)`, which counts what is not as it should be. */
export function exchangeText(
  declarations: readonly Declaration[],
  exchanges: readonly Exchange[],
): string {
  const functions = exchanges.map(({ declaration, fromC, toC }) => {
    const type = typeName(declaration);
    const { name } = declaration;
    const sets = fromC.map((each) => `  p->${each.name} = ${each.literal};\n`);
    const checks = toC.map(({ read, compared }) => `  wrong += ${read} != ${compared};\n`);
    return `void fill_${name}(void *at) {
  ${type} *p = at;
  for (unsigned i = 0; i < sizeof *p; i++) ((unsigned char *)at)[i] = 0;
${sets.join("")}}
int check_${name}(const void *at) {
  const ${type} *p = at;
  int wrong = 0;
${checks.join("")}  return wrong;
}
`;
  });
  return `${prelude}${declarations.map(declarationText).join("")}\n#line 1 "exchange"\n${functions.join("")}`;
}

/** Writes values into a record through its setters. */
export function setAll(record: AnyRecord, values: readonly Given[]): void {
  for (const { name, value } of values) Reflect.set(record, name, value, record);
}

/** Returns the names and the values that a record has, and those that it should have. */
export function compareAll(
  record: AnyRecord,
  values: readonly Given[],
): { readonly got: object; readonly want: object } {
  const got = values.map(({ name }) => [name, record[name]] as const);
  const want = values.map(({ name, value }) => [name, value] as const);
  return { got: Object.fromEntries(got), want: Object.fromEntries(want) };
}

/** Returns the members that C and we reach by name, one of each union. */
function fieldsOf({ members, isUnion }: Declaration): readonly Member[] {
  const fields = members.flatMap((member) => {
    if (isUnnamedBits(member)) return [];
    const { type, isAnonymous } = member;
    return isAnonymous && type.kind === "record" ? fieldsOf(type.record) : [member];
  });
  return isUnion ? fields.slice(0, 1) : fields;
}

function givenFor(
  { name, type, width }: Member,
  target: CTargetName,
  random: Random,
): readonly Given[] {
  if (type.kind === "array" || type.kind === "record") return [];
  if (type.kind === "scalar") {
    if (type.name === "longDouble") return [];
    if (type.name === "float" || type.name === "double") {
      const value = random.integer(-1000, 1000) / 8;
      return [{ name, read: `p->${name}`, compared: String(value), literal: String(value), value }];
    }
    if (type.name === "bool") {
      const value = random.chance(0.5);
      const literal = value ? "1" : "0";
      return [{ name, read: `p->${name}`, compared: literal, literal, value }];
    }
  }
  const bits = width ?? widthsOf(target)(type);
  const pattern = random.pattern(bits);
  const scalar = type.kind === "scalar" ? cTarget(target)[type.name] : undefined;
  const isSigned = scalar !== undefined && "scalar" in scalar && scalar.scalar.startsWith("i");
  const value = isSigned ? BigInt.asIntN(bits, pattern) : pattern;
  const isPointer = type.kind === "scalar" && type.name === "pointer";
  const address = isPointer ? "(__UINTPTR_TYPE__)" : "";
  const literal = `${isSigned ? "(long long)" : ""}0x${BigInt.asUintN(64, value).toString(16)}ULL`;
  return [
    {
      name,
      read: `(${isSigned ? "" : "unsigned "}long long)${address}p->${name}`,
      compared: literal,
      literal: isPointer ? `(void *)(__UINTPTR_TYPE__)${literal}` : literal,
      value: bits > 53 ? value : Number(value),
    },
  ];
}
