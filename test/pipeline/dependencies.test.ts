/** Which files a schema depends on, and that each load reads them anew. */
import { symlink } from "node:fs/promises";
import path from "node:path";
import { load } from "structview";
import { describe, expect, test } from "vitest";
import type { Files } from "../cli/project.js";
import { Project, makeFolder } from "../cli/project.js";

const header = `import { struct, u8 } from "structview/schema";\n`;
const point = `${header}export const Point = struct({ x: u8 });\n`;

describe("the files that a schema depends on", () => {
  test.for<{ readonly name: string; readonly files: Files; readonly want: readonly string[] }>([
    { name: "none", files: { "a.ts": point }, want: [] },
    {
      name: "imports by the name of the output and of the source, exports from and data",
      files: {
        "a.ts": `${header}import { x } from "./b.js"; import { y } from "./c.ts"; import { z } from "./d";
          import n from "./n.json"; export * from "./e.js"; export const A = struct({ x, y, z, n: n.length === 3 ? u8 : u8 });`,
        "b.ts": `export { u8 as x } from "structview/schema";`,
        "c.ts": `export { u8 as y } from "structview/schema";`,
        "d.ts": `export { u8 as z } from "structview/schema";`,
        "e.ts": point,
        "n.json": "[1, 2, 3]",
      },
      want: ["b.ts", "c.ts", "d.ts", "e.ts", "n.json"],
    },
    {
      name: "those of imports in turn, each once, and not itself",
      files: {
        "a.ts": `import "./in/b.js"; import "./in/c.js"; ${point}`,
        "in/b.ts": `import "./c.js";`,
        "in/c.ts": `import "../d.js";`,
        "d.ts": `import type { Point } from "./a.js"; export type P = typeof Point;`,
      },
      want: ["d.ts", "in/b.ts", "in/c.ts"],
    },
    {
      name: "no packages, no modules of Node, and no words in strings",
      files: {
        "a.ts": `import path from "node:path"; import { z } from "zod"; import { n } from "n";\n${point}
          export const text = 'import "./b.js"' + n + typeof z + path.sep;`,
        "node_modules/n/package.json": `{ "name": "n", "type": "module", "main": "n.js" }`,
        "node_modules/n/n.js": "export const n = 1;",
        "b.ts": point,
      },
      want: [],
    },
    {
      name: "files that are not there yet",
      files: { "a.ts": `${header}import { b } from "./b.js";\nimport "../outside/c";\n${point}` },
      want: ["../outside/c.ts", "b.ts"],
    },
    {
      name: "files that have the names of modules of the compiler",
      files: {
        "a.ts": `import { x } from "./names.js"; import "./layout"; ${point}`,
        "names.ts": point,
        "layout.ts": point,
      },
      want: ["layout.ts", "names.ts"],
    },
    {
      name: "those of a schema with mistakes",
      files: { "a.ts": `import "./b.js"; ${header} export const A = struct({`, "b.ts": point },
      want: ["b.ts"],
    },
    {
      name: "what JSON refers to, and not the modules of its codecs",
      files: {
        "a.json": JSON.stringify({
          types: [
            {
              kind: "struct",
              name: "A",
              fields: [
                { name: "b", type: { kind: "reference", name: "B", from: "./in/b.json" } },
                {
                  name: "c",
                  type: { kind: "wrapped", base: "u8", codec: { from: "./codec.js", name: "c" } },
                },
              ],
            },
            { kind: "instance", name: "I", template: "T", from: "./t.json", arguments: {} },
          ],
        }),
        "in/b.json": JSON.stringify({
          types: [
            {
              kind: "alias",
              name: "B",
              target: { kind: "reference", name: "C", from: "../c.json" },
            },
          ],
        }),
        "c.json": "no JSON",
      },
      want: ["c.json", "in/b.json", "t.json"],
    },
  ])("are $name", async ({ files, want }) => {
    const project = await Project.of(files);
    const [file = ""] = Object.keys(files);
    const { dependencies } = await load([file], project.root);
    expect([...dependencies]).toEqual([[file, want]]);
  });

  test("are found within a deeply nested document", async () => {
    const nested = `${"[".repeat(50_000)}{ "kind": "reference", "from": "b.json" }${"]".repeat(50_000)}`;
    const project = await Project.of({ "a.json": nested });
    const { dependencies, diagnostics } = await load(["a.json"], project.root);
    expect(dependencies.get("a.json")).toEqual(["b.json"]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["schema-syntax"]);
  });
});

describe("a load", () => {
  const files = {
    "a.ts": `${header}import { count } from "./in/count.js";\nexport { count };\nexport const A = struct({ a: u8 });`,
    "in/count.ts": `import data from "./data.json"; import { two } from "./two.js"; export const count = data.one + two;`,
    "in/data.json": `{ "one": 1 }`,
    "in/two.js": "export const two = 2;",
  };
  test.for(["folder", "link"])("reads all files anew, by the name of a %s", async (place) => {
    const project = await Project.of(files);
    let { root } = project;
    if (place === "link") {
      root = path.join(await makeFolder(), "link");
      await symlink(project.root, root, "junction");
    }
    expect((await typesIn(root))[1]).toMatchObject({ value: 3 });
    await project.write({ "in/data.json": `{ "one": 10 }` });
    expect((await typesIn(root))[1]).toMatchObject({ value: 12 });
    await project.write({ "in/two.js": "export const two = 20;" });
    expect((await typesIn(root))[1]).toMatchObject({ value: 30 });
    await project.write({
      "a.ts": files["a.ts"].replace("{ count };", "{ count, count as more };"),
    });
    const names = (await typesIn(root)).map(({ name }) => name);
    expect(names).toEqual(["A", "count", "more"]);
  });

  test("shares the types of an imported schema with others at the same time", async () => {
    const project = await Project.of({
      "p.ts": point,
      "a.ts": `${header}import { Point } from "./p.js";\nexport const A = struct({ p: Point });`,
      "b.ts": `${header}import { Point } from "./p.js";\nexport const B = struct({ p: Point });`,
    });
    const all = ["a.ts", "b.ts", "p.ts"];
    const results = await Promise.all([1, 2, 3].map(() => load(all, project.root)));
    expect(results.map(({ diagnostics }) => diagnostics)).toEqual([[], [], []]);
  });
});

type NamedData = Readonly<Record<string, unknown>>;

async function typesIn(root: string): Promise<readonly NamedData[]> {
  const { value, diagnostics } = await load(["a.ts"], root);
  expect(diagnostics).toEqual([]);
  const [schema] = value as readonly { readonly data: { readonly types: readonly NamedData[] } }[];
  return schema?.data.types ?? [];
}
