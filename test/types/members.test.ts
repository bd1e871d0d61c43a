/** Constants that are members of an enumeration: what they are in bytes, and to TypeScript. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import type { AnyClass, AnyModule } from "../oracle/modules.js";
import { emit, errorOf, importDocument } from "../oracle/modules.js";
import { compileStrictly } from "../pipeline/strict-project.js";

const tag = (value: string) => ({ kind: "constant", base: "Sort", value }) as const;
const unit = { base: "u16.be" };

const document: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Kind",
      base: { kind: "bits", width: 4 },
      members: [
        { name: "ping", value: 1 },
        { name: "text", value: 2 },
        { name: "end", value: 15 },
      ],
    },
    { kind: "alias", name: "Sort", target: "Kind" },
    {
      kind: "enumeration",
      name: "Wide",
      base: "u64.be",
      members: [{ name: "all", value: "0xffffffffffffffff" }],
    },
    {
      kind: "struct",
      name: "Ping",
      fields: [
        { name: "kind", type: tag("ping"), unit },
        { name: "id", type: { kind: "bits", width: 12 }, unit },
      ],
    },
    {
      kind: "struct",
      name: "Text",
      fields: [
        { name: "kind", type: tag("text"), unit },
        { name: "length", type: { kind: "bits", width: 12 }, unit },
        { name: "text", type: { kind: "text", encoding: "utf8", length: "length" } },
      ],
    },
    { kind: "variant", name: "Signal", tag: "kind", cases: ["Ping", "Text"] },
    {
      kind: "struct",
      name: "Mark",
      fields: [{ name: "wide", type: { kind: "constant", base: "Wide", value: "all" } }],
    },
  ],
};

const use = `import { Kind, Mark, Ping, Signal } from "./members.js";

export function show(signal: Signal): string | number {
  switch (signal.kind) {
    case Kind.ping:
      return signal.id;
    case Kind.text:
      return String(signal.text);
  }
}

export function incomplete(signal: Signal): number {
  // @ts-expect-error a case is missing
  const other: never = signal.kind === Kind.ping ? (undefined as never) : signal;
  return other;
}

export const one: typeof Kind.ping = Ping.create().kind;
export const kind: Kind = one;
export const all: 0xffffffffffffffffn = Mark.create().wide;
Ping.create({ kind: Kind.ping, id: 4 });
// @ts-expect-error another member
Ping.create({ kind: Kind.text });
// @ts-expect-error a constant has no setter
Ping.create().kind = Kind.ping;
`;

let module: AnyModule;

beforeAll(async () => {
  module = await importDocument(document, `members-${process.pid}`);
});

const classOf = (name: string): AnyClass => module[name] as AnyClass;

describe("a constant that is a member of an enumeration", () => {
  test("has the value of the member, also of a wide one", () => {
    expect([...classOf("Ping").create({ id: 0x234 }).$bytes]).toEqual([0x12, 0x34]);
    expect(classOf("Mark").create()["wide"]).toBe(0xffff_ffff_ffff_ffffn);
    const error = errorOf(() => classOf("Ping").view(Uint8Array.of(0xf2, 0x34))["kind"]);
    expect(error).toMatchObject({ name: "ValidityError", path: "kind", offset: 0 });
  });

  test("tells the cases of a variant, from within a unit", () => {
    const signal = classOf("Signal").view(Uint8Array.of(0x20, 1, 0x41));
    expect(signal["$struct"]).toBe("Text");
    expect(String(signal["text"])).toBe("A");
  });

  test("is of the type of the member: a switch over the tag knows each case", async () => {
    const files = [
      { name: "members.ts", text: emit(document) },
      { name: "use.ts", text: use },
    ];
    expect(await compileStrictly(files, "types-members")).toBe("");
  });

  test("is named in the doc comment and in the layout", () => {
    const text = emit(document);
    expect(text).toContain("Always `Kind.ping`; throws");
    expect(text).toContain('member: "Kind.text"');
  });
});
