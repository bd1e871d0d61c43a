/** The example, as its user runs it: built, served, and given files in a real Chromium. */
import { cp, symlink } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright-core";
import { build, createServer, preview } from "vite";
import { afterEach, expect, test } from "vitest";
import { repository, run } from "../cli/project.js";
import type { Project } from "../cli/project.js";
import { makeProject } from "../readme/try-program.js";
import { useChromium } from "./chromium.js";

const { browser } = useChromium();
const timeout = 60_000;
const example = path.join(repository, "examples/vite-app");
const local = { host: "127.0.0.1", port: 0 };
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Eight samples of silence in one channel, with a chunk of odd length before them. */
const wav = Buffer.from(
  "RIFF\x36\0\0\0WAVE" +
    "fmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x44\xac\0\0\x01\0\x08\0" +
    "note\x01\0\0\0!\0" +
    "data\x08\0\0\0\x80\x80\x80\x80\x80\x80\x80\x80",
  "latin1",
);

/** Two pixels of 24 bits in a row. */
const bmp = Buffer.from(
  "BM\x3e\0\0\0\0\0\0\0\x36\0\0\0" +
    "\x28\0\0\0\x02\0\0\0\xff\xff\xff\xff\x01\0\x18\0\0\0\0\0\x08\0\0\0" +
    "\x13\x0b\0\0\x13\x0b\0\0\0\0\0\0\0\0\0\0" +
    "\xff\0\0\0\xff\0\0\0",
  "latin1",
);

/** A copy of the example with its packages installed. */
async function copyExample(): Promise<Project> {
  const project = await makeProject({});
  const vite = path.join(repository, "node_modules/vite");
  await symlink(vite, project.pathOf("node_modules/vite"), "junction");
  await cp(example, project.root, { recursive: true });
  return project;
}

async function open(url: string | undefined): Promise<Page> {
  const page = await browser().newPage();
  closing.push(async () => page.close());
  page.setDefaultTimeout(20_000);
  await page.goto(url ?? "");
  return page;
}

async function give(page: Page, name: string, content: Buffer): Promise<void> {
  await page.setInputFiles("#file", {
    name,
    mimeType: "application/octet-stream",
    buffer: content,
  });
  await page.locator("#message", { hasText: name }).waitFor();
}

/** The rows of the table with this caption: place, name and value. */
async function rowsOf(page: Page, caption: string): Promise<readonly (readonly string[])[]> {
  const rows = page
    .locator("table", { has: page.getByText(caption, { exact: true }) })
    .locator("tr");
  const texts = await rows.all();
  return Promise.all(texts.map(async (row) => row.locator("td, th").allTextContents()));
}

test("its types are right, and its generated modules current", { timeout }, async () => {
  const tsc = path.join(repository, "node_modules/.bin/tsc");
  expect(await run(tsc, ["-p", example], { cwd: repository })).toMatchObject({ exitCode: 0 });
  const program = path.join(repository, "compiler/bin/structview.js");
  const checked = await run(process.execPath, [program, "check"], { cwd: example });
  expect(checked).toMatchObject({ exitCode: 0 });
});

test("built, it shows the fields of a WAV file beside its bytes", { timeout }, async () => {
  const project = await copyExample();
  await build({ root: project.root, logLevel: "silent" });
  const server = await preview({ root: project.root, logLevel: "silent", preview: local });
  closing.push(async () => server.close());
  const page = await open(server.resolvedUrls?.local[0]);

  await give(page, "silence.wav", wav);
  expect(await rowsOf(page, "Format")).toEqual([
    ["0014", "encoding", "pcm (1)"],
    ["0016", "channels", "1"],
    ["0018", "sampleRate", "44100"],
    ["001c", "byteRate", "44100"],
    ["0020", "blockSize", "1"],
    ["0022", "bitsPerSample", "8"],
  ]);
  expect(await rowsOf(page, "Chunk “data”")).toEqual([
    ["002e", "id", '"data"'],
    ["0032", "length", "8"],
  ]);
  const bytes = page.locator("#bytes li");
  expect(await bytes.count()).toBe(wav.length);

  // A field lights up with its bytes, from either side.
  await page.getByText("sampleRate").hover();
  const lit = page.locator("#bytes li.lit");
  expect(await lit.allTextContents()).toEqual(["44", "ac", "00", "00"]);
  await bytes.nth(0x16).hover();
  expect(await page.locator("tr.lit th").allTextContents()).toEqual(["channels"]);
  expect(await lit.count()).toBe(2);
});

test(
  "served, it takes a dropped BMP file, and shows a field that is renamed",
  { timeout },
  async () => {
    const project = await copyExample();
    const server = await createServer({ root: project.root, logLevel: "silent", server: local });
    closing.push(async () => server.close());
    await server.listen();
    const page = await open(server.resolvedUrls?.local[0]);

    const drop = async (): Promise<void> => {
      const file = JSON.stringify([...bmp]);
      await page.evaluate(`{
      const files = new DataTransfer();
      files.items.add(new File([Uint8Array.from(${file})], "two.bmp"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
    }`);
      await page.locator("#message", { hasText: "two.bmp: 62 bytes" }).waitFor();
    };
    await drop();
    const rows = await rowsOf(page, "Image header");
    expect(rows.slice(0, 6)).toEqual([
      ["000e", "headerLength", "40"],
      ["0012", "width", "2"],
      ["0016", "height", "-1"],
      ["001a", "planes", "1"],
      ["001c", "bitsPerPixel", "24"],
      ["001e", "compression", "none (0)"],
    ]);

    const schema = await project.read("schemas/bmp.ts");
    const reloaded = page.waitForEvent("load");
    await project.write({ "schemas/bmp.ts": schema.replace("planes: u16", "layers: u16") });
    await reloaded;
    await drop();
    expect((await rowsOf(page, "Image header"))[3]).toEqual(["001a", "layers", "1"]);
  },
);

test("a file of another kind, or a damaged one, is said to be so", { timeout }, async () => {
  const project = await copyExample();
  const server = await createServer({ root: project.root, logLevel: "silent", server: local });
  closing.push(async () => server.close());
  await server.listen();
  const page = await open(server.resolvedUrls?.local[0]);
  await give(page, "text.txt", Buffer.from("hi"));
  await page.getByText("text.txt: this is neither a WAV nor a BMP file").waitFor();
  await give(page, "short.bmp", bmp.subarray(0, 20));
  await page.getByText("short.bmp: BmpImageHeader: expected 40 bytes, got 6").waitFor();
});
