/** `structview layout`: what it prints in each form, beside numbers that were counted by hand. */
import { beforeAll, describe, expect, test } from "vitest";
import type { LayoutResult } from "../../compiler/dist/emit-layout/formats.js";
import { Project, repository, run } from "./project.js";

const schema = `import {
  aligned, array, at, bits, bytes, constant, enumeration, f64, flag, padding, prefixed, reserved, rest, select,
  struct, u16, u32, u64, u8, union, utf8, variant, when,
} from "structview/schema";

export const Colour = enumeration(u8, { red: 1, green: 2 });
/** As C lays it out. */
export const Sample = struct(
  { kind: Colour, /** Ticks | since the start. */ time: u64, value: f64, last: u8 },
  { rules: "c" },
);
export const Least = struct({ low: bits(3), middle: bits(7), flag, more: bits(5), length: u16.be });
export const Gaps = struct({
  a: u8, pad: padding(2), r: reserved(1), b: at(8, u16), c: bits(2), d: padding(bits(3)),
  e: reserved(bits(3)), hash: bytes(32), end: u8,
});
export const Word = union({ bytes: bytes(3), number: u32 });
export const Ping = struct({ type: constant(u8, 1) });
export const Pong = struct({ type: constant(u8, 2), id: u8 });
export const Signal = variant("type", [Ping, Pong]);
export const Dynamic = struct(
  {
    length: u8,
    options: bytes("length & 3 | 4"),
    extra: when("length & 1", u32),
    name: utf8(prefixed(u8)),
    word: aligned(4, u32),
  },
  { byteOrder: "big" },
);
export const Again = Sample;
export const Chosen = struct({
  kind: u8,
  fixed: select("kind", { 1: Ping, 7: Least }, { otherwise: bytes(3), fixed: true }),
  open: select("kind & 1", { 0: Pong, 1: Dynamic }),
});
export const Taken = struct({ kind: u8, all: select("kind", { 1: Ping }, { otherwise: bytes(rest) }) });
`;

let project: Project;

beforeAll(async () => {
  project = await Project.of({ "schemas/all.ts": schema });
});

async function layout(...args: readonly string[]): Promise<string> {
  const { exitCode, output, errors } = await project.structview(["layout", ...args]);
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
  return output;
}

