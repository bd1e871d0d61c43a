import { describe, expect, test } from "vitest";
import { errorOf, importDocument } from "../oracle/modules.js";
import type { AnyClass } from "../oracle/modules.js";

const document = {
  types: [
    {
      kind: "struct",
      name: "Chunk",
      byteOrder: "big",
      fields: [
        { name: "id", type: { kind: "magic", content: "RIFF" } },
        { name: "size", type: "u16" },
      ],
    },
    {
      kind: "struct",
      name: "File",
      fields: [
        { name: "signature", type: { kind: "magic", content: [0x89, 0] } },
        { name: "chunks", type: { kind: "array", element: "Chunk", length: 2 } },
      ],
    },
  ],
};

interface ParsingClass extends AnyClass {
  safeParse(bytes: Uint8Array): {
    readonly errors?: readonly { readonly message: string; readonly offset: number }[];
  };
}

async function load(): Promise<{ readonly Chunk: ParsingClass; readonly File: ParsingClass }> {
  const { Chunk, File } = await importDocument(document as never, "magic");
  return { Chunk: Chunk as ParsingClass, File: File as ParsingClass };
}

describe("magic bytes", () => {
  test("are written by create and write, and need not be given", async () => {
    const { Chunk, File } = await load();
    expect(Chunk.create({ size: 0x0102 }).$bytes).toEqual(
      Uint8Array.of(0x52, 0x49, 0x46, 0x46, 1, 2),
    );
    const bytes = new Uint8Array(14).fill(0xee);
    File.write(bytes, { chunks: [{ size: 1 }, { size: 2 }] });
    expect(Buffer.from(bytes).toString("hex")).toBe("8900524946460001524946460002");
    expect(File.read(bytes)["signature"]).toEqual(Uint8Array.of(0x89, 0));
  });

  test("are an error where they are others", async () => {
    const { File } = await load();
    const bytes = File.create().$bytes;
    bytes.set([0x89, 1], 0);
    bytes[7] = 0x7a;
    const record = File.view(bytes);
    expect(errorOf(() => record["signature"])).toMatchObject({
      name: "ValidityError",
      path: "signature",
      offset: 0,
      expected: "the bytes 89 00",
      got: "89 01",
    });
    expect(errorOf(() => File.read(bytes)).path).toBe("signature");
    const { errors = [] } = File.safeParse(bytes);
    expect(errors.map(({ message }) => message)).toEqual([
      "File.signature at offset 0: expected the bytes 89 00, got 89 01",
    ]);
    bytes[2] = 0;
    expect(File.safeParse(bytes).errors?.map(({ offset }) => offset)).toEqual([0, 2]);
  });

  test("are refused by write where they are given and others, and nothing is written", async () => {
    const { Chunk } = await load();
    const bytes = new Uint8Array(6).fill(0xee);
    for (const id of [new Uint8Array(4), new Uint8Array(3), "RIFF"]) {
      expect(errorOf(() => Chunk.write(bytes, { id, size: 1 })).name).toBe("ValidityError");
    }
    expect(bytes).toEqual(new Uint8Array(6).fill(0xee));
    Chunk.write(bytes, { id: Uint8Array.from(Buffer.from("RIFF")), size: 1 });
    expect(bytes[5]).toBe(1);
  });
});
