/** Vectors and matrices in generated classes: what they are set to, and that they lie anywhere. */
import type { StructReflection } from "@structview/runtime";
import { describe, expect, test } from "vitest";
import type { AnyArray, AnyClass, AnyModule, AnyRecord } from "../oracle/modules.js";
import { importDocument, windowOf } from "../oracle/modules.js";
import type { DocumentData } from "../oracle/document.js";

const vector = (base: string, size: number): object => ({ kind: "vector", base, size });
const matrix = (columns: number, rows: number, order = "column"): object => ({
  kind: "matrix",
  base: "f32",
  columns,
  rows,
  order,
});
const fields = (types: Readonly<Record<string, unknown>>): object[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }));

const document = {
  types: [
    {
      kind: "struct",
      name: "Scene",
      rules: "std140",
      fields: fields({
        eye: vector("f32", 3),
        isOn: "bool",
        normals: matrix(3, 3),
        wide: matrix(2, 3, "row"),
        flags: vector("bool", 2),
        points: { kind: "array", element: vector("i32", 2), length: 2 },
        turns: { kind: "array", element: matrix(2, 2), length: 2 },
        // As many components as those of two rows have with their padding.
        fours: { kind: "array", element: matrix(2, 4), length: 1 },
        always: { kind: "constant", base: "bool", value: true },
      }),
    },
    {
      kind: "struct",
      name: "Vertex",
      fields: fields({
        tag: "u8",
        at: vector("f32", 3),
        colour: vector("u8", 4),
        normal: vector("i8", 2),
        half: vector("f16", 2),
        large: vector("u64.be", 2),
      }),
    },
    {
      kind: "struct",
      name: "Big",
      fields: fields({ all: { kind: "array", element: vector("u16.be", 2), length: 2 } }),
    },
    {
      kind: "struct",
      name: "Told",
      byteOrder: "runtime",
      fields: fields({
        count: "u8",
        at: vector("u16", 2),
        all: { kind: "array", element: vector("u16", 2), length: "count" },
        maybe: { kind: "conditional", condition: "count", type: vector("u16", 2) },
      }),
    },
    {
      kind: "struct",
      name: "Batch",
      rules: "std430",
      fields: fields({
        fours: { kind: "array", element: vector("f32", 4), length: 2 },
        twos: { kind: "array", element: vector("u32", 2), length: 3 },
        threes: { kind: "array", element: vector("f32", 3), length: 2 },
        turns: { kind: "array", element: matrix(3, 3), length: 2 },
        bytes: { kind: "array", element: vector("u8", 4), length: 2 },
        halves: { kind: "array", element: vector("f16", 2), length: 2 },
      }),
    },
    {
      kind: "union",
      name: "Word",
      members: fields({ whole: "u32", parts: vector("u16", 2), turn: matrix(2, 2) }),
    },
  ],
} as unknown as DocumentData;

const module: AnyModule = await importDocument(document, `vectors-${process.pid}`);
const classOf = (name: string): AnyClass => module[name] as AnyClass;
const set = (record: AnyRecord, name: string, value: unknown): void =>
  void Reflect.set(record, name, value);
const listOf = (record: AnyRecord, name: string): readonly unknown[] => [
  ...(record[name] as AnyArray),
];

