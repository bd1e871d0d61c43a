/** Bytes that our generated code has written, read by programs that are compiled with what is exported. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import { importDocument } from "../oracle/modules.js";
import type { CompiledLanguage } from "./compilers.js";
import { execute, inFolder, installCompilers, zig } from "./compilers.js";
import { exportAll, layoutsOf } from "./documents.js";

const document: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "Kind",
      base: "u16",
      members: [
        { name: "small", value: 1 },
        { name: "large", value: 300 },
      ],
    },
    {
      kind: "struct",
      name: "Point",
      rules: "c",
      byteOrder: "little",
      fields: [
        { name: "x", type: "i32" },
        { name: "y", type: "f64" },
      ],
    },
    {
      kind: "struct",
      name: "Sample",
      byteOrder: "little",
      fields: [
        { name: "tag", type: "u8" },
        { name: "kind", type: "Kind" },
        { name: "big", type: "u32.be" },
        { name: "wide", type: "i64" },
        { name: "low", type: { kind: "bits", width: 5 } },
        { name: "high", type: { kind: "bits", width: 11 } },
        { name: "number", type: "f32" },
        { name: "counts", type: { kind: "array", element: "u16", length: 3 } },
        { name: "points", type: { kind: "array", element: "Point", length: 2, stride: 19 } },
      ],
    },
  ],
};

const value = {
  tag: 7,
  kind: 300,
  big: 0x01020304,
  wide: -5_000_000_000n,
  low: 19,
  high: 1234,
  number: -1.5,
  counts: [1, 40_000, 3],
  points: [
    { x: -2, y: 0.25 },
    { x: 70_000, y: -1e100 },
  ],
};

/** What each program prints. */
const wanted = "7 300 16909060 -5000000000 19 1234 -1.5 40000 -2 0.25 70000 -1e+100";

/** Programs that read the file `bytes`. */
const programs: {
  readonly [Language in Exclude<CompiledLanguage, "zig">]: {
    readonly file: string;
    readonly text: string;
    readonly extension: string;
    readonly run: (folder: string) => string;
  };
} = {
  c: {
    file: "main.c",
    extension: "h",
    text: `#include "export0.h"
#include <inttypes.h>
#include <stdio.h>
int main(void) {
  Sample it;
  FILE *file = fopen("bytes", "rb");
  if (file == NULL || fread(&it, sizeof it, 1, file) != 1) return 1;
  unsigned big = 0;
  for (int i = 0; i < 4; i++) big = big << 8 | it.big[i];
  int low = it.bits15 >> Sample_low_shift & ((1 << Sample_low_width) - 1);
  int high = it.bits15 >> Sample_high_shift & ((1 << Sample_high_width) - 1);
  if (it.kind != Kind_large) return 2;
  printf("%d %d %u %" PRId64 " %d %d %g %d %d %g %d %g\\n", it.tag, it.kind, big, it.wide, low, high,
         it.number, it.counts[1], it.points[0].element.x, it.points[0].element.y,
         it.points[1].element.x, it.points[1].element.y);
  return 0;
}
`,
    run: (folder) => {
      execute("gcc", ["-std=c11", "-Wall", "-Werror", "-o", "program", "main.c"], folder);
      return execute("./program", [], folder);
    },
  },
  rust: {
    file: "main.rs",
    extension: "rs",
    text: `mod export0;
use export0::*;
fn main() {
    let bytes = std::fs::read("bytes").unwrap();
    assert_eq!(bytes.len(), core::mem::size_of::<Sample>());
    let it: Sample = unsafe { core::ptr::read_unaligned(bytes.as_ptr() as *const Sample) };
    let (kind, wide, number, counts, bits) = (it.kind, it.wide, it.number, it.counts, it.bits15);
    assert!(kind == Kind::large);
    let low = bits >> Sample_low_shift & ((1 << Sample_low_width) - 1);
    let high = bits >> Sample_high_shift & ((1 << Sample_high_width) - 1);
    let [first, second] = it.points;
    let (first, second) = (first.element, second.element);
    println!(
        "{} {} {} {} {} {} {} {} {} {} {} {:e}",
        it.tag, kind.0, u32::from_be_bytes(it.big), wide, low, high, number, counts[1],
        first.x, first.y, second.x, second.y
    );
}
`,
    run: (folder) => {
      execute("/usr/bin/rustc", ["--edition", "2021", "-o", "program", "main.rs"], folder);
      return execute("./program", [], folder).replace("-1e100", "-1e+100");
    },
  },
  go: {
    file: "main.go",
    extension: "go",
    text: `package main

import (
	"encoding/binary"
	"exported/structs"
	"fmt"
	"math"
	"os"
	"unsafe"
)

func main() {
	bytes, err := os.ReadFile("bytes")
	if err != nil || len(bytes) != int(unsafe.Sizeof(structs.Sample{})) {
		panic("bytes")
	}
	it := *(*structs.Sample)(unsafe.Pointer(&bytes[0]))
	little := binary.LittleEndian
	bits := little.Uint16(it.Bits15[:])
	low := bits >> structs.SampleLowShift & (1<<structs.SampleLowWidth - 1)
	high := bits >> structs.SampleHighShift & (1<<structs.SampleHighWidth - 1)
	first, second := it.Points[0].Element, it.Points[1].Element
	fmt.Println(it.Tag, little.Uint16(it.Kind[:]), binary.BigEndian.Uint32(it.Big[:]),
		int64(little.Uint64(it.Wide[:])), low, high, math.Float32frombits(little.Uint32(it.Number[:])),
		little.Uint16(it.Counts[1][:]), int32(little.Uint32(first.X[:])),
		math.Float64frombits(little.Uint64(first.Y[:])), int32(little.Uint32(second.X[:])),
		math.Float64frombits(little.Uint64(second.Y[:])))
}
`,
    run: (folder) => {
      writeFileSync(path.join(folder, "go.mod"), "module exported\n\ngo 1.19\n");
      execute("mkdir", ["structs"], folder);
      execute("mv", ["export0.go", "structs"], folder);
      return execute("go", ["run", "main.go"], folder);
    },
  },
  csharp: {
    file: "main.cs",
    extension: "cs",
    text: `using System;
using System.Globalization;
using Structs;
static unsafe class P {
  static void Main() {
    LayoutChecks.Check();
    CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    byte[] bytes = System.IO.File.ReadAllBytes("bytes");
    if (bytes.Length != sizeof(Sample)) throw new Exception("bytes");
    fixed (byte* start = bytes) {
      Sample it = *(Sample*)start;
      uint big = 0;
      for (int i = 0; i < 4; i++) big = big << 8 | it.big[i];
      int low = it.bits15 >> Sample.low_shift & ((1 << Sample.low_width) - 1);
      int high = it.bits15 >> Sample.high_shift & ((1 << Sample.high_width) - 1);
      if (it.kind != Kind.large) throw new Exception("kind");
      Point first = it.points[0].element, second = it.points[1].element;
      Console.WriteLine(string.Join(" ", it.tag, (int)it.kind, big, it.wide, low, high, it.number,
        it.counts[1], first.x, first.y, second.x, second.y.ToString("0e+0")));
    }
  }
}
`,
    run: (folder) => {
      execute("mcs", ["-unsafe", "-out:out.exe", "export0.cs", "main.cs"], folder);
      return execute("mono", ["out.exe"], folder);
    },
  },
};

