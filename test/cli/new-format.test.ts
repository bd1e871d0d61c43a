/**
 * A stranger's project with formats that the compiler never met: through the command line, a strict
 * compiler and Node, against bytes that were written down by hand.
 */
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Project, repository, run } from "./project.js";

const bitmapSchema = `import { bytes, constant, enumeration, i32, rest, struct, u16, u32 } from "structview/schema";

/** How the pixels are packed. */
export const Compression = enumeration(u32, { none: 0, rle8: 1, rle4: 2, bitfields: 3 });

export const BitmapFileHeader = struct({
  magic: constant(u16, 0x4d42),
  fileSize: u32,
  reserved: u32,
  pixelOffset: u32,
});

export const BitmapInfoHeader = struct({
  headerSize: constant(u32, 40),
  width: i32,
  /** Negative where the first row is the topmost one. */
  height: i32,
  planes: constant(u16, 1),
  bitsPerPixel: u16,
  compression: Compression,
  imageSize: u32,
  horizontalResolution: i32,
  verticalResolution: i32,
  colours: u32,
  importantColours: u32,
});

export const Bitmap = struct({
  file: BitmapFileHeader,
  info: BitmapInfoHeader,
  palette: bytes("info.colours * 4"),
  pixels: bytes(rest),
});
`;

const telemetrySchema = `import { array, bits, bytes, constant, enumeration, f32, i16, rest, struct, u16, u64, u8 } from "structview/schema";

/** What the vehicle is doing. */
export const Mode = enumeration(bits(3), { idle: 0, climb: 1, cruise: 2, descent: 5 });

/** A reading of three axes. */
export const Sample = struct({ time: u16, axes: array(i16, 3) });

/** A made-up record of telemetry. */
export const Telemetry = struct(
  {
    sync: constant(u16, 0xeb90),
    version: bits(3),
    mode: Mode,
    valid: bits(1),
    sensors: bits(9),
    counter: u16.le,
    altitude: f32,
    ticks: u64,
    samples: array(Sample, 2),
    nameLength: u8,
    name: bytes("nameLength * 2 - 1"),
    payload: bytes(rest),
  },
  { byteOrder: "big" },
);
`;

/** The user's program: prints what it finds as JSON. */
const program = `import { SizeError, ValidityError } from "@structview/runtime";
import { Bitmap, BitmapFileHeader, Compression } from "./generated/bitmap.js";
import { Mode, Sample, Telemetry, type TelemetryValue } from "./generated/telemetry.js";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** The bytes in the middle of a larger buffer, at an odd offset. */
const windowOf = (text: string): Uint8Array => {
  const bytes = Buffer.from(text, "hex");
  const larger = new Uint8Array(bytes.length + 10).fill(0xaa);
  larger.set(bytes, 3);
  return larger.subarray(3, 3 + bytes.length);
};

const shown = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, each: unknown) =>
      typeof each === "bigint"
        ? String(each)
        : each instanceof Uint8Array
          ? hex(each)
          : ArrayBuffer.isView(each)
            ? Array.from(each as Int16Array)
            : each,
    ),
  );

const failure = (action: () => unknown): string => {
  try {
    action();
    return "nothing was thrown";
  } catch (error) {
    if (error instanceof SizeError) return \`SizeError \${error.needed}\`;
    return error instanceof ValidityError ? \`ValidityError \${error.path}\` : String(error);
  }
};

const [, , telemetry = "", bitmap = ""] = process.argv;

const record = Telemetry.view(windowOf(telemetry));
const fields = {
  sync: record.sync,
  version: record.version,
  mode: record.mode,
  isDescent: record.mode === Mode.descent,
  valid: record.valid,
  sensors: record.sensors,
  counter: record.counter,
  altitude: record.altitude,
  ticks: record.ticks,
  times: [...record.samples].map((sample) => sample.time),
  lastAxis: record.samples.at(1).axes.at(2),
  name: String.fromCharCode(...record.name),
  payload: record.payload,
};

const target = windowOf("00".repeat(42));
const value: TelemetryValue = Telemetry.read(windowOf(telemetry));
const written = Telemetry.write(target, value);

const changing = windowOf(telemetry);
const changed = Telemetry.view(changing);
changed.mode = Mode.idle;
changed.sensors = 0;
changed.counter = 0xabcd;
changed.samples.at(0).axes.setAt(1, 0x7ffe);
changed.payload.set([1, 2], 1);

const created = Telemetry.create({ mode: Mode.climb, nameLength: 1, name: new Uint8Array([0x7a]) });

const samples = Sample.array(windowOf("0001000100020003" + "0000ffff0000fffe".repeat(2)));
const times: number[] = [];
for (const cursor = samples.cursor(); cursor.next();) times.push(cursor.record.axes.at(0));

const [header, rest] = BitmapFileHeader.viewPrefix(windowOf(bitmap));
const image = Bitmap.view(windowOf(bitmap));

console.log(
  JSON.stringify(
    shown({
      fields,
      value,
      written: hex(target),
      isSame: written.$bytes.buffer === target.buffer,
      around: [...new Uint8Array(target.buffer)].filter((_, index) => index < 3 || index > 44),
      changed: hex(changing),
      created: hex(created.$bytes),
      samples: { length: samples.length, times },
      short: failure(() => Telemetry.view(windowOf(telemetry.slice(0, 72)))),
      wrong: failure(() => Telemetry.write(target, { ...value, sensors: 512 })),
      sync: failure(() => Telemetry.read(windowOf("0000" + telemetry.slice(4)))),
      after: hex(target),
      header: { pixelOffset: header.pixelOffset, rest: rest.length },
      image: {
        isPlain: image.info.compression === Compression.none,
        width: image.info.width,
        height: image.info.height,
        palette: image.palette.length,
        pixels: image.pixels,
      },
    }),
  ),
);
`;

