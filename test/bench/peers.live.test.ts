/** Other libraries and native code do what the bench asks of them, and loops make no garbage. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkCase } from "./case.js";
import { compileSchemas } from "./compile-schemas.js";
import { measureNative, missingForNative } from "./native.js";
import { withPeers } from "./peers/index.js";
import { installPeers } from "./peers/install.js";
import { peerSizes } from "./peers/sizes.js";
import { suites } from "./suites.js";
import { isFree } from "./table.js";
import { work } from "./workers.js";

installPeers();
const classes = await compileSchemas();
const sizes = { records: 300, wideRecords: 500, packets: 100, texts: 20 };
const all = await Promise.all(
  [...suites].map(async ([name, suite]) => withPeers(name, await suite(classes, sizes), sizes)),
);
const operations = all.flat();

const isPeer = (subject: string): boolean => !/^(hand|typed arrays|structview)/.test(subject);
const peers = operations.flatMap(({ cases, expected }) =>
  cases.filter(({ subject }) => isPeer(subject)).map((one) => ({ ...one, one, expected })),
);

test.each(peers)("$suite: $operation: $subject, $style", ({ one, expected }) => {
  checkCase(one, expected);
  checkCase(one, expected);
});

test("thirteen libraries are measured", () => {
  expect([...new Set(peers.map(({ subject }) => subject))]).toEqual([
    "plain objects",
    "FlatBuffers",
    "capnp-es",
    "structurae",
    "typed-struct",
    "buffer-backed-object",
    "Bebop",
    "protobufjs",
    "protobuf-es",
    "binary-parser",
    "restructure",
    "Kaitai",
    "Arrow",
  ]);
});

test("what uses them has the types that it says", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { stdout } = spawnSync("npx", ["tsc", "-p", "test/bench/peers/libraries"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(stdout).toBe("");
});

test("each has a size", async () => {
  const found = await peerSizes();
  expect([...found.values()].every((size) => size > 400)).toBe(true);
});

test("native code comes to the same sums", () => {
  expect(missingForNative()).toBeUndefined();
  const native = measureNative(0.001, sizes.records);
  expect(native.length).toBeGreaterThan(10);
  for (const { suite, operation, checksum } of native) {
    const same = operations.find((one) => one.suite === suite && one.name === operation);
    expect({ operation, checksum }).toEqual({ operation, checksum: same?.expected });
  }
});

test("loops that are compiled for any bytes come to the same sums", async () => {
  const suite = "24 and 48 bits";
  const task = { suite, seconds: 0.01, among: 0, anyBytes: true, only: "", withPeers: false };
  const subjects = new Set<string>();
  await work(process.execPath, task, (found) => {
    if (found.kind === "rows") for (const { subject } of found.rows) subjects.add(subject);
  });
  expect(subjects).toContain("hand");
  expect(subjects).toContain("structview");
});

test("loops over ten million records leave no garbage", async () => {
  const wrong: string[] = [];
  const task = { suite: "heap", seconds: 0, among: 0, anyBytes: false, only: "", withPeers: false };
  await work(process.execPath, task, (found) => {
    if (found.kind !== "heap") throw new Error("expected the growth of the heap");
    expect(found.growths.filter(({ isGarbageFree }) => isGarbageFree)).toHaveLength(5);
    for (const one of found.growths) {
      if (one.isGarbageFree && !isFree(one)) wrong.push(`${one.style}: ${one.bytesPerRecord}`);
    }
  });
  expect(wrong).toEqual([]);
});
