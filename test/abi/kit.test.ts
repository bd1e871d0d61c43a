/** The types of C in the schema language, and what classes of structs of C do beside their layout. */
import { array, anonymous, bitField, cTarget, enumeration, packed } from "structview/schema";
import { struct, union, unnamedBits } from "structview/schema";
import type { RecordOf, ValueOf } from "structview/schema";
import { describe, expect, expectTypeOf, test } from "vitest";
import { importDocument } from "../oracle/modules.js";
import type { AnyClass, AnyRecord } from "../oracle/modules.js";
import type { DocumentData } from "../oracle/document.js";

/** Compiles a document that has kinds of types which the model of the other tests does not know. */
async function classOf(types: readonly object[], name: string): Promise<AnyClass> {
  const module = await importDocument(
    { types } as unknown as DocumentData,
    `abi-${name}-${loaded++}`,
  );
  const found = module[name];
  if (found === undefined) throw new Error(`no class ${name}`);
  return found;
}

/** Modules that are loaded are kept by the names of their folders. */
let loaded = 0;

const field = (name: string, type: unknown): object => ({ name, type });

describe("cTarget", () => {
  test("has the types of the data model of each target", () => {
    const wide = cTarget("powerpc64-linux");
    expectTypeOf<ValueOf<typeof wide.long>>().toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof wide.pointer>>().toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof wide.longDouble>>().toEqualTypeOf<Uint8Array>();
    expect([wide.char.scalar, wide.long.scalar, wide.wcharT.scalar]).toEqual(["u8", "i64", "i32"]);
    const windows = cTarget("x86_64-windows-msvc");
    expectTypeOf<ValueOf<typeof windows.long>>().toEqualTypeOf<number>();
    expectTypeOf<ValueOf<typeof windows.sizeT>>().toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof windows.longDouble>>().toEqualTypeOf<number>();
    expect([windows.long.scalar, windows.sizeT.scalar, windows.wcharT.scalar]).toEqual([
      "i32",
      "u64",
      "u16",
    ]);
    const wasm = cTarget("wasm32-emscripten");
    expectTypeOf<ValueOf<typeof wasm.pointer>>().toEqualTypeOf<number>();
    expect([wasm.pointer.scalar, wasm.ptrdiffT.scalar]).toEqual(["u32", "i32"]);
  });

  test("refuses what is no target", () => {
    expect(() => cTarget("vax" as "i386-linux")).toThrow(
      /^vax is no target of C; expected one of x86_64-linux, /,
    );
  });

  test("has records whose types are exact", () => {
    const c = cTarget("i386-linux");
    const Kind = enumeration(c.unsignedInt, { leaf: 0, branch: 1 });
    const Payload = union({ count: c.int, ratio: c.float }, { rules: c });
    const Inner = struct({ deep: bitField(c.bool, 1), payload: anonymous(Payload) }, { rules: c });
    const Node = struct(
      {
        kind: bitField(Kind, 2),
        bits: bitField(c.unsignedInt, 9),
        wide: bitField(c.unsignedLongLong, 60),
        _: unnamedBits(c.int, 0),
        inner: anonymous(Inner),
        tight: packed(c.long),
        none: array(c.int, 0),
        next: c.pointerTo("Node"),
        leaves: array(c.pointerTo(Payload), 3),
        grid: array(
          array(
            c.pointerTo(() => Payload),
            2,
          ),
          3,
        ),
      },
      { rules: c, packed: true },
    );
    interface Wanted {
      kind: 0 | 1;
      bits: number;
      wide: bigint;
      deep: boolean;
      count: number;
      ratio: number;
      tight: number;
      next: number;
    }
    type Record = RecordOf<typeof Node>;
    expectTypeOf<Pick<Record, keyof Wanted>>().toEqualTypeOf<Wanted>();
    expectTypeOf<Record["inner"]["payload"]["ratio"]>().toEqualTypeOf<number>();
    expectTypeOf<"_" extends keyof Record ? true : false>().toEqualTypeOf<false>();
    expectTypeOf<Record["$nextTarget"]>().toEqualTypeOf<unknown>();
    expectTypeOf<Record["$leavesTarget" | "$gridTarget"]>().toEqualTypeOf<
      (...indexes: number[]) => unknown
    >();
    expectTypeOf<"$noneTarget" extends keyof Record ? true : false>().toEqualTypeOf<false>();
    expectTypeOf<ValueOf<typeof Node>["leaves"]>().toEqualTypeOf<number[]>();
    expectTypeOf<ValueOf<typeof Node>["kind"]>().toEqualTypeOf<0 | 1>();
    expectTypeOf<
      "count" extends keyof ValueOf<typeof Node> ? true : false
    >().toEqualTypeOf<false>();
  });
});