// 101 101 1 101010101 are version, mode, valid and sensors: b7 55.
const telemetry = [
  "eb90",
  "b755",
  "3412",
  "3fc00000",
  "0102030405060708",
  "0001 0001ffff0100",
  "ffff 800000007fff",
  "02",
  "616263",
  "deadbeef",
]
  .join("")
  .replaceAll(" ", "");

const bitmap = [
  "424d 4e000000 00000000 3e000000",
  "28000000 02000000 feffffff 0100 1800 00000000 10000000",
  "130b0000 130b0000 02000000 00000000",
  "00000000 ffffff00",
  "0000ff00ff00 0000 ff0000ffffff 0000",
]
  .join("")
  .replaceAll(" ", "");

let printed: Readonly<Record<string, unknown>> = {};

beforeAll(async () => {
  const project = await Project.of({
    "schemas/bitmap.ts": bitmapSchema,
    "schemas/telemetry.ts": telemetrySchema,
    "main.ts": program,
    // As strict as the compiler goes: the project is its user's.
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        outDir: "built",
        rootDir: ".",
        strict: true,
        noUncheckedIndexedAccess: true,
        exactOptionalPropertyTypes: true,
        noImplicitOverride: true,
        noImplicitReturns: true,
        noPropertyAccessFromIndexSignature: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        verbatimModuleSyntax: true,
        isolatedModules: true,
        isolatedDeclarations: true,
        erasableSyntaxOnly: true,
        declaration: true,
        types: ["node"],
        typeRoots: [path.join(repository, "node_modules/@types")],
      },
      include: ["main.ts", "generated"],
    }),
  });
  await project.install("structview", "compiler");
  const generated = await project.structview(["generate"]);
  expect(generated).toMatchObject({ exitCode: 0, output: "" });
  const compiler = path.join(repository, "node_modules/typescript/bin/tsc");
  const compiled = await run(process.execPath, [compiler, "-p", "."], { cwd: project.root });
  expect(compiled).toEqual({ exitCode: 0, output: "", errors: "" });
  const ran = await run(process.execPath, ["built/main.js", telemetry, bitmap], {
    cwd: project.root,
  });
  expect(ran).toMatchObject({ exitCode: 0, errors: "" });
  printed = JSON.parse(ran.output) as typeof printed;
}, 120_000);

describe("a record of a format never seen before", () => {
  test("is read in place, field by field", () => {
    expect(printed["fields"]).toEqual({
      sync: 0xeb90,
      version: 5,
      mode: 5,
      isDescent: true,
      valid: 1,
      sensors: 0x155,
      counter: 0x1234,
      altitude: 1.5,
      ticks: String(0x0102030405060708n),
      times: [1, 65535],
      lastAxis: 32767,
      name: "abc",
      payload: "deadbeef",
    });
  });

  test("is copied into a plain object", () => {
    expect(printed["value"]).toEqual({
      sync: 0xeb90,
      version: 5,
      mode: 5,
      valid: 1,
      sensors: 0x155,
      counter: 0x1234,
      altitude: 1.5,
      ticks: String(0x0102030405060708n),
      samples: [
        { time: 1, axes: [1, -1, 256] },
        { time: 65535, axes: [-32768, 0, 32767] },
      ],
      nameLength: 2,
      name: "616263",
      payload: "deadbeef",
    });
  });

  test("is written back from the object to the same bytes, and nowhere else", () => {
    expect(printed["written"]).toBe(telemetry);
    expect(printed["isSame"]).toBe(true);
    expect(printed["around"]).toEqual(Array.from({ length: 10 }, () => 0xaa));
  });

  test("is changed in place, the bits beside a field left alone", () => {
    // 101 000 1 000000000; a little-endian counter; the second axis; two bytes of the payload.
    expect(printed["changed"]).toBe(
      [
        "eb90",
        "a200",
        "cdab",
        "3fc00000",
        "0102030405060708",
        "0001 00017ffe0100",
        "ffff 800000007fff",
        "02",
        "616263",
        "de0102ef",
      ]
        .join("")
        .replaceAll(" ", ""),
    );
  });

  test("is created with its constants, zero elsewhere", () => {
    // 000 001 0 000000000 for the mode.
    expect(printed["created"]).toBe(`eb900400${"00".repeat(30)}017a`);
  });

  test("is one of many at a stride", () => {
    expect(printed["samples"]).toEqual({ length: 3, times: [1, -1, -1] });
  });

  test("is refused where bytes are missing or values do not fit, and nothing is written", () => {
    expect(printed["short"]).toBe("SizeError 38");
    expect(printed["wrong"]).toBe("ValidityError sensors");
    expect(printed["sync"]).toBe("ValidityError sync");
    expect(printed["after"]).toBe(telemetry);
  });

  test("is a file of nested headers, a part of computed length and the rest", () => {
    expect(printed["header"]).toEqual({ pixelOffset: 0x3e, rest: bitmap.length / 2 - 14 });
    expect(printed["image"]).toEqual({
      isPlain: true,
      width: 2,
      height: -2,
      palette: 8,
      pixels: "0000ff00ff000000ff0000ffffff0000",
    });
  });
});
