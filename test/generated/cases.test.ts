/** Records of small documents, where each says one thing about what generated code does. */
import { describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import type { AnyArray, AnyModule, AnyRecord } from "../oracle/modules.js";
import { errorOf, importDocument } from "../oracle/modules.js";

let modules = 0;

/** Compiles the types of a document and loads the result. */
async function load(...types: DocumentData["types"]): Promise<AnyModule> {
  return importDocument({ types }, `cases-${process.pid}-${modules++}`);
}

/** Returns the class of that name. */
function classOf(module: AnyModule, name: string): NonNullable<AnyModule[string]> {
  const found = module[name];
  if (found === undefined) throw new Error(`no class ${name}`);
  return found;
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

describe("another name for a struct", () => {
  test("is the same class, also where the struct inherits its byte order", async () => {
    const module = await load(
      { kind: "struct", name: "Point", fields: [{ name: "x", type: "u16" }] },
      {
        kind: "struct",
        name: "Line",
        byteOrder: "big",
        fields: [{ name: "from", type: "Point" }],
      },
      { kind: "alias", name: "Place", target: "Point" },
    );
    expect(module["Place"]).toBe(module["Point"]);
    expect(module["PlaceArray"]).toBe(module["PointArray"]);
  });

  test("is the same class where the byte order is chosen at run time", async () => {
    const module = await load(
      { kind: "struct", name: "Point", byteOrder: "runtime", fields: [{ name: "x", type: "u16" }] },
      { kind: "alias", name: "Place", target: "Point" },
    );
    expect(module["Place"]).toBe(module["Point"]);
  });
});

describe("a struct without a byte order", () => {
  test("hands on that of the struct around it to one whose order is chosen at run time", async () => {
    const module = await load(
      { kind: "struct", name: "Word", byteOrder: "runtime", fields: [{ name: "x", type: "u16" }] },
      { kind: "struct", name: "Between", fields: [{ name: "word", type: "Word" }] },
      { kind: "struct", name: "Big", byteOrder: "big", fields: [{ name: "in", type: "Between" }] },
      {
        kind: "struct",
        name: "Little",
        byteOrder: "little",
        fields: [{ name: "in", type: "Between" }],
      },
    );
    const read = (name: string): unknown => classOf(module, name).read(bytes(1, 2));
    expect(read("Big")).toEqual({ in: { word: { x: 0x0102 } } });
    expect(read("Little")).toEqual({ in: { word: { x: 0x0201 } } });
  });
});

describe("a length", () => {
  test("reads a field of a nested struct in the order of the struct around it", async () => {
    for (const [byteOrder, start] of [
      ["big", [0, 2]],
      ["little", [2, 0]],
    ] as const) {
      const module = await load(
        { kind: "struct", name: "Head", byteOrder: "runtime", fields: [{ name: "n", type: "u16" }] },
        {
          kind: "struct",
          name: "Message",
          byteOrder,
          fields: [
            { name: "head", type: "Head" },
            { name: "body", type: { kind: "bytes", length: "head.n" } },
          ],
        },
      );
      const [record, rest] = classOf(module, "Message").viewPrefix(bytes(...start, 7, 8, 9));
      expect(record["body"]).toEqual(bytes(7, 8));
      expect(rest).toEqual(bytes(9));
    }
  });

  test("reads a field of a nested struct in the order that is chosen at run time", async () => {
    const module = await load(
      { kind: "struct", name: "Head", byteOrder: "runtime", fields: [{ name: "n", type: "u16" }] },
      {
        kind: "struct",
        name: "Message",
        byteOrder: "runtime",
        fields: [
          { name: "head", type: "Head" },
          { name: "body", type: { kind: "bytes", length: "head.n" } },
        ],
      },
    );
    const Message = classOf(module, "Message");
    expect(Message.view(bytes(0, 1, 7), "big")["body"]).toEqual(bytes(7));
    expect(Message.view(bytes(1, 0, 7), "little")["body"]).toEqual(bytes(7));
  });

  test("that uses a constant is the same whether the value has the constant or not", async () => {
    const module = await load({
      kind: "struct",
      name: "Message",
      fields: [
        { name: "n", type: { kind: "constant", base: "u8", value: 3 } },
        { name: "body", type: { kind: "bytes", length: "n" } },
      ],
    });
    const Message = classOf(module, "Message");
    const body = bytes(1, 2, 3);
    expect(Message.write(new Uint8Array(4), { body }).$bytes).toEqual(bytes(3, 1, 2, 3));
    expect(Message.write(new Uint8Array(4), { n: 3, body }).$bytes).toEqual(bytes(3, 1, 2, 3));
    expect(Message.create().$bytes).toEqual(bytes(3, 0, 0, 0));
    expect(Message.sizeOf?.({})).toBe(4);
  });

  test("that is no whole number is a ValidityError", async () => {
    const module = await load({
      kind: "struct",
      name: "Message",
      fields: [
        { name: "n", type: "u8" },
        { name: "shift", type: "i8" },
        { name: "body", type: { kind: "bytes", length: "n << shift" } },
      ],
    });
    const Message = classOf(module, "Message");
    // 5 << -1 is two and a half.
    const error = errorOf(() => Message.view(bytes(5, 255, 1, 2, 3)));
    expect([error.name, error.path, error.offset]).toEqual(["ValidityError", "body", 2]);
    const value = { n: 5, shift: -1, body: bytes(1, 2) };
    expect(errorOf(() => Message.write(new Uint8Array(4), value)).name).toBe("ValidityError");
  });

  test.each([
    { name: "division by zero", length: "8 / n", bytes: [0] },
    { name: "remainder by zero", length: "8 % n", bytes: [0] },
    { name: "a difference below zero", length: "n - 1", bytes: [0] },
    { name: "a huge shift", length: "1 << n * 8", bytes: [255] },
  ])("that comes from $name is a ValidityError", async ({ length, bytes: given }) => {
    const module = await load({
      kind: "struct",
      name: "Message",
      fields: [
        { name: "n", type: "u8" },
        { name: "body", type: { kind: "bytes", length } },
      ],
    });
    const Message = classOf(module, "Message");
    for (const open of [
      () => Message.view(bytes(...given)),
      () => Message.viewPrefix(bytes(...given, 0, 0, 0)),
      () => Message.create({ n: given[0], body: bytes() }),
    ]) {
      const error = errorOf(open);
      expect([error.name, error.struct, error.path]).toEqual(["ValidityError", "Message", "body"]);
    }
  });

  test("beyond 2^53 is a ValidityError, and a large one a SizeError, without an allocation", async () => {
    const module = await load({
      kind: "struct",
      name: "Message",
      byteOrder: "big",
      fields: [
        { name: "n", type: "u64" },
        { name: "body", type: { kind: "bytes", length: "n" } },
      ],
    });
    const Message = classOf(module, "Message");
    const huge = errorOf(() => Message.view(new Uint8Array(8).fill(255)));
    expect([huge.name, huge.path, huge.offset, huge.got]).toEqual([
      "ValidityError",
      "n",
      0,
      2n ** 64n - 1n,
    ]);
    const large = errorOf(() => Message.view(bytes(0, 0, 1, 0, 0, 0, 0, 0)));
    expect([large.name, large.needed]).toEqual(["SizeError", 2 ** 40 + 8]);
  });
});

describe("a record that is cut off", () => {
  test("needs what the whole record needs, also where a nested part is the one that is long", async () => {
    const module = await load(
      {
        kind: "struct",
        name: "Inner",
        fields: [
          { name: "n", type: "u8" },
          { name: "data", type: { kind: "bytes", length: "n" } },
        ],
      },
      {
        kind: "struct",
        name: "Outer",
        fields: [
          { name: "first", type: "u8" },
          { name: "inner", type: "Inner" },
          { name: "last", type: "u16" },
        ],
      },
    );
    const Outer = classOf(module, "Outer");
    expect(Outer.minimumSize).toBe(4);
    const error = errorOf(() => Outer.viewPrefix(bytes(0, 10, 0, 0, 0)));
    expect([error.name, error.needed]).toEqual(["SizeError", 1 + 1 + 10 + 2]);
  });
});

describe("errors", () => {
  test("have the offset of the byte that the bits lie in, not that of their stream", async () => {
    const module = await load({
      kind: "struct",
      name: "Flags",
      byteOrder: "big",
      fields: [
        { name: "before", type: { kind: "bits", width: 24 } },
        { name: "reserved", type: { kind: "constant", base: { kind: "bits", width: 8 }, value: 0 } },
      ],
    });
    const Flags = classOf(module, "Flags");
    const record = Flags.view(bytes(0, 0, 0, 1));
    expect(errorOf(() => record["reserved"]).offset).toBe(3);
    const given = { before: 0, reserved: 1 };
    expect(errorOf(() => Flags.write(new Uint8Array(4), given)).offset).toBe(3);
  });

  test("of a setter of bytes have the offset of the field", async () => {
    const module = await load({
      kind: "struct",
      name: "Frame",
      fields: [
        { name: "head", type: "u32" },
        { name: "body", type: { kind: "bytes", length: 2 } },
      ],
    });
    const record = classOf(module, "Frame").create();
    const error = errorOf(() => Reflect.set(record, "body", bytes(1)));
    expect([error.name, error.path, error.offset]).toEqual(["SizeError", "body", 4]);
  });
});

describe("an array", () => {
  test("has no element between two others", async () => {
    const module = await load(
      {
        kind: "struct",
        name: "Pair",
        byteOrder: "big",
        fields: [{ name: "both", type: { kind: "array", element: "u16", length: 2 } }],
      },
      { kind: "struct", name: "Point", fields: [{ name: "x", type: "u16" }] },
    );
    const points = classOf(module, "Point").array(bytes(1, 2, 3, 4));
    const pair = classOf(module, "Pair").view(bytes(1, 2, 3, 4))["both"] as AnyArray;
    for (const run of [
      () => points.at(0.5),
      () => points.cursor().seek(0.5),
      () => pair.at(0.5),
      () => pair.setAt(0.5, 1),
    ]) {
      expect(errorOf(run)).toMatchObject({ name: "IndexError", got: 0.5 });
    }
  });

  test("of i8 takes from an object only numbers that fit", async () => {
    const module = await load({
      kind: "struct",
      name: "Samples",
      fields: [{ name: "each", type: { kind: "array", element: "i8", length: 2 } }],
    });
    const Samples = classOf(module, "Samples");
    for (const each of [[1, 200], Uint8Array.of(1, 200), ["a", 1], [1, 0.5]]) {
      const target = bytes(9, 9);
      expect(errorOf(() => Samples.write(target, { each })).name).toBe("ValidityError");
      expect(target).toEqual(bytes(9, 9));
    }
  });
});

describe("a constant", () => {
  test("of minus zero keeps its sign bit", async () => {
    const module = await load({
      kind: "struct",
      name: "Zero",
      byteOrder: "big",
      fields: [{ name: "minus", type: { kind: "constant", base: "f32", value: -0 } }],
    });
    expect(classOf(module, "Zero").create().$bytes).toEqual(bytes(0x80, 0, 0, 0));
  });
});

describe("a record whose lengths change under it", () => {
  test("keeps the places that it was opened with", async () => {
    const module = await load({
      kind: "struct",
      name: "Message",
      fields: [
        { name: "n", type: "u8" },
        { name: "body", type: { kind: "bytes", length: "n" } },
        { name: "tail", type: "u8" },
      ],
    });
    const memory = bytes(2, 1, 2, 9);
    const record = classOf(module, "Message").view(memory) as AnyRecord & { n: number };
    record.n = 200;
    expect(record["body"]).toEqual(bytes(1, 2));
    expect([record["tail"], record.$size]).toEqual([9, 4]);
    memory[0] = 0;
    expect(record["body"]).toEqual(bytes(1, 2));
  });
});
