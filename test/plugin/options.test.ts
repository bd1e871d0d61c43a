/** The options of the build plugin, tried with esbuild. */
import { existsSync } from "node:fs";
import { build } from "esbuild";
import structview from "structview/esbuild";
import type { PluginOptions } from "structview/esbuild";
import { describe, expect, test } from "vitest";
import { ProjectFiles } from "../../compiler/dist/plugin/files.js";
import type { Files, Project } from "../cli/project.js";
import { makeProject } from "../readme/try-program.js";

const point = `import { struct, u8 } from "structview/schema";\nexport const Point = struct({ x: u8 });\n`;

interface Built {
  readonly project: Project;
  readonly code: string;
  readonly errors: string;
  readonly warnings: string;
}

async function buildWith(files: Files, options?: PluginOptions): Promise<Built> {
  const project = await makeProject(files);
  const result = await build({
    absWorkingDir: project.root,
    entryPoints: ["main.js"],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "silent",
    external: ["@structview/runtime"],
    plugins: [structview(options)],
  }).catch((error: unknown) => ({
    outputFiles: [],
    warnings: [],
    errors: (error as { errors: never[] }).errors,
  }));
  return {
    project,
    code: result.outputFiles[0]?.text ?? "",
    errors: result.errors.map(({ text }: { text: string }) => text).join("\n"),
    warnings: result.warnings.map(({ text }: { text: string }) => text).join("\n"),
  };
}

const importing = (from: string): string =>
  `import { Point } from "${from}";\nconsole.log(Point.size);\n`;

describe("direct", () => {
  test("chooses the files that are schemas by a pattern", async () => {
    const { code } = await buildWith(
      { "main.js": importing("./point.bytes.ts"), "point.bytes.ts": point },
      { direct: /\.bytes\.ts$/ },
    );
    expect(code).toContain("getUint8");
  });

  test("leaves all files as they are with false", async () => {
    const { code } = await buildWith(
      { "main.js": importing("./point.layout.ts"), "point.layout.ts": point },
      { direct: false },
    );
    expect(code).not.toContain("getUint8");
    expect(code).toContain("struct(");
  });

  test("yields classes that hold what their types say, whatever methods files have", async () => {
    const { code } = await buildWith({
      "main.js": importing("./point.layout.ts"),
      "point.layout.ts": point,
      "structview.config.json": '{ "methods": [] }',
    });
    expect(code).toContain("static create(");
  });

  test("leaves imports with a query to others", async () => {
    const { errors } = await buildWith({
      "main.js": `import text from "./point.layout.ts?raw";`,
      "point.layout.ts": point,
    });
    expect(errors).not.toContain("structview");
  });
});

test("a warning is shown once, unless the configuration silences it", async () => {
  const files = {
    "main.js": importing("./point.layout.ts"),
    "point.layout.ts": `${point}import { enumeration } from "structview/schema";
export const Kind = enumeration(u8, { a: 0, b: 1, c: 2, e: 4, f: 5 });\n`,
  };
  const { warnings } = await buildWith(files);
  expect(warnings).toContain("warning ");
  const [, code = ""] = /warning ([\w-]+):/.exec(warnings) ?? [];
  const silenced = { "structview.config.json": JSON.stringify({ silence: [code] }) };
  expect((await buildWith({ ...files, ...silenced })).warnings).toBe("");
});

describe("files", () => {
  const files = {
    "main.js": importing("./generated/point.ts"),
    "schemas/point.ts": point,
  };

  test("are written before modules are looked for", async () => {
    const { code, project } = await buildWith(files);
    expect(code).toContain("getUint8");
    expect(await project.structview(["check"])).toMatchObject({ exitCode: 0 });
  });

  test("are not written with false", async () => {
    const { errors, project } = await buildWith(files, { files: false });
    expect(errors).toContain(`Could not resolve "./generated/point.ts"`);
    expect(existsSync(project.pathOf("generated"))).toBe(false);
  });

  test("need no schemas, unless the option is true", async () => {
    const alone = { "main.js": "console.log(1);" };
    expect(await buildWith(alone)).toMatchObject({ errors: "" });
    const { errors } = await buildWith(alone, { files: true });
    expect(errors).toContain("error no-schemas: ");
  });

  test("go where the configuration says that is named, from the root that is named", async () => {
    const { project, errors } = await buildWith(
      {
        "main.js": "console.log(1);",
        "sub/settings.json": `{ "schemas": "layouts/*.ts", "out": "made" }`,
        "sub/layouts/point.ts": point,
      },
      { root: "sub", config: "settings.json" },
    );
    expect(errors).toBe("");
    expect(await project.filesIn("sub/made")).toEqual(["sub/made/point.ts"]);
  });

  test("are written anew when the configuration asks for other methods", async () => {
    const { project } = await buildWith(files);
    const kept = new ProjectFiles(project.root, {});
    const pointAfter = async (config: string): Promise<string> => {
      await project.write({ "structview.config.json": config });
      expect(await kept.update()).toMatchObject({ failure: undefined });
      return project.read("generated/point.ts");
    };
    expect(await pointAfter("{}")).toContain("static create(");
    expect(await pointAfter('{ "methods": ["objects"] }')).toMatch(
      /^(?!.*create\().*static read\(/s,
    );
    expect(await pointAfter('{ "methods": ["writing"] }')).toMatch(
      /^(?!.*read\().*static create\(/s,
    );
  });

  test("are not written where the configuration is wrong, which stops the build", async () => {
    const { errors } = await buildWith({ ...files, "structview.config.json": `{ "oui": "made" }` });
    expect(errors).toContain(
      "structview: structview.config.json: unknown key oui; did you mean out?",
    );
  });
});