describe("a vector", () => {
  test("is set to a list, a typed array, or another vector", () => {
    const Vertex = classOf("Vertex");
    const record = Vertex.view(windowOf(new Uint8Array(Vertex.size ?? 0), 3).bytes);
    set(record, "at", [1, 2, 3]);
    expect(listOf(record, "at")).toEqual([1, 2, 3]);
    set(record, "at", new Float64Array([4, 5, 6]));
    set(record, "colour", [9, 8, 7, 6]);
    set(record, "normal", Int16Array.of(-1, 2));
    set(record, "half", [0.5, -2]);
    set(record, "large", [1n, 2n ** 63n]);
    const other = Vertex.create({ at: [0, 0, 0] });
    set(other, "at", record["at"]);
    set(record, "at", record["at"]);
    expect(listOf(other, "at")).toEqual([4, 5, 6]);
    expect(Vertex.toObject(record)).toEqual({
      tag: 0,
      at: [4, 5, 6],
      colour: Uint8Array.of(9, 8, 7, 6),
      normal: Int8Array.of(-1, 2),
      half: [0.5, -2],
      large: [1n, 2n ** 63n],
    });
    expect([...record.$bytes.subarray(1, 5)]).toEqual([0, 0, 0x80, 0x40]);
    expect(record.$bytes.at(-1)).toBe(0);
  });

  test("refuses another number of components, and writes nothing", () => {
    const record = classOf("Scene").create({ eye: [1, 2, 3] });
    expect(() => set(record, "eye", [9, 9])).toThrow(
      "Scene.eye.length at offset 0: expected 3, got 2",
    );
    expect(listOf(record, "eye")).toEqual([1, 2, 3]);
    const points = record["points"] as AnyArray;
    expect(() => points.setAt(1, [1])).toThrow("vector[].[1].length at offset 16: expected 2, got 1");
    points.setAt(1, [5, -6]);
    expect((points.at(1) as AnyArray).toArray()).toEqual([5, -6]);
  });

  test("is a typed array where memory is aligned", () => {
    const Scene = classOf("Scene");
    const record = Scene.create({ points: [[1, 2], new Int32Array([3, 4])] });
    const typed = (record["eye"] as AnyArray).typed() as unknown as Float32Array;
    typed.set([7, 8, 9]);
    expect(listOf(record, "eye")).toEqual([7, 8, 9]);
    const odd = Scene.view(windowOf(new Uint8Array(Scene.size ?? 0), 1).bytes);
    expect(() => (odd["eye"] as AnyArray).typed()).toThrow("multiple of 4");
  });

  test("is in the byte order that is chosen when the record is opened", () => {
    const Told = classOf("Told");
    const record = Told.create("big", { count: 1, at: [1, 2], all: [[3, 4]], maybe: [5, 6] });
    expect([...record.$bytes]).toEqual([1, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6]);
    set(record, "maybe", [7, 8]);
    (record["all"] as AnyArray).setAt(0, [9, 10]);
    expect([...record.$bytes.subarray(5)]).toEqual([0, 9, 0, 10, 0, 7, 0, 8]);
    const empty = Told.create("little", { count: 0, at: [1, 2], all: [] });
    expect(() => set(empty, "maybe", [1, 2])).toThrow("expected count to hold");
  });

  test("has a column in an array of records", () => {
    const Scene = classOf("Scene");
    const column = Scene.array(new Uint8Array(2 * (Scene.size ?? 0))).column("eye");
    column.setAt(1, [1, 2, 3]);
    expect((column.at(1) as AnyArray).toArray()).toEqual([1, 2, 3]);
  });
});

describe("a matrix with padding behind its columns", () => {
  const bare = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  const padded = [1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0];

  test("is set with it or without it", () => {
    const Scene = classOf("Scene");
    const record = Scene.create({ normals: bare, turns: [[1, 2, 3, 4], [5, 6, 0, 0, 7, 8, 0, 0]] });
    expect(listOf(record, "normals")).toEqual(padded);
    set(record, "normals", new Float32Array(12).fill(1));
    set(record, "normals", new Float32Array(bare));
    expect(listOf(record, "normals")).toEqual(padded);
    const turns = record["turns"] as AnyArray;
    expect(turns.toArray().map((each) => (each as AnyArray).toArray())).toEqual([
      [1, 2, 0, 0, 3, 4, 0, 0],
      [5, 6, 0, 0, 7, 8, 0, 0],
    ]);
    expect(() => (record["fours"] as AnyArray).setAt(0, [1, 2, 3, 4])).toThrow("expected 8, got 4");
    turns.setAt(0, [9, 8, 7, 6]);
    expect((turns.at(0) as AnyArray).toArray()).toEqual([9, 8, 0, 0, 7, 6, 0, 0]);
  });

  test("refuses another number of components", () => {
    const Scene = classOf("Scene");
    const wanted = "expected 9 or 12, got 10";
    const ten = Array.from({ length: 10 }, () => 0);
    expect(() => set(Scene.create(), "normals", ten)).toThrow(wanted);
    expect(() => Scene.create({ normals: ten })).toThrow(`Scene.normals.length at offset 16: ${wanted}`);
    expect(() => Scene.create({ normals: 5 })).toThrow("expected an array of 12 elements, got 5");
    expect(() => Scene.create({ normals: [...bare.slice(1), "9"] })).toThrow("Scene.normals[8]");
  });
});

test("a boolean of GLSL has four bytes, and any of them makes it true", () => {
  const Scene = classOf("Scene");
  const record = Scene.create({ isOn: true, flags: [false, true] });
  expect([...record.$bytes.subarray(12, 16)]).toEqual([1, 0, 0, 0]);
  record.$bytes.set([0, 0, 7, 0], 12);
  expect([record["isOn"], listOf(record, "flags"), record["always"]]).toEqual([
    true,
    [false, true],
    true,
  ]);
});

