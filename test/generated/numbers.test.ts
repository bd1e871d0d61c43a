/** Numbers at their edges, and the memory that they lie in. */
import { describe, expect, test } from "vitest";
import type { FloatForm } from "../oracle/bits.js";
import { floatForms, floatOf, nearestPattern } from "../oracle/bits.js";
import type { StructData } from "../oracle/document.js";
import { machineOrder } from "../oracle/model.js";
import type { AnyArray, AnyClass, AnyParser } from "../oracle/modules.js";
import { errorOf, importDocument, resizableBuffer } from "../oracle/modules.js";

let count = 0;

async function load(
  fields: Readonly<Record<string, StructData["fields"][number]["type"]>>,
  options: Partial<StructData> = {},
): Promise<AnyClass & AnyParser> {
  const list = Object.entries(fields).map(([name, type]) => ({ name, type }));
  const types = [{ kind: "struct", name: "S", ...options, fields: list } as const];
  const module = await importDocument({ types }, `numbers-${process.pid}-${count++}`);
  return module["S"] as AnyClass & AnyParser;
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);

describe.each(["f16", "bf16"] as const)("%s", (name) => {
  const form: FloatForm = floatForms[name];

  test("reads every pattern", async () => {
    const S = await load({ x: name }, { byteOrder: "big" });
    const view = new DataView(new ArrayBuffer(2));
    const record = S.view(view);
    for (let pattern = 0; pattern < 0x10000; pattern++) {
      view.setUint16(0, pattern);
      const wanted = floatOf(BigInt(pattern), form);
      if (!Object.is(record["x"], wanted)) expect([pattern, record["x"]]).toEqual([pattern, wanted]);
    }
  });

  test("rounds to the nearest, of two to the even one", async () => {
    const S = await load({ x: name }, { byteOrder: "big" });
    const view = new DataView(new ArrayBuffer(2));
    const record = S.view(view);
    const infinity = ((1 << form.exponentBits) - 1) << form.fractionBits;
    for (let pattern = 0; pattern < infinity; pattern += pattern < 300 ? 1 : 37) {
      const value = floatOf(BigInt(pattern), form);
      const next = pattern + 1 === infinity ? 2 * value : floatOf(BigInt(pattern + 1), form);
      const half = value / 2 + next / 2;
      const step = half * 2 ** -52;
      for (const near of [value, half, half - step, half + step, -half, -half - step]) {
        Reflect.set(record, "x", near);
        const wanted = Number(nearestPattern(near, form));
        if (view.getUint16(0) !== wanted) expect([near, view.getUint16(0)]).toEqual([near, wanted]);
      }
    }
  });

  test("becomes infinite from half a step beyond the greatest on", async () => {
    const S = await load({ x: name });
    const greatest = floatOf(name === "f16" ? 0x7bffn : 0x7f7fn, form);
    const half = name === "f16" ? 65520 : (2 - 2 ** -8) * 2 ** 127;
    expect(S.create({ x: half * (1 - 2 ** -53) })["x"]).toBe(greatest);
    for (const x of [half, Number.MAX_VALUE, Infinity]) {
      expect(S.create({ x })["x"]).toBe(Infinity);
      expect(S.create({ x: -x })["x"]).toBe(-Infinity);
    }
    expect(S.create({ x: Number.MIN_VALUE })["x"]).toBe(0);
    expect(S.create({ x: -Number.MIN_VALUE })["x"]).toBe(-0);
    expect(S.create({ x: NaN })["x"]).toBeNaN();
  });
});

test("a char is one code point, and no half of a pair", async () => {
  const S = await load({ x: "char" }, { byteOrder: "big" });
  expect(S.create({ x: "😀" }).$bytes).toEqual(bytes(0, 1, 0xf6, 0));
  expect(S.view(bytes(0, 0x10, 0xff, 0xff))["x"]).toBe("\u{10ffff}");
  for (const [high, low] of [
    [0xd8, 0],
    [0xdf, 0xff],
  ] as const) {
    const error = errorOf(() => S.view(bytes(0, 0, high, low))["x"]);
    expect(error).toMatchObject({ expected: "a code point", got: high * 256 + low });
  }
  expect(errorOf(() => S.parse(bytes(0, 0x11, 0, 0))).got).toBe(0x110000);
  for (const x of ["", "ab", "\ud83d", "\ude00", 65]) {
    expect(errorOf(() => S.create({ x })).name).toBe("ValidityError");
  }
});

