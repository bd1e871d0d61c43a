/** `structview generate --watch`, run as its users run it, told of edits by nothing but the file system. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { rename, rm, stat, utimes } from "node:fs/promises";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { isWithin } from "../../compiler/dist/watch.js";
import { Project, repository } from "./project.js";
import type { Files } from "./project.js";

const point = `import { struct, u16 } from "structview/schema";

export const Point = struct({ x: u16, y: u16 });
`;
const line = `import { struct } from "structview/schema";
import { Point } from "./point.js";

export const Line = struct({ from: Point, to: Point });
`;
const other = `import { struct, u8 } from "structview/schema";
import { length } from "../shared/length.js";

export const Other = struct({ x: u8 }, { size: length });
`;
const broken = point.replace("{ x: u16, y: u16 }", "{}");

/** What one run of the pipeline prints. */
interface Printed {
  readonly exitCode: number;
  readonly error: string | null;
  readonly diagnostics: readonly { readonly code: string; readonly file: string | null }[];
  readonly result: Readonly<Record<string, unknown>> | null;
}

/** A running watcher. */
class Watcher {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #text = "";
  #told = (): void => {};

  constructor(project: Project, args: readonly string[]) {
    const program = path.join(repository, "compiler/bin/structview.js");
    this.#child = spawn(process.execPath, [program, "generate", "--watch", ...args], {
      cwd: project.root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const take = (chunk: Buffer): void => {
      this.#text += chunk.toString();
      this.#told();
    };
    this.#child.stdout?.on("data", take);
    this.#child.stderr?.on("data", take);
    this.#ended = new Promise((resolve) => {
      this.#child.on("close", resolve);
    });
    running.add(this);
  }

  /** Returns the next line, when it is printed. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#text.indexOf("\n");
      if (end >= 0) {
        const text = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return text;
      }
      await new Promise<void>((resolve) => {
        this.#told = resolve;
      });
    }
  }

  async next(): Promise<Printed> {
    return JSON.parse(await this.line()) as Printed;
  }

  /** Interrupts the program as Ctrl-C does. Returns its exit code, and what it had still to print. */
  async interrupt(): Promise<{ readonly exitCode: number | null; readonly text: string }> {
    this.#child.kill("SIGINT");
    const exitCode = await this.#ended;
    running.delete(this);
    return { exitCode, text: this.#text };
  }
}

const running = new Set<Watcher>();

afterEach(async () => {
  await Promise.all([...running].map((each) => each.interrupt()));
});

const clean = { exitCode: 0, text: "" };
const files: Files = {
  "schemas/point.ts": point,
  "schemas/line.ts": line,
  "schemas/other.ts": other,
  "shared/length.ts": "export const length = 1;\n",
};

test("compiles what changed and what depends on it, and nothing else; ends with 0", async () => {
  // Spaces and letters of other scripts, as folders of users have them.
  const project = await Project.of(files, "mein Projekt ü点");
  const watcher = new Watcher(project, ["--json"]);
  expect(await watcher.next()).toMatchObject({
    exitCode: 0,
    result: { compiled: ["schemas/line.ts", "schemas/other.ts", "schemas/point.ts"] },
  });
  const old = new Date(2001, 1, 1);
  await utimes(project.pathOf("generated/point.ts"), old, old);

  // An edit of one that nothing depends on.
  await project.write({ "schemas/line.ts": line.replace("to:", "end:") });
  expect(await watcher.next()).toMatchObject({
    result: {
      compiled: ["schemas/line.ts"],
      written: ["generated/line.ts"],
      current: ["generated/other.ts", "generated/point.ts"],
    },
  });
  expect((await stat(project.pathOf("generated/point.ts"))).mtime).toEqual(old);

  // An edit of one that another one imports.
  await project.write({ "schemas/point.ts": point.replace("y:", "z:") });
  expect(await watcher.next()).toMatchObject({
    result: { compiled: ["schemas/line.ts", "schemas/point.ts"] },
  });

  // A module that is no schema.
  await project.write({ "shared/length.ts": "export const length = 2;\n" });
  expect(await watcher.next()).toMatchObject({
    exitCode: 1,
    diagnostics: [{ code: "size-differs", file: "schemas/other.ts" }],
  });
  await project.write({ "shared/length.ts": "export const length = 1;\n" });
  expect(await watcher.next()).toMatchObject({
    exitCode: 0,
    result: { compiled: ["schemas/other.ts"], written: [] },
  });

  expect(await watcher.interrupt()).toEqual(clean);
});

test("is told of new, renamed and removed schemas, and not of its own outputs", async () => {
  const project = await Project.of({ "schemas/point.ts": point });
  const watcher = new Watcher(project, ["--json"]);
  await watcher.next();
  await project.write({ "schemas/deep/line.ts": line.replace("./point", "../point") });
  expect(await watcher.next()).toMatchObject({
    result: { compiled: ["schemas/deep/line.ts"], written: ["generated/deep/line.ts"] },
  });
  await rename(project.pathOf("schemas/deep/line.ts"), project.pathOf("schemas/deep/path.ts"));
  expect(await watcher.next()).toMatchObject({
    result: { written: ["generated/deep/path.ts"], removed: ["generated/deep/line.ts"] },
  });
  await rm(project.pathOf("schemas/deep/path.ts"));
  expect(await watcher.next()).toMatchObject({
    result: { compiled: [], removed: ["generated/deep/path.ts"] },
  });
  // Nothing is to be said of an edit that changes nothing, nor of outputs.
  await project.write({ "schemas/point.ts": point, "generated/own.ts": "export {};\n" });
  await project.write({ "schemas/last.ts": point.replace("Point", "Last") });
  expect(await watcher.next()).toMatchObject({ result: { compiled: ["schemas/last.ts"] } });
  expect(await watcher.interrupt()).toEqual(clean);
});

