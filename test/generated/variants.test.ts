/**
 * One of several structs: TCP options (RFC 9293, section 3.1), told by their kind, and fields that an
 * earlier number chooses. The bytes are written by hand and lie at odd offsets in larger buffers.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData, TypeData } from "../oracle/document.js";
import { errorOf, importDocument, windowOf } from "../oracle/modules.js";
import type { AnyRecord } from "../oracle/modules.js";

const kind = (value: number): { readonly name: string; readonly type: TypeData } => ({
  name: "kind",
  type: { kind: "constant", base: "u8", value },
});

const document: DocumentData = {
  types: [
    { kind: "struct", name: "End", fields: [kind(0)] },
    { kind: "struct", name: "Nothing", fields: [kind(1)] },
    {
      kind: "struct",
      name: "SegmentSize",
      byteOrder: "big",
      fields: [
        kind(2),
        { name: "length", type: { kind: "constant", base: "u8", value: 4 } },
        { name: "size", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Other",
      fields: [
        { name: "kind", type: "u8" },
        { name: "length", type: "u8" },
        { name: "contents", type: { kind: "bytes", length: "length - 2" } },
      ],
    },
    {
      kind: "variant",
      name: "Option",
      tag: "kind",
      cases: ["End", "Nothing", "SegmentSize"],
      otherwise: "Other",
    },
    {
      kind: "variant",
      name: "Known",
      tag: "kind",
      cases: ["End", "Nothing", "SegmentSize"],
      isFixed: true,
    },
    {
      kind: "struct",
      name: "Segment",
      byteOrder: "big",
      fields: [
        { name: "size", type: "u8" },
        { name: "options", type: { kind: "array", element: "Option", length: "size", measure: "bytes" } },
        { name: "known", type: { kind: "array", element: "Known", length: 2 } },
        { name: "end", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Packet",
      byteOrder: "big",
      fields: [
        { name: "protocol", type: "u8" },
        {
          name: "body",
          type: {
            kind: "select",
            on: "protocol",
            cases: [
              { value: 6, type: "Segment" },
              { value: 17, type: "SegmentSize" },
            ],
            otherwise: { kind: "bytes", length: 3 },
          },
        },
        { name: "after", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "Strict",
      fields: [
        { name: "protocol", type: "u8" },
        {
          name: "body",
          type: {
            kind: "select",
            on: "protocol",
            cases: [
              { value: 1, type: "Nothing" },
              { value: 2, type: "SegmentSize" },
            ],
            isFixed: true,
          },
        },
        { name: "after", type: "u8" },
      ],
    },
  ],
};

interface Opener {
  view(bytes: Uint8Array): AnyRecord;
  viewPrefix(bytes: Uint8Array): [AnyRecord, Uint8Array];
  safeParse(bytes: Uint8Array): {
    readonly success: boolean;
    readonly errors?: readonly { readonly path: string; readonly offset: number }[];
  };
  read(bytes: Uint8Array): unknown;
  write(bytes: Uint8Array, value: unknown): AnyRecord;
  create(value?: unknown): AnyRecord;
  sequence(bytes: Uint8Array): Iterable<AnyRecord>;
}

let classes: Readonly<Record<"Option" | "Known" | "Segment" | "Packet" | "Strict", Opener>>;

beforeAll(async () => {
  classes = (await importDocument(document, `variants-${process.pid}`)) as never;
});

/** No operation, 1460 bytes a segment, an unknown option of 4 bytes, the end. */
const options = [1, 2, 4, 0x05, 0xb4, 9, 4, 0xaa, 0xbb, 0];
const segment = [options.length, ...options, 1, 0xee, 0xee, 0xee, 2, 4, 0, 7, 0x12, 0x34];