test("vectors in a union are read from the same bytes", () => {
  const Word = classOf("Word");
  const record = Word.create({ whole: 0x20001 });
  expect(listOf(record, "parts")).toEqual([1, 2]);
  set(record, "parts", [3, 4]);
  expect(record["whole"]).toBe(0x40003);
  expect(listOf(Word.create({ turn: [1, 2, 3, 4] }), "turn")).toEqual([1, 2, 3, 4]);
});

describe("an array of vectors or matrices", () => {
  const Batch = classOf("Batch");
  const arrayOf = (record: AnyRecord, name: string): AnyArray => record[name] as AnyArray;

  test("is one typed array where they lie one behind the other", () => {
    const record = Batch.create({ fours: [[1, 2, 3, 4], [5, 6, 7, 8]], twos: [[1, 2], [3, 4], [5, 6]] });
    expect(arrayOf(record, "fours").typed()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8));
    const twos = arrayOf(record, "twos").typed() as unknown as Uint32Array;
    twos.set([9, 8], 2);
    expect([...arrayOf(record, "twos")].map((each) => [...(each as AnyArray)])).toEqual([
      [1, 2],
      [9, 8],
      [5, 6],
    ]);
    arrayOf(record, "bytes").setAt(1, [1, 2, 3, 4]);
    expect(arrayOf(record, "bytes").typed()).toEqual(Uint8Array.of(0, 0, 0, 0, 1, 2, 3, 4));
    // The padding behind the columns of a matrix is in the window, as it is in that of one matrix.
    arrayOf(record, "turns").setAt(1, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect([...(arrayOf(record, "turns").typed() as unknown as Float32Array)]).toEqual([
      ...Array.from({ length: 12 }, () => 0),
      ...[1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0],
    ]);
  });

  test("is none where they have gaps, or numbers that the platform has no typed array for", () => {
    const record = Batch.create();
    for (const name of ["threes", "halves"]) expect(arrayOf(record, name)).not.toHaveProperty("typed");
    expect(classOf("Scene").create()["points"]).not.toHaveProperty("typed");
  });

  test("throws where memory is not aligned, or in another byte order", () => {
    expect(() => arrayOf(classOf("Big").create(), "all").typed()).toThrow("byte order");
    const odd = Batch.view(windowOf(new Uint8Array(Batch.size ?? 0), 2).bytes);
    expect(() => arrayOf(odd, "fours").typed()).toThrow("multiple of 4");
    expect((arrayOf(odd, "bytes").typed() as unknown as Uint8Array).byteOffset).toBe(
      odd.$view.byteOffset + (arrayOf(odd, "bytes") as unknown as { $offset: number }).$offset,
    );
  });
});

describe("the reflection of a vector or a matrix", () => {
  const shapesOf = (name: string): object => {
    const { fields: reflected } = module[`${name}Layout`] as unknown as StructReflection;
    return Object.fromEntries(
      reflected.flatMap(({ name: field, type }) => {
        const inner = type.kind === "array" && type.shape === undefined ? type.element : type;
        return inner.kind === "array" ? [[field, [inner.stride, inner.shape]]] : [];
      }),
    );
  };

  test("tells its shape, and where its columns or rows lie", () => {
    // OpenGL 4.6, section 7.6.2.2: in std140 each column, or row, takes the place of a vec4.
    expect(shapesOf("Scene")).toEqual({
      eye: [4, { kind: "vector", size: 3 }],
      normals: [4, { kind: "matrix", columns: 3, rows: 3, order: "column", stride: 16 }],
      wide: [4, { kind: "matrix", columns: 2, rows: 3, order: "row", stride: 16 }],
      flags: [4, { kind: "vector", size: 2 }],
      points: [4, { kind: "vector", size: 2 }],
      turns: [4, { kind: "matrix", columns: 2, rows: 2, order: "column", stride: 16 }],
      fours: [4, { kind: "matrix", columns: 2, rows: 4, order: "column", stride: 16 }],
    });
    // Nothing is aligned but by the rules of shaders.
    expect(shapesOf("Word")).toEqual({
      parts: [2, { kind: "vector", size: 2 }],
      turn: [4, { kind: "matrix", columns: 2, rows: 2, order: "column", stride: 8 }],
    });
  });

  test("is not there for other arrays", async () => {
    const { ListLayout } = await importDocument(
      { types: [{ kind: "struct", name: "List", fields: [{ name: "all", type: { kind: "array", element: "u16", length: 2 } }] }] },
      `vectors-none-${process.pid}`,
    );
    const { fields: reflected } = ListLayout as unknown as StructReflection;
    expect(reflected[0]?.type).not.toHaveProperty("shape");
  });
});
