/** Every case of the bench does what it should. How long it takes is for `npm run bench`. */
import { describe, expect, test } from "vitest";
import { checkCase } from "./case.js";
import { compileSchemas } from "./compile-schemas.js";
import { heapGrowths } from "./heap.js";
import { measure } from "./measure.js";
import { operationsOf } from "./operations.js";
import { useOthers } from "./others.js";
import { formatHeap, formatRows } from "./table.js";

const classes = await compileSchemas();
const operations = await operationsOf(classes, {
  records: 300,
  wideRecords: 3,
  packets: 100,
  texts: 20,
});

describe.each(operations)("$suite: $name", ({ cases, expected }) => {
  test.each(cases)("$subject, $style", (one) => {
    checkCase(one, expected);
    checkCase(one, expected);
  });
});

test("a wrong checksum is an error", () => {
  const [operation] = operations;
  if (operation === undefined) throw new Error("no operations");
  expect(() => measure({ ...operation, expected: -1 }, 0)).toThrow("expected the checksum -1");
});

test("other classes come to the same sums", async () => {
  expect(classes.others).toHaveLength(16);
  await useOthers(classes.others, 10, 1);
});

test("rows and heap growth make tables", () => {
  const [operation] = operations;
  if (operation === undefined) throw new Error("no operations");
  const rows = measure(operation, 0);
  expect(formatRows(rows).split("\n")).toHaveLength(rows.length + 2);
  expect(formatHeap(heapGrowths(classes.Particle, 10))).toContain("cursor next");
});