let bytes: Uint8Array;

beforeAll(async () => {
  installCompilers();
  const { Sample } = await importDocument(document, `export-values-${process.pid}`);
  if (Sample === undefined) throw new Error("no Sample");
  bytes = new Uint8Array(Sample.size ?? 0);
  Sample.write(bytes, value);
}, 300_000);

describe("what we have written", () => {
  test.each(Object.entries(programs))("is what a program in %s reads", (language, program) => {
    const exported = exportAll(layoutsOf(document), language as CompiledLanguage);
    expect(exported.refused).toEqual([]);
    const output = inFolder([exported.text], program.extension, (folder) => {
      writeFileSync(path.join(folder, program.file), program.text);
      writeFileSync(path.join(folder, "bytes"), bytes);
      return program.run(folder);
    });
    expect(output.trim()).toBe(wanted);
  });

  test("is what a program in Zig reads", () => {
    const text = `${exportAll(layoutsOf(document), "zig").text}
const io = @import("std");
test {
    const it: *align(1) const Sample = @ptrCast(@embedFile("bytes"));
    try io.testing.expectEqual(@as(u8, 7), it.tag);
    try io.testing.expectEqual(Kind.large, it.kind);
    try io.testing.expectEqual(@as(u32, 0x01020304), io.mem.readIntBig(u32, &it.big));
    try io.testing.expectEqual(@as(i64, -5000000000), it.wide);
    try io.testing.expectEqual(@as(u16, 19), it.bits15 >> Sample_low_shift & ((1 << Sample_low_width) - 1));
    try io.testing.expectEqual(@as(u16, 1234), it.bits15 >> Sample_high_shift & ((1 << Sample_high_width) - 1));
    try io.testing.expectEqual(@as(f32, -1.5), it.number);
    try io.testing.expectEqual(@as(u16, 40000), it.counts[1]);
    try io.testing.expectEqual(@as(i32, 70000), it.points[1].element.x);
    try io.testing.expectEqual(@as(f64, -1e100), it.points[1].element.y);
}
`;
    inFolder([text], "zig", (folder, [file = ""]) => {
      writeFileSync(path.join(folder, "bytes"), bytes);
      execute(zig, ["test", file], folder);
    });
  });
});
