/**
 * Values that compiled C and generated classes exchange: for each struct C code that writes values into it,
 * and code that checks whether it has others.
 */
import { cTarget } from "structview/schema";
import type { CTargetName } from "structview/schema";
import type { AnyRecord } from "../oracle/modules.js";
import type { Random } from "../oracle/random.js";
import type { CType, Declaration, Member } from "./declarations.js";
import { isFlexible, isUnnamedBits } from "./declarations.js";
import { declarationText, prelude, typeName } from "./print-c.js";
import { widthsOf } from "./print-schema.js";

/** Names of members, and indices of elements, from a struct to a number in it. */
type Path = readonly (string | number)[];

/** A number in a struct, and a value of it in C and in JavaScript. */
interface Given {
  readonly path: Path;
  /** Expressions of C for the number in `p` and for the value, in a type in which they are compared. */
  readonly read: string;
  readonly compared: string;
  /** An expression for the value, that the number is set to. */
  readonly literal: string;
  readonly value: number | bigint | boolean;
}

/** A struct, what C writes into it, and what we do. */
export interface Exchange {
  readonly declaration: Declaration;
  readonly fromC: readonly Given[];
  readonly toC: readonly Given[];
}

/** Most numbers of a struct that get a value. */
const most = 60;

/** Chooses values for the numbers in structs and unions: of each union those of one member. */
export function exchangesOf(
  declarations: readonly Declaration[],
  target: CTargetName,
  random: Random,
): readonly Exchange[] {
  const choose = (declaration: Declaration): readonly Given[] =>
    numbersOf(declaration, [], random)
      .slice(0, most)
      .flatMap((each) => givenFor(each, target, random));
  return declarations
    .filter((each) => !isFlexible(each))
    .map((declaration) => ({ declaration, fromC: choose(declaration), toC: choose(declaration) }))
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
    const sets = fromC.map(({ path, literal }) => `  p->${placeText(path)} = ${literal};\n`);
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
  return `${textOf(declarations)}${functions.join("")}`;
}

/** Returns constants of C, `abi_S0`, that have the values of `fromC` in a section of their own. */
export function constantsText(
  declarations: readonly Declaration[],
  exchanges: readonly Exchange[],
  section: string,
): string {
  const constants = exchanges.map(({ declaration, fromC }) => {
    const values = fromC.map(({ path, literal }) => `.${placeText(path)} = ${literal}`);
    const attributes = `__attribute__((section("${section}"), used))`;
    return `const ${typeName(declaration)} abi_${declaration.name} ${attributes} = { ${values.join(", ")} };\n`;
  });
  return `${textOf(declarations)}${constants.join("")}`;
}

/** Writes values into a record through its setters. */
export function setAll(record: AnyRecord, values: readonly Given[]): void {
  for (const { path, value } of values) {
    const target = path.slice(0, -1).reduce<unknown>(memberOf, record);
    const last = path.at(-1);
    if (typeof last === "number" && !ArrayBuffer.isView(target)) {
      (target as { setAt(index: number, value: unknown): void }).setAt(last, value);
    } else Reflect.set(target as object, last ?? "", value, target);
  }
}

/** Returns the names and the values that a record has, and those that it should have. */
export function compareAll(
  record: AnyRecord,
  values: readonly Given[],
): { readonly got: object; readonly want: object } {
  const got = values.map(({ path }) => [placeText(path), path.reduce<unknown>(memberOf, record)]);
  const want = values.map(({ path, value }) => [placeText(path), value]);
  return { got: Object.fromEntries(got), want: Object.fromEntries(want) };
}

function memberOf(value: unknown, key: string | number): unknown {
  if (typeof key === "string") return (value as Readonly<Record<string, unknown>>)[key];
  return (value as { at(index: number): unknown }).at(key);
}

/** Returns a path as C and JavaScript write it: `m0.m1[2]`. */
function placeText(path: Path): string {
  const text = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`)).join("");
  return text.slice(1);
}

function textOf(declarations: readonly Declaration[]): string {
  return `${prelude}${declarations.map(declarationText).join("")}\n#line 1 "exchange"\n`;
}

