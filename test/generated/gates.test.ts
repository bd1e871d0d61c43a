/** What getters and setters check without a branch, against the plain meaning of each check. */
import { describe, expect, test } from "vitest";
import type { AnyClass } from "../oracle/modules.js";
import { errorOf, importDocument } from "../oracle/modules.js";
import type { DocumentData } from "../oracle/document.js";

/** Members of enumerations, by the number that they are over. */
const enumerations = {
  FromZero: ["u8", [0, 1, 2, 3]],
  FromOne: ["u8", [3, 1, 2]],
  BelowZero: ["i8", [-2, -1, 0, 1]],
  WithGaps: ["u8", [200, 0, 10, 33]],
  GapsBelowZero: ["i8", [-128, 127, -3]],
  One: ["u8", [255]],
  Wide: ["u16", [0, 255]],
  Wider: ["u16", [1, 257]],
  Widest: ["u16", [0, 65535]],
} as const;

const names = Object.keys(enumerations) as (keyof typeof enumerations)[];

const document = {
  types: [
    ...names.map((name) => ({
      kind: "enumeration",
      name,
      base: enumerations[name][0],
      members: enumerations[name][1].map((value, index) => ({ name: `member${index}`, value })),
    })),
    ...names.map((name) => ({
      kind: "struct",
      name: `Of${name}`,
      byteOrder: "little",
      fields: [{ name: "value", type: name }],
    })),
    ...["big", "little"].map((byteOrder) => ({
      kind: "struct",
      name: `Safe${byteOrder}`,
      byteOrder,
      fields: [
        { name: "signed", type: { kind: "scalar", scalar: "i64", isNumber: true } },
        { name: "unsigned", type: { kind: "scalar", scalar: "u64", isNumber: true } },
      ],
    })),
  ],
} as unknown as DocumentData;

const module = await importDocument(document, `gates-${process.pid}`);

describe("a getter of an enumeration throws for all integers but its members", () => {
  test.each(names)("%s", (name) => {
    const [base, members] = enumerations[name];
    const Class = module[`Of${name}`] as AnyClass;
    const size = base === "u16" ? 2 : 1;
    const bytes = new Uint8Array(size);
    const view = new DataView(bytes.buffer);
    const record = Class.view(bytes);
    const array = Class.array(bytes).column("value");
    const isMember = new Set<number>(members);
    for (let bits = 0; bits < 256 ** size; bits++) {
      if (size === 1) view.setUint8(0, bits);
      else view.setUint16(0, bits, true);
      const value = base === "i8" ? view.getInt8(0) : bits;
      if (isMember.has(value)) {
        expect([record["value"], array.at(0)]).toEqual([value, value]);
      } else {
        const error = { name: "ValidityError", expected: `a member of ${name}`, got: value };
        expect(errorOf(() => record["value"])).toMatchObject(error);
        expect(errorOf(() => array.at(0))).toMatchObject(error);
      }
    }
  });
});

describe.each(["big", "little"])("64 bits as a number, %s-endian,", (byteOrder) => {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  const record = (module[`Safe${byteOrder}`] as AnyClass).view(bytes);
  const edges = [0n, 31n, 32n, 33n, 52n, 53n, 54n, 62n, 63n].map((bit) => 2n ** bit);
  const values = edges.flatMap((edge) => [edge - 1n, edge, edge + 1n]);

  test.each(values.flatMap((value) => [value, -value]))("%s", (value) => {
    for (const [name, offset] of [
      ["signed", 0],
      ["unsigned", 8],
    ] as const) {
      view.setBigInt64(offset, value, byteOrder === "little");
      const stored = name === "signed" ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
      if (Number.isSafeInteger(Number(stored))) expect(record[name]).toBe(Number(stored));
      else {
        const error = { name: "ValidityError", path: name, offset, got: stored };
        expect(errorOf(() => record[name])).toMatchObject(error);
      }
    }
  });
});