describe("bit fields of C", () => {
  test("may reach into a ninth byte, and leave the bits beside them alone", async () => {
    for (const [target, first, last] of [
      ["x86_64-linux", 0x1f, 0x18],
      ["s390x-linux", 0xf8, 0x18],
    ] as const) {
      const Straddle = await classOf(
        [
          {
            kind: "struct",
            name: "Straddle",
            rules: "c",
            target,
            packed: true,
            fields: [
              field("low", { kind: "bitField", base: "u8", width: 4 }),
              field("wide", { kind: "bitField", base: "u64", width: 64 }),
              field("top", { kind: "bitField", base: "bool", width: 1 }),
            ],
          },
        ],
        "Straddle",
      );
      expect(Straddle.size).toBe(9);
      const record = Straddle.create({ low: 15, wide: 0x8000000000000001n, top: true });
      expect([record.$bytes[0], record.$bytes[8]], target).toEqual([first, last]);
      expect(record["wide"]).toBe(0x8000000000000001n);
      Reflect.set(record, "wide", 0n);
      expect([record["low"], record["wide"], record["top"]]).toEqual([15, 0n, true]);
    }
  });

  test("have gaps that are padding: zero when written, and nothing that tells records apart", async () => {
    const Gaps = await classOf(
      [
        {
          kind: "struct",
          name: "Gaps",
          rules: "c",
          fields: [
            field("a", { kind: "bitField", base: "u32", width: 3 }),
            field("_", { kind: "unnamedBits", base: "u32", width: 7 }),
            field("b", { kind: "bitField", base: "u32", width: 5 }),
            field("end", { kind: "unnamedBits", base: "u32", width: 0 }),
            field("c", { kind: "bitField", base: "u8", width: 2 }),
          ],
        },
      ],
      "Gaps",
    );
    const { equals, hash, write } = Gaps as unknown as {
      equals(a: AnyRecord, b: AnyRecord): boolean;
      hash(record: AnyRecord): number;
      write(bytes: Uint8Array, value: object): AnyRecord;
    };
    const filled = new Uint8Array(8).fill(0xff);
    const value = { a: 7, b: 31, c: 3 };
    const clean = Gaps.create(value);
    expect(clean.$bytes).toEqual(Uint8Array.of(0x07, 0x7c, 0, 0, 3, 0, 0, 0));
    expect(equals(clean, Gaps.view(filled))).toBe(true);
    expect(hash(clean)).toBe(hash(Gaps.view(filled)));
    expect(write(filled, value).$bytes).toEqual(clean.$bytes);
  });
});