test.each(["big", "little"] as const)("i128 and u128 at their ends, %s-endian", async (byteOrder) => {
  const S = await load({ i: "i128", u: "u128" }, { byteOrder });
  for (const i of [-(2n ** 127n), -1n, 0n, 2n ** 64n, -(2n ** 64n), 2n ** 127n - 1n]) {
    const u = BigInt.asUintN(128, i);
    const record = S.create({ i, u });
    expect([record["i"], record["u"]]).toEqual([i, u]);
    expect(record.$bytes.slice(0, 16)).toEqual(record.$bytes.slice(16));
    expect(record.$bytes[byteOrder === "big" ? 15 : 0]).toBe(Number(u & 0xffn));
  }
  for (const bad of [{ i: 2n ** 127n }, { i: -(2n ** 127n) - 1n }, { u: -1n }, { u: 2n ** 128n }]) {
    expect(errorOf(() => S.create(bad)).name).toBe("ValidityError");
  }
});

test("a checked number beyond 2^53 - 1 is an error", async () => {
  const S = await load({ x: "i64.number" });
  const view = new DataView(new ArrayBuffer(8));
  for (const x of [2n ** 53n - 1n, 1n - 2n ** 53n]) {
    view.setBigInt64(0, x, true);
    expect(S.view(view)["x"]).toBe(Number(x));
  }
  for (const got of [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n]) {
    view.setBigInt64(0, got, true);
    const expected = "an integer within ±(2^53 - 1)";
    expect(errorOf(() => S.view(view)["x"])).toMatchObject({ expected, got });
    expect(S.safeParse(view)).toMatchObject({ success: false, errors: [{ path: "x", got }] });
  }
  expect(errorOf(() => S.create({ x: 2 ** 53 })).name).toBe("ValidityError");
});

test("an optional number is null for zero, one that is not zero is an error", async () => {
  const base = "u16";
  const S = await load({
    a: { kind: "nonzero", base },
    b: { kind: "nonzero", base, isOptional: true },
  });
  expect(S.read(bytes(1, 0, 0, 0))).toEqual({ a: 1, b: null });
  expect(S.create({ a: 1, b: null }).$bytes).toEqual(bytes(1, 0, 0, 0));
  expect(errorOf(() => S.parse(bytes(0, 0, 0, 0)))).toMatchObject({ path: "a", got: 0 });
  expect(errorOf(() => S.create({ a: 0 })).path).toBe("a");
});

test.each(["big", "little", "native"] as const)("typed() of %s-endian elements", async (byteOrder) => {
  const S = await load({ x: { kind: "array", element: "u32", length: 2 } }, { byteOrder });
  const isMachine = byteOrder === "native" || byteOrder === machineOrder;
  for (const start of [0, 1, 2, 4]) {
    const array = S.view(new Uint8Array(16).subarray(start, start + 8))["x"] as AnyArray;
    if (isMachine && start % 4 === 0) {
      array.setAt(1, 0xfffefdfc);
      expect([...array.typed()]).toEqual([0, 0xfffefdfc]);
    } else {
      const error = errorOf(() => array.typed());
      expect([error.name, error.got]).toEqual([
        "AlignmentError",
        start % 4 === 0 ? "the other one" : start,
      ]);
    }
  }
});

test("shared memory, and memory that goes away", async () => {
  const S = await load({ x: "u32" });
  const shared = new SharedArrayBuffer(4);
  Reflect.set(S.view(shared), "x", 7);
  expect(new Uint8Array(shared)).toEqual(bytes(7, 0, 0, 0));

  const buffer = new ArrayBuffer(4);
  const window = new Uint8Array(buffer);
  const record = S.view(buffer);
  structuredClone(buffer, { transfer: [buffer] });
  expect(() => record["x"]).toThrow(TypeError);
  for (const source of [buffer, window]) {
    expect(errorOf(() => S.view(source))).toMatchObject({ name: "SizeError", got: 0 });
    expect(errorOf(() => S.view(source)).message).toContain("detached");
  }
});

test("memory that shrinks under a record is an error, not a number", async () => {
  const S = await load({ x: "u32" });
  const buffer = resizableBuffer(4, 8);
  const record = S.view(buffer);
  buffer.resize(2);
  expect(() => record["x"]).toThrow();
  expect(errorOf(() => S.view(buffer))).toMatchObject({ name: "SizeError", got: 2 });
});

test("a length from a bit field of 64 bits", async () => {
  const S = await load({ n: { kind: "bits", width: 64 }, data: { kind: "bytes", length: "n" } });
  expect(S.view(bytes(1, 0, 0, 0, 0, 0, 0, 0, 9))["data"]).toEqual(bytes(9));
});
