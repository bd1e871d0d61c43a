/** Bundlers that watch build again after an edit of a schema, and of what it imports. */
import { setTimeout } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { Project } from "../cli/project.js";
import { makeProject } from "../readme/try-program.js";
import { runBuilt, watchers } from "./build.js";

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const schema = `import { struct, u16, u8 } from "structview/schema";
import { words } from "./words.js";

export const Point = struct({ x: u8, y: words === 1 ? u8 : u16 });
`;
const words = "export const words: number = 1;\n";

async function expectPrinted(project: Project, printed: string): Promise<void> {
  await expect
    .poll(async () => runBuilt(project), { timeout: 20_000, interval: 100 })
    .toBe(`${printed}\n`);
}

describe.each(Object.entries(watchers))("%s", (name, watch) => {
  test.for([
    { way: "direct", schemas: "src", file: "src/point.layout.ts", from: "./point.layout.ts" },
    { way: "files", schemas: "schemas", file: "schemas/point.ts", from: "../generated/point.ts" },
  ])(
    "builds again after each edit, by way of $way",
    { timeout: 90_000 },
    async ({ schemas, file, from }) => {
      const config = `{ "schemas": ["schemas/point.ts"], "out": "generated" }`;
      const project = await makeProject({
        "structview.config.json": config,
        "src/main.js": `import { Point } from "${from}";\nconsole.log(Point.size);\n`,
        [file]: schema,
        [`${schemas}/words.ts`]: words,
      });
      const options = { files: from.includes("generated") };
      const reports: string[] = [];
      closing.push(
        await watch({ project, entry: "src/main.js", options }, (report) => reports.push(report)),
      );
      await expectPrinted(project, "2");
      await project.write({ [file]: schema.replace("x: u8", "x: u16") });
      await expectPrinted(project, "3");
      await project.write({ [`${schemas}/words.ts`]: words.replace("= 1", "= 2") });
      // farm asks about files that are modules of the bundle, and no others.
      if (name === "farm" && !options.files) {
        await project.write({ [file]: schema.replace("x: u8", "x: u16 ") });
      }
      await expectPrinted(project, "4");
      // A mistake ends nothing: what is mended is built.
      await project.write({ [file]: schema.replace("x: u8", "x: u8, x: u8") });
      await expect
        .poll(() => reports.join("\n"), { timeout: 20_000 })
        .toContain(`${file}:4:38 error duplicate-name`);
      // farm misses an edit that is made while a build that fails ends.
      if (name === "farm") await setTimeout(1000);
      await project.write({ [file]: schema.replace("x: u8", "x: u8, z: u16") });
      await expectPrinted(project, "5");
    },
  );

  test("sees a schema that is new, without another edit", { timeout: 60_000 }, async () => {
    const config = `{ "schemas": ["schemas/**/*.ts"], "out": "generated" }`;
    const project = await makeProject({
      "structview.config.json": config,
      "src/main.js": `import { Point } from "../generated/point.ts";\nconsole.log(Point.size);\n`,
      "schemas/point.ts": schema
        .replace('import { words } from "./words.js";\n', "")
        .replace("words === 1 ? u8 : u16", "u8"),
    });
    closing.push(await watch({ project, entry: "src/main.js", options: {} }, () => {}));
    await expectPrinted(project, "2");
    await project.write({
      "schemas/line.ts": schema
        .replace('import { words } from "./words.js";\n', "")
        .replace("y: words === 1 ? u8 : u16", "y: u8")
        .replace("Point", "Line"),
    });
    await expect
      .poll(async () => project.filesIn("generated"), { timeout: 20_000 })
      .toContain("generated/line.ts");
  });
});
