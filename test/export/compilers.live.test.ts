/** What is exported compiles, with all that it asserts; and what is asserted wrong does not. */
import { beforeAll, describe, expect, test } from "vitest";
import type { DocumentData } from "../oracle/document.js";
import type { CompiledLanguage } from "./compilers.js";
import { compileWith, installCompilers } from "./compilers.js";
import {
  exportAll,
  hostileDocument,
  layoutsOf,
  randomLayouts,
  repositoryLayouts,
  seed,
} from "./documents.js";

/** How many random documents each compiler is given. */
const counts: { readonly [Language in CompiledLanguage]: number } = {
  c: 40,
  rust: 30,
  csharp: 15,
  zig: 40,
  go: 40,
};

/** A struct with a size, an alignment and offsets to be wrong about. */
const small = layoutsOf({
  types: [
    {
      kind: "struct",
      name: "Small",
      rules: "c",
      byteOrder: "little",
      fields: [
        { name: "first", type: "u8" },
        { name: "second", type: "u32" },
      ],
    },
  ],
});

const bigEndian: DocumentData = {
  types: [
    { kind: "struct", name: "Big", byteOrder: "big", fields: [{ name: "number", type: "u16" }] },
  ],
};

/** Assertions, as texts of `small`, and the same with a wrong number. */
const wrong: {
  readonly [Language in CompiledLanguage]: readonly (readonly [right: string, wrong: string])[];
} = {
  c: [
    ["sizeof(Small) == 8", "sizeof(Small) == 7"],
    ["alignof(Small) == 4", "alignof(Small) == 8"],
    ["offsetof(Small, second) == 4", "offsetof(Small, second) == 5"],
  ],
  rust: [
    ["size_of::<Small>() == 8", "size_of::<Small>() == 9"],
    ["align_of::<Small>() == 4", "align_of::<Small>() == 1"],
    ["assert_offset!(Small, second, 4)", "assert_offset!(Small, second, 3)"],
    ["assert_offset!(Small, first, 0)", "assert_offset!(Small, first, 256)"],
  ],
  csharp: [
    ["sizeof(Small), 8", "sizeof(Small), 9"],
    ["second - (byte*)&it0, 4", "second - (byte*)&it0, 5"],
  ],
  zig: [
    ["@sizeOf(Small) != 8", "@sizeOf(Small) != 7"],
    ["@alignOf(Small) != 4", "@alignOf(Small) != 1"],
    ['@offsetOf(Small, "second") != 4', '@offsetOf(Small, "second") != 3'],
  ],
  go: [
    ["unsafe.Sizeof(Small{})-8", "unsafe.Sizeof(Small{})-7"],
    ["unsafe.Sizeof(Small{})-8", "unsafe.Sizeof(Small{})-9"],
    ["unsafe.Offsetof(Small{}.Second)-4", "unsafe.Offsetof(Small{}.Second)-3"],
  ],
};

const languages = Object.keys(counts) as CompiledLanguage[];

beforeAll(() => {
  installCompilers();
}, 300_000);

describe.each(languages)("declarations in %s", (language) => {
  test(`compile for random structs (STRUCTVIEW_SEED=${seed})`, () => {
    const texts = Array.from(
      { length: counts[language] },
      (_, index) => exportAll(randomLayouts(index), language).text,
    );
    compileWith[language](texts);
  });

  test("compile for the schemas of the repository", async () => {
    const { text } = exportAll(await repositoryLayouts(), language);
    expect(text).toContain("UdpHeader");
    compileWith[language]([text]);
  });

  test("compile where the schema has words of the language for names, and ends of comments", () => {
    const { text, refused } = exportAll(layoutsOf(hostileDocument), language);
    expect(refused).toEqual([]);
    compileWith[language]([text]);
  });

  test.each(wrong[language])(
    "that assert %s are right, and those that assert %s do not compile",
    (right, other) => {
      const { text } = exportAll(small, language);
      expect(text.split(right)).toHaveLength(2);
      compileWith[language]([text]);
      expect(() => {
        compileWith[language]([text.replace(right, other)]);
      }).toThrow();
    },
  );

  test("do not compile, or run, on a machine of the other byte order", () => {
    const { text } = exportAll(layoutsOf(bigEndian), language, "big");
    // Go has no way to ask.
    if (language === "go") compileWith[language]([text]);
    else {
      expect(() => {
        compileWith[language]([text]);
      }).toThrow(/big-endian/);
    }
  });
});