interface PlacedNumber {
  readonly path: Path;
  readonly type: CType;
  readonly width: number | undefined;
}

/** Returns the numbers that C and we reach by name, those of one member of each union. */
function numbersOf(
  { members, isUnion }: Declaration,
  outer: Path,
  random: Random,
): readonly PlacedNumber[] {
  const named = members.filter((member) => !isUnnamedBits(member));
  const chosen = isUnion && named.length > 0 ? [random.pick(named)] : named;
  return chosen.flatMap((member) => {
    const path = member.isAnonymous ? outer : [...outer, member.name];
    return numbersIn(member, path, random);
  });
}

function numbersIn(
  { type, width }: Pick<Member, "type" | "width">,
  path: Path,
  random: Random,
): readonly PlacedNumber[] {
  switch (type.kind) {
    case "scalar":
    case "enum":
      return [{ path, type, width }];
    case "record":
      return numbersOf(type.record, path, random);
    case "array": {
      const { element, length } = type;
      if (length === "flexible" || length === 0) return [];
      // The last element is where a wrong size shows; within other arrays one is enough.
      const isInner = path.some((key) => typeof key === "number");
      const other = random.integer(0, length - 1);
      const indices = isInner ? [other] : [...new Set([0, other, length - 1])];
      return indices.flatMap((index) =>
        numbersIn({ type: element, width: undefined }, [...path, index], random),
      );
    }
  }
}

function givenFor(
  { path, type, width }: PlacedNumber,
  target: CTargetName,
  random: Random,
): readonly Given[] {
  const place = `p->${placeText(path)}`;
  const scalar = type.kind === "scalar" ? cTarget(target)[type.name] : undefined;
  if (type.kind === "scalar") {
    // What we have as bytes is no number of JavaScript.
    if (type.name === "longDouble" && !(scalar !== undefined && "scalar" in scalar)) return [];
    if (type.name === "float" || type.name === "double" || type.name === "longDouble") {
      const { value, literal } = randomFloat(type.name === "float" ? 24 : 53, random);
      return [{ path, read: place, compared: literal, literal, value }];
    }
    if (type.name === "bool") {
      const value = random.chance(0.5);
      const literal = value ? "1" : "0";
      return [{ path, read: place, compared: literal, literal, value }];
    }
  }
  const bits = width ?? widthsOf(target)(type);
  const pattern = random.pattern(bits);
  // To Microsoft's compiler every enumeration is an int.
  const isSigned =
    type.kind === "enum"
      ? target.endsWith("-msvc")
      : scalar !== undefined && "scalar" in scalar && scalar.scalar.startsWith("i");
  const value = isSigned ? BigInt.asIntN(bits, pattern) : pattern;
  const isPointer = type.kind === "scalar" && type.name === "pointer";
  const address = isPointer ? "(__UINTPTR_TYPE__)" : "";
  const literal = `${isSigned ? "(long long)" : ""}0x${BigInt.asUintN(64, value).toString(16)}ULL`;
  return [
    {
      path,
      read: `(${isSigned ? "" : "unsigned "}long long)${address}${place}`,
      compared: literal,
      literal: isPointer ? `(void *)(__UINTPTR_TYPE__)${literal}` : literal,
      value: bits > 53 ? value : Number(value),
    },
  ];
}

/** Returns a number with as many bits as a floating-point type keeps, which both languages can write exactly. */
function randomFloat(
  bits: number,
  random: Random,
): { readonly value: number; readonly literal: string } {
  const mantissa = Number(random.pattern(bits));
  const exponent = random.integer(-90, 40);
  const sign = random.chance(0.5) ? "-" : "";
  const value = mantissa * 2 ** exponent;
  return {
    value: sign === "-" ? -value : value,
    literal: `${sign}0x${mantissa.toString(16)}p${exponent}`,
  };
}
