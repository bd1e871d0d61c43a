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

describe.concurrent("a schema that leaves something behind", () => {
  test("does not keep the program", async ({ expect }) => {
    const project = await leaving("setInterval(() => {}, 1000);");
    const { exitCode, errors } = await project.structview(["generate"]);
    expect(errors).toMatch(/^1 schema, 1 module: 1 written/m);
    expect(exitCode).toBe(0);
  });

  test.for([
    ["throws", 'setTimeout(() => { throw new Error("too late"); }, 30);'],
    ["forgets an error", 'setTimeout(() => Promise.reject(new Error("too late")), 30);'],
  ] as const)("is told when that %s", async ([, statement], { expect }) => {
    const project = await leaving(statement);
    const { exitCode, errors } = await project.structview(["generate"]);
    expect(errors).toMatch(
      /^structview: schemas\/a\.ts:3 fails after it was evaluated: too late$/m,
    );
    expect(errors).not.toMatch(/^\s+at /m);
    expect(exitCode).toBe(1);
    expect(Object.keys(await project.contents())).toContain("generated/a.ts");
  });
});

describe.concurrent("does not wait for ever for", () => {
  test.for([
    ["a schema that does not return", "for (;;);"],
    ["a schema that awaits too long", "await new Promise((end) => setTimeout(end, 1e8));"],
  ] as const)("%s", { timeout: 60_000 }, async ([, statement], { expect }) => {
    const project = await Project.of({ "schemas/a.ts": statement });
    const { exitCode, errors } = await project.structview(["generate"]);
    expect(errors).toMatch(
      /^schemas\/a\.ts:1:1 error schema-throws: .*: it takes longer than 10 seconds$/m,
    );
    expect(exitCode).toBe(1);
  });

  test("a configuration that does not return", { timeout: 60_000 }, async ({ expect }) => {
    const project = await Project.of({ "structview.config.ts": "for (;;);" });
    const { exitCode, errors } = await project.structview(["generate"]);
    expect(errors).toBe(
      "structview: structview.config.ts cannot be loaded: it takes longer than 10 seconds\n",
    );
    expect(exitCode).toBe(2);
  });
});

/** Returns a project whose schema does something beside what it exports. */
async function leaving(statement: string): Promise<Project> {
  return Project.of({
    "schemas/a.ts": `import { struct, u8 } from "structview/schema";
export const A = struct({ x: u8 });
${statement}
`,
  });
}
