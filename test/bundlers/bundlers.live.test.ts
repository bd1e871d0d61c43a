/** The same application, built by every bundler, both ways, and run. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { describe, expect, test } from "vitest";
import type { Project } from "../cli/project.js";
import { makeProject } from "../readme/try-program.js";
import type { Way } from "./app.js";
import { filesOf, jsonApp, printed } from "./app.js";
import { builders, runBuilt } from "./build.js";

const entries: Readonly<Record<Way, string>> = { direct: "src/main.js", files: "src/main.ts" };

/** Milliseconds for a build in a process of its own. */
const timeout = 60_000;

describe.each(Object.entries(builders))("%s", (name, build) => {
  test.for(["direct", "files"] as const)(
    "builds the application, its classes by way of %s",
    { timeout },
    async (way) => {
      const project = await makeProject(filesOf(way));
      await build({ project, entry: entries[way] });
      expect(await runBuilt(project)).toBe(`${printed}\n`);
      const code = await project.read("dist/main.js");
      expect(code).toMatch(/\bPacket\b/);
      expect(code).not.toContain("structview/schema");
      // Bun takes no source maps from plugins.
      if (way === "direct" && name !== "bun") await expectMapped(project);
    },
  );

  test("builds an application whose schemas are JSON", { timeout }, async () => {
    const project = await makeProject(jsonApp.files);
    await build({ project, entry: "src/main.js" });
    expect(await runBuilt(project)).toBe(`${jsonApp.printed}\n`);
  });

  test("finds a schema by the name that TypeScript gives its module", { timeout }, async () => {
    const { "src/main.js": main, ...schemas } = filesOf("direct");
    const project = await makeProject({
      ...schemas,
      "src/main.ts": String(main).replaceAll(".layout.ts", ".layout.js"),
    });
    await build({ project, entry: "src/main.ts" });
    expect(await runBuilt(project)).toBe(`${printed}\n`);
  });

  test.for(["direct", "files"] as const)(
    "stops at a mistake and shows the line of the schema, by way of %s",
    { timeout },
    async (way) => {
      const files = filesOf(way);
      const file = way === "direct" ? "src/packet.layout.ts" : "schemas/packet.ts";
      const wrong = String(files[file]).replace("text: bytes(2)", 'text: bytes("lenght")');
      const project = await makeProject({ ...files, [file]: wrong });
      const error: unknown = await build({ project, entry: entries[way] }).then(
        () => "it builds",
        (reason: unknown) => reason,
      );
      const text = String(error) + frameOf(error);
      expect(text).toContain(`${file}:14:5 error unknown-field: `);
      expect(text).toContain(`> 14 |     text: bytes("lenght"),`);
      expect(text).not.toContain("failure.js");
    },
  );
});

/** The place of an accessor in what was built leads to its field in the schema. */
async function expectMapped(project: Project): Promise<void> {
  const code = await project.read("dist/main.js");
  const map = new TraceMap(await project.read("dist/main.js.map"));
  const lines = code.split("\n");
  const line = lines.findIndex((text) => text.includes("get version("));
  const column = lines[line]?.indexOf("get version") ?? -1;
  const place = originalPositionFor(map, { line: line + 1, column });
  expect(place).toMatchObject({ line: 10, column: 4 });
  expect(place.source).toMatch(/src\/packet\.layout\.ts$/);
}

/** The lines of the schema, where a bundler shows them beside the message. */
function frameOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("frame" in error && typeof error.frame === "string") return `\n${error.frame}`;
  return "errors" in error && Array.isArray(error.errors) ? error.errors.map(frameOf).join("") : "";
}
