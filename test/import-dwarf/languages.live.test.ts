/** Programs in C++ and Rust print where their members lie; what is imported from them says the same. */
import path from "node:path";
import { expect, test } from "vitest";
import { Project } from "../cli/project.js";
import { findField } from "./compare.js";
import type { Layout } from "./compare.js";
import { must, source } from "./probes.js";

const folder = path.dirname(source);

test.for(["g++", "g++ -gdwarf-4 -fdebug-types-section", "clang++", "clang++ -gdwarf-4"])(
  "classes as %s has them",
  async (command) => {
    const project = await Project.of({});
    const [compiler = "", ...options] = command.split(" ");
    const file = path.join(folder, "probes.cpp");
    const flags = ["-std=c++20", "-g", ...options, "-Wno-invalid-offsetof", file, "-o", "program"];
    await must(compiler, flags, project.root);
    const { layouts, errors } = await importedFrom(project);
    expect(errors).toContain(
      "net::Virtual has a virtual base, whose place only the program knows; it is left out",
    );
    compare(await must("./program", [], project.root), layouts, (name) => name);
  },
);

test("types as rustc has them", async () => {
  const project = await Project.of({});
  const { root } = project;
  const file = path.join(folder, "probes.rs");
  await must("rustc", ["--edition", "2021", "-g", file, "-o", "program"], root);
  const { layouts } = await importedFrom(project);
  const printed = await must("./program", [], root);
  compare(printed, layouts, (name) => `probes_shapes_${name}`);

  // Values of enumerations with data: the tag says which variant, and the fields of that have the values.
  const values = [...printed.matchAll(/^value (\w+) (\w+) (\w+)$/gm)];
  expect(values).toHaveLength(5);
  const wanted: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    Empty: [],
    Circle: [["radius", "000000000000f83f"]],
    Corner: [
      ["__0", "44332211"],
      ["__1", "55"],
    ],
    One: [["__0", "44332211"]],
    Two: [
      ["x", "feff"],
      ["y", "8877665544332211"],
    ],
  };
  const tags: Readonly<Record<string, number>> = {
    Empty: 0,
    Circle: 1,
    Corner: 2,
    One: 0,
    Two: 200,
  };
  for (const [, type = "", variant = "", hexadecimal = ""] of values) {
    const bytes = Buffer.from(hexadecimal, "hex");
    const struct = `probes_shapes_${type}`;
    const tag = findField(layouts, struct, ["tag"]);
    expect(bytes.readUIntLE((tag?.bitOffset ?? 0) / 8, (tag?.width ?? 0) / 8)).toBe(tags[variant]);
    for (const [field, want] of wanted[variant] ?? []) {
      const found = findField(layouts, struct, [variant, field]);
      const start = (found?.bitOffset ?? 0) / 8;
      const part = bytes.subarray(start, start + (found?.width ?? 0) / 8);
      expect(part.toString("hex"), `${type}.${variant}.${field}`).toBe(want);
    }
  }
});

/** Compares what a program printed with what the compiler makes of the schema. */
function compare(
  printed: string,
  layouts: readonly Layout[],
  exportOf: (name: string) => string,
): void {
  const rows = [...printed.matchAll(/^(size|field) (.+)$/gm)];
  expect(rows.length).toBeGreaterThan(15);
  for (const [, kind, rest = ""] of rows) {
    const [name = "", ...others] = rest.split(" ");
    const struct = exportOf(name);
    if (kind === "size") {
      expect({ name, size: layouts.find((each) => each.name === struct)?.size }).toEqual({
        name,
        size: Number(others[0]),
      });
      continue;
    }
    const [field = "", offset, size] = others;
    const found = findField(layouts, struct, [field]);
    expect({ field: `${name}.${field}`, offset: found?.bitOffset, size: found?.width }).toEqual({
      field: `${name}.${field}`,
      offset: Number(offset) * 8,
      size: Number(size) * 8,
    });
  }
}

/** Imports what a program is made of, and returns what the compiler makes of the schema. */
async function importedFrom(
  project: Project,
): Promise<{ readonly layouts: readonly Layout[]; readonly errors: string }> {
  const imported = await project.structview(["import", "dwarf", "program", "-o", "schema.ts"]);
  expect(imported).toMatchObject({ exitCode: 0, output: "" });
  const names = ["layout", "-s", "schema.ts", "--format", "json"];
  const layout = await project.structview(names);
  expect({ exitCode: layout.exitCode, errors: layout.errors }).toEqual({ exitCode: 0, errors: "" });
  const { layouts } = JSON.parse(layout.output) as { readonly layouts: readonly Layout[] };
  return { layouts, errors: imported.errors };
}
