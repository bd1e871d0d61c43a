/** Every case of the bench does what it should. How long it takes is for `npm run bench`. */
import { describe, expect, test } from "vitest";
import { checkCase, operation } from "./case.js";
import { compileSchemas } from "./compile-schemas.js";
import { heapGrowths } from "./heap.js";
import type { Row } from "./measure.js";
import { compare, measure } from "./measure.js";
import { rowsOfNative } from "./native.js";
import { useOthers } from "./others.js";
import { between, peersTable, stylesTable } from "./readme.js";
import { suites } from "./suites.js";
import { formatHeap, formatMissed, formatNative, formatRows, isFree } from "./table.js";
import { missed } from "./targets.js";

const classes = await compileSchemas();
const sizes = { records: 300, wideRecords: 3, packets: 100, texts: 20 };
const operations = (
  await Promise.all([...suites.values()].map((suite) => suite(classes, sizes)))
).flat();

describe.each(operations)("$suite: $name", ({ cases, expected, references }) => {
  test.each(cases)("$subject, $style", (one) => {
    checkCase(one, expected);
    checkCase(one, expected);
  });

  test("is compared with something", () => {
    expect(cases.some(({ subject }) => references.includes(subject))).toBe(true);
  });
});

test("the suites have the names of their operations", () => {
  expect([...new Set(operations.map(({ suite }) => suite))]).toEqual([...suites.keys()]);
});

test("a wrong checksum is an error", () => {
  const [first] = operations;
  if (first === undefined) throw new Error("no operations");
  expect(() => measure({ ...first, expected: -1 }, 0, 0)).toThrow("expected the checksum -1");
});

function slow(): number {
  const end = performance.now() + 5;
  while (performance.now() < end);
  return 1;
}

test("every case has its turns, also beside one that takes long", () => {
  const turns = operation("s", "o", 1, 1, [
    ["hand", "fast", () => 1],
    ["structview", "slow", slow],
  ]);
  const [fast, late] = measure(turns, 0.02, 0);
  expect(fast?.nsPerOperation).toBeLessThan(late?.nsPerOperation ?? 0);
  expect(late?.nsPerOperation).toBeGreaterThanOrEqual(5e6);
});

test("other classes come to the same sums", async () => {
  expect(classes.others).toHaveLength(16);
  await useOthers(classes.others, 10, 1);
});

const row = (subject: string, style: string, nsPerOperation: number, among = 0) => ({
  suite: "particle",
  operation: "scan one field",
  subject,
  style,
  node: 24,
  among,
  nsPerOperation,
  medianNs: nsPerOperation,
});

const rows: readonly Row[] = compare(
  [
    row("hand", "loop", 2),
    row("hand class", "new record", 4),
    row("structview", "new record", 2.2),
    row("structview", "cursor next", 2.4),
    row("structview", "at(i)", 2.6),
    row("other", "decode", 200),
  ],
  ["hand", "hand class"],
);

describe("rows", () => {
  test("are compared with the fastest way by hand", () => {
    expect(rows.map(({ ratioToHand }) => ratioToHand)).toEqual([1, 2, 1.1, 1.2, 1.3, 100]);
  });

  test("miss what is asked of their style", () => {
    expect(missed(rows).map(({ style }) => style)).toEqual(["cursor next"]);
    expect(formatMissed(rows)).toContain("cursor next  ");
    expect(formatMissed(rows.slice(0, 3))).toBe("every target is reached");
    const among = rows.map((one) => ({ ...one, among: 16, ratioToHand: 1.15 }));
    expect(missed(among)).toEqual([]);
  });

  test("make tables", () => {
    expect(formatRows(rows).split("\n")).toHaveLength(rows.length + 2);
    expect(stylesTable(rows, 0)).toContain("| particle: scan one field | 1.10 | **1.20** | 1.30 |");
    expect(peersTable(rows).split("\n").at(-1)).toBe("| other | 100 |");
  });

  test("stand beside those of native code", () => {
    const native = [{ suite: "particle", operation: "scan one field", ns: 1, checksum: 0 }];
    expect(rowsOfNative(native, rows)).toMatchObject([{ style: "native code", ratioToHand: 0.5 }]);
    expect(formatNative(native, rows)).toMatch(/scan one field\s+1\.00\s+2\.20\s+missed: 1\.5/);
  });

  test("come between the markers of the README", () => {
    const text = "a <!-- bench: x -->\nold\n<!-- end of bench: x --> b";
    expect(between(text, "x", "new")).toBe(
      "a <!-- bench: x -->\n\nnew\n\n<!-- end of bench: x --> b",
    );
    expect(() => between(text, "y", "new")).toThrow("no markers for y");
  });
});

test("heap growth makes a table", () => {
  expect(formatHeap(heapGrowths(classes, 10, 1))).toContain("cursor next");
  const growth = { style: "a", bytesPerRecord: 12, isGarbageFree: true };
  expect(isFree(growth)).toBe(false);
  expect(formatHeap([growth])).toContain("FAILED");
});