describe.concurrent("a layout", () => {
  test("is a table, with the padding of C", async () => {
    expect(await layout("Sample")).toBe(`Sample: 32 bytes, alignment 8, little-endian

  offset  size  field      type
       0     1  kind       Colour: u8
       1     7  (padding)  padding(7)
       8     8  time       u64
      16     8  value      f64
      24     1  last       u8
      25     7  (padding)  padding(7)
`);
  });

  test("tells which bits, and what lies between fields", async () => {
    expect(await layout("Least", "Gaps")).toBe(
      `Least: 4 bytes, alignment 1, little-endian, bits counted from the least significant

  offset  size  bits  field   type
       0     1  0..2  low     bits(3)
       0     2  3..9  middle  bits(7)
       1     1  2     flag    flag
       1     1  3..7  more    bits(5)
       2     2        length  u16.be

Gaps: 44 bytes, alignment 1, little-endian, bits counted from the least significant

  offset  size  bits  field      type
       0     1        a          u8
       1     2        (padding)  padding(2)
       3     1        r          reserved(1)
       4     4        (padding)  padding(4)
       8     2        b          u16
      10     1  0..1  c          bits(2)
      10     1  2..4  (padding)  padding(bits(3))
      10     1  5..7  e          reserved(bits(3))
      11    32        hash       bytes(32)
      43     1        end        u8
`,
    );
  });

  test("of dynamic size says what its offsets count from", async () => {
    expect(await layout("Dynamic", "Signal", "Word")).toBe(
      `Dynamic: 8 bytes or more, alignment 4, big-endian

        offset  size  field             type
             0     1  length            u8
             1     *  options           bytes("length & 3 | 4")
  optionsEnd+0     *  extra             u32, when "length & 1"
    extraEnd+0     1  (length of name)  u8
    extraEnd+1     *  name              utf8(prefixed(u8))
     nameEnd+0     *  (padding)         padding to a multiple of 4
   wordStart+0     4  word              u32

Signal: variant told by type, 1 byte or more, alignment 1

  type  struct
  1     Ping
  2     Pong

Word: union of 4 bytes, alignment 1, little-endian

  offset  size  field   type
       0     3  bytes   bytes(3)
       0     4  number  u32
`,
    );
  });

  test("of what is chosen has the cases, each from the same offset on", async () => {
    expect(await layout("Chosen", "Taken")).toBe(
      `Chosen: 7 bytes or more, alignment 1, little-endian

  offset  size  field        type
       0     1  kind         u8
       1     4  fixed        select("kind")
       1     1  (when 1)     Ping
       1     4  (when 7)     Least
       1     3  (otherwise)  bytes(3)
       5     *  open         select("kind & 1")
       5     2  (when 0)     Pong
       5     *  (when 1)     Dynamic

Taken: 1 byte or more, alignment 1, little-endian

  offset  size  field        type
       0     1  kind         u8
       1     *  all          select("kind")
       1     1  (when 1)     Ping
       1     *  (otherwise)  bytes(rest)
`,
    );
    expect(await layout("Taken", "-f", "markdown")).toContain(
      '| 1 | * | all | `select("kind")` |  |\n| 1 | 1 | (when 1) | `Ping` |  |\n',
    );
    const { layouts } = JSON.parse(await layout("Taken", "-f", "json")) as LayoutResult;
    const [taken] = layouts;
    expect(taken?.kind === "variant" ? [] : taken?.rows.map(({ cases }) => cases)).toEqual([
      [],
      [
        { value: 1, type: "Ping", size: 1 },
        { value: null, type: "bytes(rest)", size: null },
      ],
    ]);
  });

  test("is a section of Markdown, its cells kept whole", async () => {
    expect(await layout("Sample", "--format", "markdown")).toBe(`### Sample

As C lays it out.

32 bytes, alignment 8, little-endian.

| offset | size | field | type | description |
| ---: | ---: | --- | --- | --- |
| 0 | 1 | kind | \`Colour: u8\` |  |
| 1 | 7 | (padding) | \`padding(7)\` |  |
| 8 | 8 | time | \`u64\` | Ticks \\| since the start. |
| 16 | 8 | value | \`f64\` |  |
| 24 | 1 | last | \`u8\` |  |
| 25 | 7 | (padding) | \`padding(7)\` |  |
`);
    expect(await layout("Dynamic", "-f", "markdown")).toContain('`bytes("length & 3 \\| 4")`');
  });

  test("is boxes and bits, the most significant bit of each byte first", async () => {
    expect(await layout("Least", "Dynamic", "-f", "rfc")).toBe(
      `Least: 4 bytes, alignment 1, little-endian, bits counted from the least significant

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|    b    | low |  more   |a| b |            length             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

a  flag: flag, offset 1, bit 2
b  middle: bits(7), offset 0, bits 3..9

Dynamic: 8 bytes or more, alignment 4, big-endian

 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+
|    length     |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                            options                            |
/                    bytes("length & 3 | 4")                    /
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                             extra                             |
/                    u32, when "length & 1"                     /
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|       a       |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                             name                              |
/                      utf8(prefixed(u8))                       /
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                           (padding)                           |
/                  padding to a multiple of 4                   /
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                             word                              |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

a  (length of name): u8, offset extraEnd+0
`,
    );
  });

  test("is drawn as the RFCs draw the header of IPv4", async () => {
    const { output } = await run(
      process.execPath,
      ["compiler/bin/structview.js", "layout", "Ipv4Header", "--format", "rfc"],
      { cwd: repository },
    );
    // RFC 791, section 3.1, with the names of the schema.
    expect(output).toContain(`
 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|version|  ihl  |   dscp    |ecn|          totalLength          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|        identification         |a|b|c|     fragmentOffset      |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|      ttl      |   protocol    |        headerChecksum         |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                            source                             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                          destination                          |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
`);
  });

  test("is an image with a box for each field, as wide as its bits", async () => {
    const svg = await layout("Sample", "--format", "svg");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*>\n[\s\S]*<\/svg>\n$/);
    const boxes = [
      ...svg.matchAll(/<g><title>([^<]*)<\/title><rect x="(\d+)" y="(\d+)" width="(\d+)"/g),
    ];
    const [first] = boxes;
    const [left, top, unit] = [Number(first?.[2]), Number(first?.[3]), Number(first?.[4]) / 8];
    const height = Number(boxes[2]?.[3]) - top;
    const drawn = boxes.map(([, title = "", x, y, width]) => [
      title.split(":")[0],
      (Number(x) - left) / unit + ((Number(y) - top) / height) * 32,
      Number(width) / unit,
    ]);
    // Bit where each box begins, and its width in bits.
    expect(drawn).toEqual([
      ["kind", 0, 8],
      ["(padding)", 8, 24],
      ["(padding)", 32, 32],
      ["time", 64, 32],
      ["time", 96, 32],
      ["value", 128, 32],
      ["value", 160, 32],
      ["last", 192, 8],
      ["(padding)", 200, 24],
      ["(padding)", 224, 32],
    ]);
    expect(await layout("Dynamic", "--format", "svg")).toContain(
      "bytes(&quot;length &amp; 3 | 4&quot;)",
    );
  });

  test("is data, the same with --format json and with --json", async () => {
    const result = JSON.parse(await layout("Least", "Signal", "--format", "json")) as LayoutResult;
    expect(result.layouts).toMatchObject([
      {
        kind: "struct",
        name: "Least",
        file: "schemas/all.ts",
        size: 4,
        bitOrder: "least-significant-first",
        rows: [
          { name: "low", offset: 0, size: 1, bits: { offset: 0, width: 3 } },
          { name: "middle", offset: 0, size: 2, bits: { offset: 3, width: 7 } },
          { name: "flag", offset: 1, size: 1, bits: { offset: 2, width: 1 } },
          { name: "more", offset: 1, size: 1, bits: { offset: 3, width: 5 } },
          { name: "length", offset: 2, size: 2, bits: null, type: "u16.be" },
        ],
      },
      { kind: "variant", tag: "type", cases: [{ value: 1 }, { value: 2, struct: "Pong" }] },
    ]);
    const outcome: unknown = JSON.parse(await layout("Least", "Signal", "--json"));
    expect(outcome).toMatchObject({ version: 1, command: "layout", exitCode: 0, result });
  });

  test("has an alias for a name, and without names there are all, in the order of the schema", async () => {
    expect(await layout("Again")).toBe(await layout("Sample"));
    const all = await layout();
    const names = [...all.matchAll(/^(\w+): /gm)].map(([, name]) => name);
    expect(names).toEqual(
      "Sample Least Gaps Word Ping Pong Signal Dynamic Chosen Taken".split(" "),
    );
    expect(await layout("--schema", "schemas/all.ts")).toBe(all);
  });
});

