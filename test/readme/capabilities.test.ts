/** The table of what other libraries have: each row names a test, which tries here what the row says. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../oracle/modules.js";
import { sectionOf, tableOf } from "./markdown.js";

const readme = await readFile(path.join(root, "README.md"), "utf8");
const rows = tableOf(
  sectionOf(readme, "## Beside other libraries"),
  "",
  "zerocopy 0.8",
  "FlatBuffers structs",
  "Kaitai",
  "typed-struct",
  "structurae",
  "thi.ng",
  "CompileDataView",
  "structview, tried by",
);

describe("the table beside other libraries", () => {
  test("has rows, and knows no other words than yes, part and no", () => {
    expect(rows.length).toBeGreaterThan(20);
    const words = new Set(rows.flatMap((row) => row.slice(1, -1)));
    expect([...words].sort()).toEqual(["no", "part", "yes"]);
  });

  test.each(rows.map((row) => [row[0] ?? "", row.at(-1) ?? ""]))(
    "names a test of: %s",
    async (_capability, cell) => {
      const [, file = "", name = ""] = /^`([^`]+)`: (.+)$/.exec(cell) ?? [];
      const text = await readFile(path.join(root, "test", file), "utf8");
      const names = [...text.matchAll(/\btest(?:\.each\([^]*?\))?\(\s*"([^"]+)"/g)];
      expect(names.some(([, each = ""]) => each.endsWith(name))).toBe(true);
    },
  );
});
