/** What commands print: for programs with `--json`, little with `--quiet`, in colours where they are wanted. */
import { describe, expect, test } from "vitest";
import { colorsFor } from "../../compiler/dist/colors.js";
import { Project } from "./project.js";
import type { Run } from "./project.js";

const point = `import { struct, u16 } from "structview/schema";

export const Point = struct({ x: u16, y: u16 });
`;
const broken = `import { bits, struct } from "structview/schema";

export const Broken = struct({
  version: bits(3),
});
`;

/** Returns the one line of JSON that a command prints. */
function jsonOf({ output, errors }: Run): unknown {
  expect(errors).toBe("");
  expect(output).toMatch(/^[^\n]+\n$/);
  return JSON.parse(output);
}

const nothing = { version: 1, error: null, diagnostics: [] };

describe.concurrent("--json prints one line that holds everything", () => {
  test("of generate and check", async () => {
    const project = await Project.of({ "schemas/point.ts": point });
    const { root } = project;
    const stale = await project.structview(["check", "--json"]);
    expect(stale.exitCode).toBe(1);
    expect(jsonOf(stale)).toEqual({
      ...nothing,
      command: "check",
      exitCode: 1,
      root,
      result: { stale: [{ file: "generated/point.ts", reason: "missing" }], current: [] },
    });
    expect(jsonOf(await project.structview(["--json", "generate"]))).toEqual({
      ...nothing,
      command: "generate",
      exitCode: 0,
      root,
      result: {
        schemas: 1,
        compiled: ["schemas/point.ts"],
        written: ["generated/point.ts"],
        removed: [],
        current: [],
      },
    });
    expect(jsonOf(await project.structview(["check", "--json"]))).toMatchObject({
      exitCode: 0,
      result: { stale: [], current: ["generated/point.ts"] },
    });
  });

  test("of mistakes in schemas, with their places", async () => {
    const project = await Project.of({ "schemas/broken.ts": broken });
    const ran = await project.structview(["generate", "--json"]);
    expect(ran.exitCode).toBe(1);
    expect(jsonOf(ran)).toEqual({
      version: 1,
      command: "generate",
      exitCode: 1,
      error: null,
      root: project.root,
      diagnostics: [
        {
          code: "bits-not-whole-bytes",
          severity: "error",
          message: expect.stringContaining("Broken.version has 3 bits"),
          file: "schemas/broken.ts",
          line: 4,
          column: 3,
          endLine: 4,
          endColumn: 10,
        },
      ],
      result: null,
    });
  });

  test.for([
    { name: "a flag", args: ["generate", "--ou", "x"], want: /^unknown option '--ou'/ },
    { name: "a configuration", args: ["generate", "-c", "no.json"], want: /no configuration file/ },
  ])("of wrong usage: $name", async ({ args, want }) => {
    const project = await Project.of({ "schemas/point.ts": point });
    const ran = await project.structview([...args, "--json"]);
    expect(ran.exitCode).toBe(2);
    expect(jsonOf(ran)).toEqual({
      version: 1,
      command: "generate",
      exitCode: 2,
      error: expect.stringMatching(want),
      root: null,
      diagnostics: [],
      result: null,
    });
  });
});

describe.concurrent("--quiet", () => {
  test("prints nothing where all is well, warnings left out", async () => {
    const project = await Project.of({
      "schemas/point.ts": point,
      "schemas/empty.ts": "export {};\n",
    });
    const silent = { exitCode: 0, output: "", errors: "" };
    expect(await project.structview(["generate", "--quiet"])).toEqual(silent);
    expect(await project.structview(["check", "-q"])).toEqual(silent);
    expect((await project.structview(["check"])).errors).toContain("warning schema-empty");
  });

  test("prints errors, and the list that check is asked for", async () => {
    const project = await Project.of({ "schemas/point.ts": point });
    expect(await project.structview(["check", "--quiet"])).toEqual({
      exitCode: 1,
      output: "generated/point.ts: missing\n",
      errors: "",
    });
    await project.write({ "schemas/point.ts": broken });
    const { exitCode, errors } = await project.structview(["generate", "--quiet"]);
    expect(exitCode).toBe(1);
    expect(errors).toContain("error bits-not-whole-bytes");
  });
});

describe("colours", () => {
  test.for([
    { name: "a terminal", isTTY: true, environment: { TERM: "xterm" }, want: true },
    { name: "a pipe", isTTY: false, environment: { TERM: "xterm" }, want: false },
    { name: "a pipe in CI", isTTY: false, environment: { CI: "true" }, want: false },
    { name: "a dumb terminal", isTTY: true, environment: { TERM: "dumb" }, want: false },
    { name: "NO_COLOR", isTTY: true, environment: { NO_COLOR: "1" }, want: false },
    { name: "an empty NO_COLOR", isTTY: true, environment: { NO_COLOR: "" }, want: true },
    { name: "FORCE_COLOR in a pipe", isTTY: false, environment: { FORCE_COLOR: "1" }, want: true },
    { name: "FORCE_COLOR=0", isTTY: true, environment: { FORCE_COLOR: "0" }, want: false },
    { name: "both", isTTY: true, environment: { NO_COLOR: "1", FORCE_COLOR: "1" }, want: false },
  ])("are there or not: $name", ({ isTTY, environment, want }) => {
    expect(colorsFor({ isTTY }, environment).isColorSupported).toBe(want);
  });

  test("are in what the program prints where FORCE_COLOR says so", async () => {
    const project = await Project.of({ "schemas/broken.ts": broken });
    const environment = { FORCE_COLOR: "1" };
    expect((await project.structview(["generate"], { environment })).errors).toContain(
      "\u001B[31m",
    );
    const without = { environment: { FORCE_COLOR: "1", NO_COLOR: "1" } };
    expect((await project.structview(["generate"], without)).errors).not.toContain("\u001B");
  });
});

describe("warnings", () => {
  test("that the configuration silences are not shown", async () => {
    const project = await Project.of({
      "schemas/point.ts": point,
      "schemas/empty.ts": "export {};\n",
      "structview.config.json": '{ "silence": ["schema-empty"] }',
    });
    expect((await project.structview(["generate"])).errors).not.toContain("warning");
    expect(jsonOf(await project.structview(["check", "--json"]))).toMatchObject({
      diagnostics: [],
    });
  });
});