describe("structs of C", () => {
  test("without bytes have none, alone, in others and in arrays", async () => {
    const types = [
      { kind: "struct", name: "Empty", rules: "c", fields: [] },
      {
        kind: "struct",
        name: "Holder",
        rules: "c",
        fields: [
          field("a", "u8"),
          field("none", { kind: "array", element: "u32", length: 0 }),
          field("empty", "Empty"),
          field("many", { kind: "array", element: "Empty", length: 3 }),
        ],
      },
    ];
    const Empty = await classOf(types, "Empty");
    expect([Empty.size, Empty.create().$bytes.length]).toEqual([0, 0]);
    expect(Empty.array(new Uint8Array(0)).length).toBe(0);
    expect(Empty.array(new Uint8Array(0), 5).length).toBe(5);
    expect(() => Empty.array(new Uint8Array(1))).toThrow("Empty[]: expected 0 bytes, got 1");
    const five = Empty.array(new Uint8Array(0), 5);
    const records = five.toArray() as readonly AnyRecord[];
    expect([...five]).toHaveLength(5);
    expect(records.map(({ $bytes }) => $bytes.length)).toEqual([0, 0, 0, 0, 0]);
    const cursor = five.cursor();
    const indices: number[] = [];
    while (cursor.next()) indices.push(cursor.index);
    expect([...indices, cursor.seek(3).$offset]).toEqual([0, 1, 2, 3, 4, 0]);
    const Holder = await classOf(types, "Holder");
    const holder = Holder.create({ a: 1 });
    expect(Holder.toObject(holder)).toEqual({ a: 1, none: [], empty: {}, many: [{}, {}, {}] });
    expect(holder.$bytes).toEqual(Uint8Array.of(1, 0, 0, 0));
  });

  test("have the alignment that a typedef gives them, and their own size", async () => {
    const named = (name: string, options: object): object => ({
      kind: "struct",
      name,
      rules: "c",
      ...options,
      fields: [field("a", "u32"), field("b", "u8")],
    });
    const types = [
      named("High", { typedefAlign: 16 }),
      named("Low", { typedefAlign: 2 }),
      {
        kind: "struct",
        name: "Holder",
        rules: "c",
        fields: [field("x", "u8"), field("low", "Low"), field("high", "High"), field("y", "u8")],
      },
      {
        kind: "struct",
        name: "Packed",
        rules: "c",
        packed: true,
        fields: [field("x", "u8"), field("high", "High")],
      },
    ];
    const High = await classOf(types, "High");
    expect([High.size, High.alignment]).toEqual([8, 16]);
    const Holder = await classOf(types, "Holder");
    const low = { a: 1, b: 2 };
    const holder = Holder.create({ x: 9, low, high: { a: 3, b: 4 }, y: 5 });
    // By hand: low at 2, high at 16, y at 24, and 7 bytes behind it.
    const bytes = [9, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5];
    expect(holder.$bytes).toEqual(Uint8Array.from([...bytes, 0, 0, 0, 0, 0, 0, 0]));
    const Packed = await classOf(types, "Packed");
    expect([Packed.size, Packed.alignment]).toEqual([9, 1]);
  });

  test("reach the members of anonymous ones, one in the other", async () => {
    const types = [
      {
        kind: "union",
        name: "Payload",
        rules: "c",
        members: [
          field("count", "i32"),
          field("bits", { kind: "bitField", base: "u32", width: 5 }),
          field("ratio", "f32"),
        ],
      },
      {
        kind: "struct",
        name: "Inner",
        rules: "c",
        fields: [field("tag", "u8"), field("payload", { kind: "anonymous", type: "Payload" })],
      },
      {
        kind: "struct",
        name: "Outer",
        rules: "c",
        fields: [field("id", "u16"), field("inner", { kind: "anonymous", type: "Inner" })],
      },
    ];
    const Outer = await classOf(types, "Outer");
    const outer = Outer.create({ id: 1, inner: { tag: 2, payload: { ratio: 1 } } });
    expect([outer["tag"], outer["count"], outer["bits"]]).toEqual([2, 0x3f800000, 0]);
    Reflect.set(outer, "bits", 9);
    Reflect.set(outer, "tag", 3);
    expect(outer.$bytes).toEqual(Uint8Array.of(1, 0, 0, 0, 3, 0, 0, 0, 9, 0, 0x80, 0x3f));
    const again = Outer.write(new Uint8Array(12), Outer.toObject(outer));
    expect(again.$bytes).toEqual(outer.$bytes);
  });

  test("have addresses that lead to records of the same buffer", async () => {
    const Link = await classOf(
      [
        {
          kind: "struct",
          name: "Link",
          rules: "c",
          target: "x86_64-linux",
          fields: [
            field("value", "i32"),
            field("next", { kind: "pointer", base: "u64", type: "Link" }),
          ],
        },
      ],
      "Link",
    );
    const buffer = new ArrayBuffer(96);
    // Addresses count from the start of the buffer, wherever the view begins.
    const first = Link.viewAt(new DataView(buffer, 16), 0);
    Reflect.set(first, "next", 48n);
    const second = first["$nextTarget"] as AnyRecord;
    expect([second.$view.byteOffset + second.$offset, second["$nextTarget"]]).toEqual([
      48,
      undefined,
    ]);
    for (const [address, shown] of [
      [81n, "0x51"],
      [2n ** 64n - 1n, "0xffffffffffffffff"],
    ] as const) {
      Reflect.set(first, "next", address);
      expect(() => first["$nextTarget"]).toThrow(
        `Link.next at offset 8: expected 16 bytes at the address ${shown}, got a buffer of 96`,
      );
    }
    Reflect.set(first, "next", 80n);
    expect((first["$nextTarget"] as AnyRecord).$offset).toBe(80);
  });
});
