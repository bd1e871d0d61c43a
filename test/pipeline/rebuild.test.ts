/** Rebuilding gives what building from nothing gives, after every edit, and does only what it has to. */
import { rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { Project as ProjectOfCompiler } from "../../compiler/dist/config.js";
import { generate } from "../../compiler/dist/generate.js";
import type { Generation } from "../../compiler/dist/generate.js";
import { Rebuilder } from "../../compiler/dist/rebuild.js";
import { Project } from "../cli/project.js";

const language = 'import { bits, struct, u16, u8 } from "structview/schema";\n';
const point = `${language}export const Point = struct({ x: u16, y: u16 });\n`;
const line = `${language}import { Point } from "./point.js";
export const Line = struct({ from: Point, to: Point });\n`;
const path = `${language}import { Line } from "./line.js";
export const Path = struct({ first: Line });\n`;
const shared = `${language}export const Shared = struct({ x: u8 });\n`;
const owner = 'export { Shared } from "../lib/shared.js";\n';
const user = `${language}import { Shared } from "../lib/shared.js";
export const User = struct({ shared: Shared });\n`;
const json = JSON.stringify({
  types: [
    {
      kind: "struct",
      name: "Packet",
      fields: [{ name: "x", type: { kind: "reference", name: "Point", from: "point.ts" } }],
    },
  ],
});
const alone = `${language}export const Alone = struct({ x: u8 });\n`;

const files = {
  "schemas/point.ts": point,
  "schemas/line.ts": line,
  "schemas/path.ts": path,
  "schemas/owner.ts": owner,
  "schemas/user.ts": user,
  "schemas/packet.json": json,
  "schemas/alone.ts": alone,
  "lib/shared.ts": shared,
};

/** Edits one after the other: the contents of a file, and the schemas that are compiled for it. */
const edits: readonly {
  readonly name: string;
  readonly file: string;
  readonly text: string | undefined;
  readonly compiled: readonly string[];
}[] = [
  {
    name: "a schema that nothing depends on",
    file: "schemas/alone.ts",
    text: alone.replace("x: u8", "x: u16"),
    compiled: ["alone.ts"],
  },
  {
    name: "a schema that others depend on, one of them in JSON",
    file: "schemas/point.ts",
    text: point.replace("y:", "z:"),
    compiled: ["line.ts", "packet.json", "path.ts", "point.ts"],
  },
  {
    name: "a module that is no schema",
    file: "lib/shared.ts",
    text: shared.replace("x:", "y:"),
    compiled: ["owner.ts", "user.ts"],
  },
  {
    name: "a mistake",
    file: "schemas/line.ts",
    text: line.replace("to: Point", "to: bits(3)"),
    compiled: ["line.ts", "path.ts"],
  },
  {
    name: "a second mistake",
    file: "schemas/alone.ts",
    text: alone.replace("{ x: u8 }", "{}"),
    compiled: ["alone.ts", "line.ts", "path.ts"],
  },
  {
    name: "the first one mended",
    file: "schemas/line.ts",
    text: line,
    compiled: ["alone.ts", "line.ts", "path.ts"],
  },
  {
    name: "the second one mended",
    file: "schemas/alone.ts",
    text: alone,
    compiled: ["alone.ts", "line.ts", "path.ts"],
  },
  {
    name: "the schema that names a type of a module gone",
    file: "schemas/owner.ts",
    text: undefined,
    compiled: ["user.ts"],
  },
  {
    name: "and there again",
    file: "schemas/owner.ts",
    text: owner,
    compiled: ["owner.ts", "user.ts"],
  },
  {
    name: "an import that leads to another file",
    file: "schemas/path.ts",
    text: path.replaceAll("Line", "Point").replace("./line", "./point"),
    compiled: ["path.ts"],
  },
  {
    name: "what it does not import any more",
    file: "schemas/line.ts",
    text: line.replace("from:", "start:"),
    compiled: ["line.ts"],
  },
  {
    name: "a warning",
    file: "schemas/empty.ts",
    text: "export {};\n",
    compiled: ["empty.ts"],
  },
  {
    name: "something else, the warning kept",
    file: "schemas/alone.ts",
    text: alone.replace("x:", "y:"),
    compiled: ["alone.ts"],
  },
  { name: "nothing", file: "schemas/alone.ts", text: alone.replace("x:", "y:"), compiled: [] },
];

describe("after an edit, rebuilding", () => {
  test("gives what a build from nothing gives, and compiles what the edit concerns", async () => {
    const project = await Project.of(files);
    const configured: ProjectOfCompiler = {
      root: project.root,
      schemas: ["schemas/**/*.{ts,json}"],
      out: "generated",
      silence: [],
      methods: undefined,
      configFile: undefined,
      isWhole: true,
    };
    const rebuilder = new Rebuilder(configured);
    const run = async (): Promise<Generation> => rebuilder.generate(() => {});
    const first = await run();
    expect(first.compiled).toHaveLength(7);
    expect(textsOf(first)).toEqual(textsOf(await generate(configured, () => {})));

    for (const { name, file, text, compiled } of edits) {
      if (text === undefined) await rm(project.pathOf(file));
      else await project.write({ [file]: text });
      const rebuilt = await run();
      const fresh = await generate(configured, () => {});
      expect({ name, compiled: rebuilt.compiled }).toEqual({
        name,
        compiled: compiled.map((each) => `schemas/${each}`),
      });
      expect({ name, ...textsOf(rebuilt) }).toEqual({ name, ...textsOf(fresh) });
    }
  });
});

/** Returns what counts of a generation: the outputs with their texts, and the diagnostics. */
function textsOf({ plan, diagnostics, inputs }: Generation): object {
  return {
    outputs: plan?.write.map(({ output }) => [output.path, output.text]),
    inputs,
    diagnostics: diagnostics.map(({ code, span }) => `${span?.file} ${code}`),
  };
}