describe("a variant", () => {
  test("is of the class that its tag tells, over the same memory", () => {
    const { bytes, all } = windowOf(Uint8Array.from(options), 5);
    const found = Array.from(classes.Option.sequence(bytes), (each) => each["$struct"]);
    expect(found).toEqual(["Nothing", "SegmentSize", "Other", "End"]);
    const size = [...classes.Option.sequence(bytes)][1] as AnyRecord;
    expect(size["size"]).toBe(1460);
    Reflect.set(size, "size", 0x0102);
    expect([...all.subarray(8, 10)]).toEqual([1, 2]);
    expect(([...classes.Option.sequence(bytes)][2] as AnyRecord)["contents"]).toHaveProperty(
      "byteOffset",
      5 + 7,
    );
  });

  test("is copied out and in, with its tag, and padded with zero where it is fixed", () => {
    const { bytes } = windowOf(Uint8Array.from(segment), 3);
    const value = classes.Segment.read(bytes);
    expect(value).toEqual({
      size: 10,
      options: [
        { kind: 1 },
        { kind: 2, length: 4, size: 1460 },
        { kind: 9, length: 4, contents: Uint8Array.of(0xaa, 0xbb) },
        { kind: 0 },
      ],
      known: [{ kind: 1 }, { kind: 2, length: 4, size: 7 }],
      end: 0x1234,
    });
    const target = windowOf(new Uint8Array(segment.length).fill(0x5a), 7);
    classes.Segment.write(target.bytes, value);
    const wanted = segment.map((byte) => (byte === 0xee ? 0 : byte));
    expect([...target.bytes]).toEqual(wanted);
  });

  test("with another tag is an error that names the tag, unless there is a struct for it", () => {
    const { bytes } = windowOf(Uint8Array.of(3, 2, 0, 0), 3);
    expect(classes.Option.viewPrefix(bytes)[0]["$struct"]).toBe("Other");
    expect(errorOf(() => classes.Known.view(bytes))).toMatchObject({
      name: "ValidityError",
      struct: "Known",
      path: "kind",
      offset: 0,
      expected: "0, 1 or 2",
      got: 3,
    });
  });

  test("never reads behind its bytes, wherever they end", () => {
    for (let size = 0; size < segment.length; size++) {
      const { bytes } = windowOf(Uint8Array.from(segment.slice(0, size)), 3, 0);
      expect(errorOf(() => classes.Segment.view(bytes)).name).toBe("SizeError");
    }
    const cut = windowOf(Uint8Array.of(1, 2, 4, 5), 3);
    expect(errorOf(() => [...classes.Option.sequence(cut.bytes)])).toMatchObject({
      name: "SizeError",
      path: "[1]",
    });
  });

  test("in a list is validated with the path and the offset in the whole record", () => {
    const { bytes } = windowOf(Uint8Array.from(segment), 3);
    bytes[3] = 5;
    bytes[11] = 7;
    const { success, errors = [] } = classes.Segment.safeParse(bytes);
    expect(success).toBe(false);
    expect(errors.map(({ path, offset }) => [path, offset])).toEqual([
      ["options[1].length", 3],
      ["known[0].kind", 11],
    ]);
  });
});

describe("a field that another one chooses", () => {
  test("is a record of the struct for the number, or the bytes for all others", () => {
    const bytes = [17, 2, 4, 1, 2, 0xab, 0xcd];
    const packet = classes.Packet.view(windowOf(Uint8Array.from(bytes), 3).bytes);
    expect((packet["body"] as AnyRecord)["size"]).toBe(0x0102);
    expect(packet["after"]).toBe(0xabcd);
    const other = classes.Packet.view(windowOf(Uint8Array.of(9, 1, 2, 3, 0xab, 0xcd), 3).bytes);
    expect(other["body"]).toEqual(Uint8Array.of(1, 2, 3));
    expect(other["after"]).toBe(0xabcd);
    const whole = [6, ...segment, 0xab, 0xcd];
    const nested = classes.Packet.view(windowOf(Uint8Array.from(whole), 3).bytes);
    expect((nested["body"] as AnyRecord)["end"]).toBe(0x1234);
    expect(classes.Packet.create(classes.Packet.read(nested.$bytes)).$bytes).toHaveLength(
      whole.length,
    );
  });

  test("is refused where its value is of another case, before a byte changes", () => {
    const { bytes, all } = windowOf(new Uint8Array(6).fill(0x5a), 3);
    const before = all.slice();
    for (const body of [Uint8Array.of(1), { kind: 2, size: 1 }, undefined]) {
      const write = (): unknown => classes.Packet.write(bytes, { protocol: 9, body, after: 1 });
      expect(errorOf(write)).toMatchObject({ struct: "Packet", path: "body" });
    }
    expect(all).toEqual(before);
  });

  test("of one size is told when it is read, and by safeParse", () => {
    const { bytes } = windowOf(Uint8Array.of(3, 1, 0, 0, 0, 9), 3);
    const record = classes.Strict.view(bytes);
    expect(record["after"]).toBe(9);
    const expected = {
      name: "ValidityError",
      struct: "Strict",
      path: "body",
      offset: 1,
      expected: "protocol to be 1 or 2",
      got: 3,
    };
    expect(errorOf(() => record["body"])).toMatchObject(expected);
    expect(classes.Strict.safeParse(bytes).errors?.[0]).toMatchObject(expected);
    expect(errorOf(() => classes.Strict.create({ protocol: 3 }))).toMatchObject({ path: "body" });
  });
});