test("the rows of a record of fixed size cover each of its bits once", async () => {
  const { output } = await run(
    process.execPath,
    ["compiler/bin/structview.js", "layout", "--format", "json"],
    { cwd: repository },
  );
  const own = JSON.parse(await layout("--format", "json")) as LayoutResult;
  const theirs = JSON.parse(output) as LayoutResult;
  const fixed = [...own.layouts, ...theirs.layouts].flatMap((each) =>
    each.kind === "struct" && each.size !== null ? [each] : [],
  );
  expect(fixed.length).toBeGreaterThan(10);
  for (const { name, size, rows } of fixed) {
    const counts = Array.from({ length: (size ?? 0) * 8 }, () => 0);
    for (const row of rows) {
      const start = row.offset * 8 + (row.bits?.offset ?? 0);
      const width = row.bits?.width ?? (row.size ?? 0) * 8;
      for (let bit = start; bit < start + width; bit++) counts[bit] = (counts[bit] ?? 0) + 1;
    }
    expect({ name, counts }).toEqual({ name, counts: counts.map(() => 1) });
  }
});

describe.concurrent("what cannot be shown is said in one line", () => {
  test.for([
    {
      args: ["Smaple"],
      exitCode: 2,
      want: /^structview: there is no .* Smaple; did you mean Sample\?\n$/,
    },
    {
      args: ["Sample", "-f", "pdf"],
      exitCode: 2,
      want: /'pdf' is invalid\. Allowed choices are text,/,
    },
    {
      args: ["-s", "schemas/no.ts"],
      exitCode: 1,
      want: /^error schema-unreadable: schemas\/no\.ts/,
    },
  ])("$args", async ({ args, exitCode, want }) => {
    const ran = await project.structview(["layout", ...args]);
    expect(ran).toEqual({ exitCode, output: "", errors: expect.stringMatching(want) });
  });
});
