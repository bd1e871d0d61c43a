/** Type errors of schemas, and of what is done with inferred classes, land on the token that is wrong. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../cli/project.js";
import { cache } from "../pipeline/strict-project.js";
import { compilerOptions, ownCompiler } from "./inferred-project.js";

const head = `import { aligned, array, bits, bytes, constant, date, enumeration, flags, nonZero, optional, prefixed, rest, select, sequence, struct, u16, u32, u64, u8, union, utf8, variant, when, zeroTerminated } from "structview/schema";
import type { RecordOf, ValueOf } from "structview/schema";
import type { ReadonlyView } from "@structview/runtime";
export const Kind = enumeration(u8, { ping: 1, text: 2 });
export const Bits = flags(u8, { low: 1 });
export const Ping = struct({ type: constant(u8, 1), id: u16 });
export const Text = struct({ type: constant(u8, 2), text: utf8(4), kind: Kind, bits: Bits, list: array(u16, 2) });
export const Signal = variant("type", [Ping, Text]);
export const Told = struct({ a: u16 }, { byteOrder: "runtime" });
export const Dynamic = struct({ n: u8, run: bytes("n"), time: when("n", u32) });
export { aligned, bits, bytes, date, nonZero, optional, prefixed, rest, select, sequence, u64, union, zeroTerminated };
export const Choice = struct({ n: u8, payload: select("n", { 1: Ping, 2: Text, 3: Dynamic }, { otherwise: bytes(rest) }) });
const data = new Uint8Array(8);
const { payload } = Choice.view(data);
export const id: number = payload instanceof Ping ? payload.id : 0;
export const run: Uint8Array = payload instanceof Dynamic ? payload.run : data;
export const length: number = "text" in payload ? payload.text.length : 0;
export const raw: Uint8Array = payload instanceof Uint8Array ? payload : payload.$bytes;
const ping = Ping.view(data);
const text = Text.view(data);
const look: ReadonlyView<RecordOf<typeof Text>> = text;
export { data, ping, text, look };
`;

/** Each is one line behind the head; the token that is wrong stands between `«` and `»`. */
const mistakes: readonly {
  readonly name: string;
  readonly line: string;
  readonly error: RegExp;
}[] = [
  { name: "an unknown type", line: `struct({ a: «u99» });`, error: /Cannot find name 'u99'/ },
  { name: "a number as a type", line: `struct({ a: u8, «b»: 5 });`, error: /'number'/ },
  { name: "a text as a type", line: `struct({ «a»: "u8" });`, error: /"u8"|'string'/ },
  { name: "a function as a type", line: `struct({ a: u8, b: «bits» });`, error: /mean to call it/ },
  {
    name: "an unknown byte order",
    line: `struct({ a: u8 }, { «byteOrder»: "middle" });`,
    error: /'"middle"' is not assignable/,
  },
  {
    name: "an unknown option",
    line: `struct({ a: u8 }, { byteOrder: "big", «endian»: 1 });`,
    error: /'endian'/,
  },
  {
    name: "an option of the wrong kind",
    line: `struct({ a: u8 }, { «align»: "4" });`,
    error: /'string'/,
  },
  { name: "a length that is none", line: `bytes(«true»);`, error: /'Length'/ },
  { name: "an element that is none", line: `array(«"u8"», 4);`, error: /'Type/ },
  { name: "an unknown option of an array", line: `array(u8, 4, { «strid»: 6 });`, error: /strid/ },
  {
    name: "a constant that does not fit",
    line: `constant(«u64», 5);`,
    error: /'number'|No overload/,
  },
  {
    name: "a member that is no number",
    line: `enumeration(u8, { a: 1, «b»: "2" });`,
    error: /'string'/,
  },
  { name: "a base that is none", line: `date(«rest»);`, error: /'Rest'/ },
  { name: "a tag that no case has", line: `variant(«"kid"», [Ping, Text]);`, error: /'"kid"'/ },
  {
    name: "a case that is no struct",
    line: `variant("type", [Ping, «u8»]);`,
    error: /'"scalar"'|ScalarType/,
  },
  {
    name: "a case of a select that is none",
    line: `select("a", { 1: Ping, «2»: u8 });`,
    error: /ScalarType/,
  },
  {
    name: "a member of a union that is none",
    line: `union({ a: u8, «b»: 5 });`,
    error: /'number'/,
  },
  {
    name: "a union told by fields",
    line: `union({ a: u8 }, { «byteOrder»: { kind: "byField", little: "a", big: "b" } });`,
    error: /byField|kind/,
  },
  { name: "an enumeration as a constant", line: `Kind.«pong»;`, error: /'pong' does not exist/ },
  { name: "an unknown field", line: `ping.«nope»;`, error: /'nope' does not exist/ },
  {
    name: "an enumeration set to another value",
    line: `«text.kind» = 3;`,
    error: /'3' is not assignable/,
  },
  { name: "a constant that is set", line: `ping.«type» = 1;`, error: /read-only/ },
  { name: "an array that is set", line: `text.«list» = text.list;`, error: /read-only/ },
  { name: "a size that is set", line: `Ping.«size» = 4;`, error: /read-only/ },
  { name: "a setter of a read-only view", line: `look.«kind» = 1;`, error: /read-only/ },
  {
    name: "flags that are added to a read-only view",
    line: `look.bits.«add»("low");`,
    error: /'add'/,
  },
  { name: "a flag that there is not", line: `text.bits.has(«"high"»);`, error: /'"high"'/ },
  { name: "a value without a field", line: `Ping.write(data, «{}»);`, error: /'id' is missing|id/ },
  {
    name: "a value with another one",
    line: `Ping.create({ id: 1, «other»: 2 });`,
    error: /'other'/,
  },
  { name: "a missing byte order", line: `Told.«view»(data);`, error: /Expected 2 arguments/ },
  { name: "a wrong byte order", line: `Told.view(data, «"middle"»);`, error: /'"middle"'/ },
  {
    name: "a count for what has no slice",
    line: `Dynamic.view(data, «2»);`,
    error: /Expected 1 arguments/,
  },
  {
    name: "an array of what has a dynamic size",
    line: `Dynamic.«array»(data);`,
    error: /'array' does not exist/,
  },
  {
    name: "an optional part set to nothing",
    line: `«Dynamic.view(data).time» = undefined;`,
    error: /exactOptionalPropertyTypes/,
  },
  { name: "an unknown column", line: `Ping.array(data).column(«"none"»);`, error: /'"none"'/ },
  {
    name: "an order that texts have not",
    line: `Text.array(data).sort(«"text"»);`,
    error: /'"text"'/,
  },
  {
    name: "a case that is missing",
    line: `export function name(each: RecordOf<typeof Signal>): «string» { switch (each.type) { case 1: return "ping"; } }`,
    error: /lacks ending return/,
  },
  {
    name: "a field of another case",
    line: `const each = Signal.view(data); if (each.type === 1) each.«text»;`,
    error: /'text' does not exist/,
  },
  { name: "a value without its tag", line: `Signal.create(«{ id: 1 }»);`, error: /type/ },
  {
    name: "a value that is another's",
    line: `const other: ValueOf<typeof Ping> = { «id»: 1n }; void other;`,
    error: /'bigint'/,
  },
];

const folder = path.join(cache, `mistakes-${process.pid}`);
let found: ReadonlyMap<string, string>;

beforeAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const lines = mistakes.map(
    ({ line }, index) =>
      `{ const case${index} = 0; void case${index}; }\n${line.replace(/[«»]/g, "")}`,
  );
  // An export stands on its own, so that none is within a block.
  await writeFile(path.join(folder, "mistakes.ts"), head + lines.join("\n"));
  await writeFile(path.join(folder, "none.ts"), head);
  const options = { ...compilerOptions, noEmit: true, lib: ["es2023"] };
  const config = path.join(folder, "tsconfig.json");
  await writeFile(config, JSON.stringify({ compilerOptions: options, include: ["*.ts"] }));
  const { output } = await run(process.execPath, [ownCompiler, "-p", folder, "--pretty", "false"], {
    cwd: folder,
  });
  const places = new Map<string, string>();
  for (const each of output.split(/\n(?=\S)/)) {
    const [, file, line, column, message = ""] =
      /^(\w+\.ts)\((\d+),(\d+)\): error ([^]*)$/.exec(each) ?? [];
    const place = `${file}:${line}:${column}`;
    places.set(place, `${places.get(place) ?? ""}${message}`);
  }
  found = places;
}, 60_000);

afterAll(async () => rm(folder, { recursive: true, force: true }));

describe("a mistake", () => {
  test.each(mistakes.map((mistake, index) => ({ ...mistake, index })))(
    "is shown at its token: $name",
    ({ line, error, index }) => {
      const number = head.split("\n").length + index * 2 + 1;
      const place = `mistakes.ts:${number}:${line.indexOf("«") + 1}`;
      const here = [...found].filter(([each]) => each.startsWith(`mistakes.ts:${number}:`));
      expect(here.map(([each]) => each)).toEqual([place]);
      expect(found.get(place)).toMatch(error);
      expect(found.get(place)).not.toMatch(/excessively deep|infinite/);
    },
  );

  test("is not found where there is none", () => {
    expect([...found.keys()].filter((place) => place.startsWith("none"))).toEqual([]);
  });
});
