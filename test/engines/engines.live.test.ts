/**
 * Generated code does the same in every engine: one suite, bundled once, in Node 20, 22 and 24, Bun, Deno and
 * Chromium. What it has to find is written here by hand; the packets are those that tshark has read.
 */
import { execFile } from "node:child_process";
import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { nodeOf } from "../bench/node-versions.js";
import { useChromium } from "../bundlers/chromium.js";
import { repository } from "../cli/project.js";

const execute = promisify(execFile);
const folder = path.join(repository, "node_modules/.cache/structview-test/engines");
const capture = path.join(repository, "test/captures/mixed-le-micro.pcap");
const program = path.join(folder, "suite.mjs");
const packages = path.join(repository, "node_modules/.bin");

/** What the suite finds, but for the packets. */
const found = {
  bits: [4, 5, 40, 1, 0, 64, 6],
  window: [0xabcd, 3, 0xee],
  written: [1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0, 8, 0],
  errors: [
    "UdpHeader: expected 8 bytes, got 7",
    "UdpHeader[]: expected an index from -2 to 1, got 2",
    "Elf64Header.identification.order at offset 5: expected identification.order == 1 (little-endian) or identification.order == 2 (big-endian), got 0",
  ],
  columns: [265, [7, 53], 1],
  shared: 80,
  bigint: "18446744071578845184",
};

let lines: readonly string[] = [];

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  const bytes = await readFile(capture);
  await build({
    stdin: {
      contents: `import { run } from "./suite.js";
const text = atob(${JSON.stringify(bytes.toString("base64"))});
globalThis.found = JSON.stringify(run(Uint8Array.from(text, (each) => each.charCodeAt(0))));
if (globalThis.document === undefined) console.log(globalThis.found);`,
      resolveDir: path.join(repository, "test/engines"),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    target: "es2022",
    outfile: program,
  });
  const tsx = path.join(packages, "tsx");
  const { stdout } = await execute(tsx, ["examples/read-capture/main.ts", capture], {
    cwd: repository,
  });
  lines = stdout.split("\n").filter((line) => /^\d+  /.test(line));
}, 60_000);

describe("generated code", () => {
  const engines: readonly { readonly name: string; readonly command: () => readonly string[] }[] = [
    { name: "Node 20", command: () => [nodeOf("20")] },
    { name: "Node 22", command: () => [nodeOf("22")] },
    { name: "Node 24", command: () => [nodeOf("24")] },
    { name: "Bun", command: () => [path.join(packages, "bun")] },
    { name: "Deno", command: () => [path.join(packages, "deno"), "run"] },
  ];

  test.for(engines)("does in $name what it does everywhere", async ({ command }) => {
    const [file = "", ...options] = command();
    const { stdout } = await execute(file, [...options, program], { timeout: 60_000 });
    expectFound(stdout);
  });

  describe("in Chromium", () => {
    const { browser } = useChromium();

    test("does what it does everywhere", async () => {
      const page = await browser().newPage();
      const failures: string[] = [];
      page.on("pageerror", (error) => failures.push(error.message));
      await page.setContent("<!doctype html><title>suite</title>");
      await page.addScriptTag({ type: "module", content: await readFile(program, "utf8") });
      await page.waitForFunction("globalThis.found !== undefined", undefined, { timeout: 30_000 });
      const text: unknown = await page.evaluate("globalThis.found");
      expect(failures).toEqual([]);
      expectFound(String(text));
      await page.close();
    });
  });
});

function expectFound(text: string): void {
  const result = JSON.parse(text) as Record<string, unknown>;
  expect(result).toMatchObject(found);
  expect(JSON.parse(String(result["json"]))).toMatchObject({
    version: 4,
    ttl: 64,
    totalLength: 40,
  });
  expect(lines.length).toBeGreaterThan(10);
  expect(result["packets"]).toEqual(lines);
}