test("shows mistakes, leaves the outputs as they were, and goes on", async () => {
  const project = await Project.of({ "schemas/point.ts": point, "schemas/line.ts": line });
  const watcher = new Watcher(project, []);
  const until = async (pattern: RegExp): Promise<void> => {
    while (!pattern.test(await watcher.line()));
  };
  await until(/^watching 2 schemas; Ctrl-C ends$/);
  const before = await project.read("generated/point.ts");
  await project.write({ "schemas/point.ts": broken });
  await until(/^schemas\/point\.ts:3:14 error empty-struct: /);
  await until(/^Found 1 error in 1 file\.$/);
  await until(/^watching 2 schemas/);
  expect(await project.read("generated/point.ts")).toBe(before);
  await project.write({ "schemas/point.ts": point.replace("x:", "w:") });
  await until(/^wrote generated\/point\.ts$/);
  await until(/^watching 2 schemas/);
  expect(await watcher.interrupt()).toEqual(clean);
});

test("reads the configuration again, with what it imports, when it changes", async () => {
  const project = await Project.of({
    "schemas/point.ts": point,
    "structview.config.ts": `import { defineConfig } from "structview/config";
import { out } from "./tools/out.js";

export default defineConfig({ out });
`,
    "tools/out.ts": 'export const out = "made";\n',
  });
  const watcher = new Watcher(project, ["--json"]);
  expect(await watcher.next()).toMatchObject({ result: { written: ["made/point.ts"] } });
  await project.write({ "tools/out.ts": 'export const out = "lib";\n' });
  expect(await watcher.next()).toMatchObject({ result: { written: ["lib/point.ts"] } });
  await project.write({ "structview.config.ts": "export default { outt: 1 };\n" });
  expect(await watcher.next()).toMatchObject({
    exitCode: 2,
    error: expect.stringContaining("outt"),
  });
  await project.write({ "structview.config.ts": 'export default { out: "lib" };\n' });
  expect(await watcher.next()).toMatchObject({ exitCode: 0 });
  expect(await watcher.interrupt()).toEqual(clean);
});

test("lays modules out anew when the configuration of prettier comes, changes and goes", async () => {
  const project = await Project.of({ "schemas/point.ts": point });
  const watcher = new Watcher(project, ["--json"]);
  await watcher.next();
  const indentOf = async (): Promise<string | undefined> =>
    /^(\s+)readonly/m.exec(await project.read("generated/point.ts"))?.[1];
  expect(await indentOf()).toBe("  ");
  await project.write({ ".prettierrc": "tabWidth: 4\n" });
  expect(await watcher.next()).toMatchObject({
    result: { compiled: [], written: ["generated/point.ts"] },
  });
  expect(await indentOf()).toBe("    ");
  await project.write({ ".prettierrc": "useTabs: true\n" });
  expect(await watcher.next()).toMatchObject({ result: { written: ["generated/point.ts"] } });
  expect(await indentOf()).toBe("\t");
  await rm(project.pathOf(".prettierrc"));
  expect(await watcher.next()).toMatchObject({ result: { written: ["generated/point.ts"] } });
  expect(await indentOf()).toBe("  ");
  await project.write({
    "generated/.editorconfig": "[*]\nindent_style = space\nindent_size = 3\n",
  });
  expect(await watcher.next()).toMatchObject({ result: { written: ["generated/point.ts"] } });
  expect(await indentOf()).toBe("   ");
  expect(await watcher.interrupt()).toEqual(clean);
});

test("waits for schemas and for a configuration that are not there yet", async () => {
  const project = await Project.of({});
  const watcher = new Watcher(project, ["--json"]);
  expect(await watcher.next()).toMatchObject({ diagnostics: [{ code: "no-schemas" }] });
  await project.write({ "schemas/point.ts": point });
  expect(await watcher.next()).toMatchObject({ result: { written: ["generated/point.ts"] } });
  await project.write({ "structview.config.json": '{ "out": "made" }\n' });
  expect(await watcher.next()).toMatchObject({ result: { written: ["made/point.ts"] } });
  expect(await watcher.interrupt()).toEqual(clean);
});

test.for([
  { file: "/p/generated/a.ts", want: true },
  { file: "/p/generated", want: true },
  { file: "/p/generated-not/a.ts", want: false },
  { file: "/p/schemas/node_modules/a.ts", want: true },
  { file: "/p/.git/index", want: true },
  { file: "/p/schemas/a.ts", want: false },
])("leaves out $file: $want", ({ file, want }) => {
  expect(isWithin(file, ["/p/generated"])).toBe(want);
  expect(isWithin(onWindows(file), [onWindows("/p/generated")], { sep: "\\" })).toBe(want);
});

function onWindows(file: string): string {
  return `C:${file.replaceAll("/", "\\")}`;
}
