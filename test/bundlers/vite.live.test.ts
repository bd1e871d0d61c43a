/** vite serves an application, in development and as it was built, to a real Chromium. */
import structview from "structview/vite";
import { build, createServer, preview } from "vite";
import type { InlineConfig, ViteDevServer } from "vite";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import type { Files, Project } from "../cli/project.js";
import { makeProject } from "../readme/try-program.js";
import { useChromium } from "./chromium.js";

const { browser } = useChromium();
const timeout = 60_000;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const point = `import { struct, u16, u8 } from "structview/schema";
import { words } from "./words.js";

export const Point = struct({ x: u8, y: words === 1 ? u8 : u16 });
`;
const stamp = `import { struct, u32 } from "structview/schema";

export const Stamp = struct({ seconds: u32 });
`;
const files: Files = {
  "index.html": `<!doctype html><body><p id="direct"></p><p id="files"></p>
<script type="module" src="/src/main.ts"></script></body>`,
  "src/main.ts": `import { Point } from "./point.layout.ts";
import { Stamp } from "../generated/stamp.ts";

function draw(point: typeof Point): void {
  document.querySelector("#direct")!.textContent = "Point " + point.size;
  document.querySelector("#files")!.textContent = "Stamp " + Stamp.size;
}
draw(Point);
import.meta.hot?.accept("./point.layout.ts", (changed) => draw(changed!.Point));
`,
  "src/point.layout.ts": point,
  "src/words.ts": "export const words: number = 1;\n",
  "schemas/stamp.ts": stamp,
};

interface Served {
  readonly page: Page;
  readonly project: Project;
  readonly server: ViteDevServer;
  /** What the server printed. */
  readonly lines: readonly string[];
}

async function serve(given: Files = files): Promise<Served> {
  const project = await makeProject(given);
  const lines: string[] = [];
  const print = (line: string): void => {
    lines.push(line);
  };
  const server = await createServer({
    ...configOf(project),
    customLogger: {
      info: print,
      warn: print,
      warnOnce: print,
      error: print,
      clearScreen: () => {},
      hasErrorLogged: () => false,
      hasWarned: false,
    },
  });
  closing.push(async () => server.close());
  await server.listen();
  const page = await open(server.resolvedUrls?.local[0]);
  return { project, server, page, lines };
}

function configOf(project: Project): InlineConfig {
  const server = { host: "127.0.0.1", port: 0 };
  return {
    root: project.root,
    configFile: false,
    logLevel: "silent",
    server,
    preview: server,
    plugins: [structview()],
  };
}

async function open(url: string | undefined): Promise<Page> {
  const page = await browser().newPage();
  closing.push(async () => page.close());
  page.setDefaultTimeout(20_000);
  await page.goto(url ?? "");
  return page;
}

async function expectShown(page: Page, direct: string, kept: string): Promise<void> {
  await page.locator("#direct", { hasText: direct }).waitFor();
  await page.locator("#files", { hasText: kept }).waitFor();
}

test(
  "it draws, and shows each edit of a schema and of what that imports",
  { timeout },
  async () => {
    const { page, project, lines } = await serve();
    await expectShown(page, "Point 2", "Stamp 4");

    // A module that accepts the schema gets it hot: the page is not loaded again.
    await page.evaluate(`document.title = "first"`);
    await project.write({ "src/point.layout.ts": point.replace("x: u8", "x: u16") });
    await expectShown(page, "Point 3", "Stamp 4");
    await project.write({ "src/words.ts": "export const words: number = 2;\n" });
    await expectShown(page, "Point 4", "Stamp 4");
    expect(await page.title()).toBe("first");

    const written = (): number => lines.filter((line) => line.startsWith("wrote ")).length;
    expect(written()).toBe(1);
    await project.write({ "schemas/stamp.ts": stamp.replace("u32 })", "u32, more: u32 })") });
    await expectShown(page, "Point 4", "Stamp 8");
    expect(written()).toBe(2);
    await project.write({ "schemas/added.ts": stamp.replace("Stamp", "Added") });
    await expect.poll(written, { timeout: 10_000 }).toBe(3);
    expect(await project.read("generated/added.ts")).toContain("class Added");
  },
);

test(
  "mistakes show in the overlay and the terminal, and mending them takes it away",
  { timeout },
  async () => {
    const { page, project, lines } = await serve();
    await expectShown(page, "Point 2", "Stamp 4");
    const overlay = page.locator("vite-error-overlay");

    await project.write({ "src/point.layout.ts": point.replace("x: u8", "x: u8, x: u8") });
    await overlay.getByText("duplicate-name").first().waitFor();
    expect(await overlay.locator(".frame").textContent()).toContain("> 4 | export const Point");
    expect(await overlay.locator(".file").textContent()).toContain("src/point.layout.ts:4:");
    expect(lines.join("\n")).toContain("src/point.layout.ts:4:38 error duplicate-name: ");
    await project.write({ "src/point.layout.ts": point.replace("x: u8", "x: u16") });
    await expectShown(page, "Point 3", "Stamp 4");
    await overlay.waitFor({ state: "detached" });

    await project.write({ "schemas/stamp.ts": stamp.replace("u32 })", "u33 })") });
    await overlay.getByText("schemas/stamp.ts:3:").first().waitFor();
    expect(await overlay.locator(".frame").textContent()).toContain("> 3 | export const Stamp");
    expect(lines.join("\n")).toContain("> 3 | export const Stamp");
    await page.reload();
    await overlay.getByText("schemas/stamp.ts:3:").first().waitFor();
    await project.write({ "schemas/stamp.ts": stamp });
    await overlay.waitFor({ state: "detached" });
    await expectShown(page, "Point 3", "Stamp 4");
  },
);

test("it starts with a mistake, and goes on when that is mended", { timeout }, async () => {
  const wrong = stamp.replace("u32 })", "u33 })");
  const { page, project } = await serve({ ...files, "schemas/stamp.ts": wrong });
  const overlay = page.locator("vite-error-overlay");
  await overlay.getByText("schemas/stamp.ts:3:").first().waitFor();
  await project.write({ "schemas/stamp.ts": stamp });
  await expectShown(page, "Point 2", "Stamp 4");
});

test("what is built is served and draws", { timeout }, async () => {
  const project = await makeProject(files);
  await build(configOf(project));
  const server = await preview(configOf(project));
  closing.push(async () => server.close());
  const page = await open(server.resolvedUrls?.local[0]);
  await expectShown(page, "Point 2", "Stamp 4");
});
