/** The mistakes of people, told by the program as it is built. */
import { chmod } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { mistakes } from "./mistakes.js";
import { Project } from "./project.js";

/** Whether permissions apply: not on Windows, and not to an administrator. */
const hasPermissions = process.getuid !== undefined && process.getuid() !== 0;

describe.concurrent("is told what is wrong who gives", () => {
  test.for(mistakes)("$name", async (mistake, context) => {
    const { files = {}, prepare, args = ["generate"], exitCode, want } = mistake;
    context.skip(mistake.needsPermissions === true && !hasPermissions, "permissions do not apply");
    const project = await Project.of(files);
    const before = await project.contents();
    await prepare?.(project);
    const { output, errors, ...ran } = await project.structview(args);
    if (mistake.needsPermissions === true) {
      for (const folder of ["schemas/deep", "generated"]) {
        await chmod(project.pathOf(folder), 0o755).catch(() => {});
      }
    }
    context.expect(errors).toMatch(want);
    context.expect(errors).not.toMatch(/^\s+at /m);
    context.expect({ output, ...ran }).toEqual({ output: "", exitCode });
    // Nothing is lost, nothing is left.
    context.expect(await project.contents()).toEqual(before);
  });
});

test("what a schema prints is no output of the program", async () => {
  const project = await Project.of({
    "schemas/a.ts":
      'import { struct, u8 } from "structview/schema";\nconsole.log("hello");\nexport const A = struct({ x: u8 });\n',
  });
  const { output, errors } = await project.structview(["generate", "--json"]);
  expect(JSON.parse(output)).toMatchObject({ exitCode: 0 });
  expect(errors).toBe("hello\n");
});
