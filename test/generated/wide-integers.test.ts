/** 64 bits read and written as two halves, as engines of before do, against the methods of `DataView`. */
import { describe, expect, test } from "vitest";
import { getSignedHalves, getUnsignedHalves, setHalves } from "../../runtime/wide-integers.js";

const bits = Array.from({ length: 65 }, (_, bit) => 1n << BigInt(bit));
const values = [0n, ...bits.flatMap((power) => [power - 1n, power, power + 1n, -power])];

describe.each([
  ["little-endian", true],
  ["big-endian", false],
])("%s", (_, littleEndian) => {
  test("at every edge, wherever they lie", () => {
    for (const [index, value] of values.entries()) {
      const offset = index % 9;
      const expected = new DataView(new ArrayBuffer(16));
      const written = new DataView(new ArrayBuffer(16));
      expected.setBigUint64(offset, value, littleEndian);
      setHalves(written, offset, value, littleEndian);
      expect(new Uint8Array(written.buffer)).toEqual(new Uint8Array(expected.buffer));
      expect(getUnsignedHalves(expected, offset, littleEndian)).toBe(
        expected.getBigUint64(offset, littleEndian),
      );
      expect(getSignedHalves(expected, offset, littleEndian)).toBe(
        expected.getBigInt64(offset, littleEndian),
      );
    }
  });

  test.each([-8, -4, -1, 9, 12, 16])("not at %i of 16 bytes, where nothing changes", (offset) => {
    const bytes = Uint8Array.from({ length: 16 }, (_each, index) => index);
    const view = new DataView(bytes.buffer);
    const before = bytes.slice();
    expect(() => getUnsignedHalves(view, offset, littleEndian)).toThrow(RangeError);
    expect(() => getSignedHalves(view, offset, littleEndian)).toThrow(RangeError);
    expect(() => {
      setHalves(view, offset, -1n, littleEndian);
    }).toThrow(RangeError);
    expect(bytes).toEqual(before);
  });

  test("of what is no bigint nothing is written", () => {
    const view = new DataView(new ArrayBuffer(8));
    expect(() => {
      setHalves(view, 0, 1 as unknown as bigint, littleEndian);
    }).toThrow(TypeError);
    expect(view.getBigUint64(0)).toBe(0n);
  });
});
