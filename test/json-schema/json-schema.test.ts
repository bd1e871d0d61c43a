/**
 * The JSON Schema for editors, tried with `ajv`, which knows nothing of this compiler: it takes what the
 * compiler takes, and refuses what the compiler refuses. `UPDATE=1` writes the file anew.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { documentJsonSchema } from "../../compiler/dist/json-schema.js";
import { Project, repository } from "../cli/project.js";
import { spansOf, tableOf } from "../readme/markdown.js";

const file = path.join(repository, "compiler/schema.json");
const wanted = `${JSON.stringify(documentJsonSchema(), undefined, 2)}\n`;
if (process.env["UPDATE"] === "1") writeFileSync(file, wanted);
const text = readFileSync(file, "utf8");
// Cases have lengths beyond all numbers, which the compiler has rules for.
const validate = new Ajv({ strictTypes: false, strictNumbers: false, allErrors: true }).compile(
  JSON.parse(text) as object,
);

test("the file is that of the shapes that the compiler checks with", () => {
  expect(text).toBe(wanted);
});

/** Schemas in JSON of the cases of diagnostics, and the codes that are printed for each. */
const cases = readdirSync(path.join(repository, "test/diagnostics"), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => {
    const folder = path.join(repository, "test/diagnostics", name);
    const printed = readFileSync(path.join(folder, "diagnostics.txt"), "utf8");
    return readdirSync(folder)
      .filter((each) => each.endsWith(".json"))
      .map((each) => {
        const codes = [...printed.matchAll(/^(?:schemas\/(\S+?):\d+:\d+ )?error ([a-z-]+): /gm)];
        const own = codes.filter(([, where]) => where === each).map(([, , code]) => code);
        return { name: `${name}/${each}`, own, source: path.join(folder, each) };
      });
  })
  .filter(({ own }) => !own.includes("schema-syntax") && !own.includes("duplicate-name"))
  // What is no text is no JSON.
  .filter(({ name }) => !name.startsWith("json-binary/"));

const isRefused = ({ own }: { readonly own: readonly (string | undefined)[] }): boolean =>
  own.includes("invalid-document");

describe("the JSON Schema takes", () => {
  test.for(cases.filter((each) => !isRefused(each)))("$name", ({ source }) => {
    validate(JSON.parse(readFileSync(source, "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  });

  const rows = tableOf(
    readFileSync(path.join(repository, "README.md"), "utf8"),
    "in TypeScript",
    "in JSON",
  );
  test.for(rows.map(([written = "", json = ""]) => ({ written, json: spansOf(json)[0] ?? "" })))(
    "what the README writes for $written",
    ({ json }) => {
      const value: unknown = JSON.parse(json.replaceAll("\\|", "|"));
      const kind = typeof value === "object" && value !== null && "kind" in value && value.kind;
      const isType = !["enumeration", "flags", "alias", "union", "variant", "number"].includes(
        String(kind),
      );
      const field = { name: "field", type: value };
      const types = isType ? [{ kind: "struct", name: "A", fields: [field] }] : [value];
      validate({ types });
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  test("what init writes, which names it", async () => {
    const project = await Project.of({});
    await project.structview(["init", "--language", "json"]);
    const written = JSON.parse(await project.read("schemas/message.json")) as {
      readonly $schema: string;
    };
    expect(validate(written)).toBe(true);
    await project.install("structview", "compiler");
    const named = path.join(project.pathOf("schemas"), written.$schema);
    expect(readFileSync(named, "utf8")).toBe(text);
  });
});

describe("the JSON Schema refuses", () => {
  test("each case that the compiler calls no document", () => {
    const refused = cases.filter(isRefused);
    expect(refused.length).toBeGreaterThan(3);
    const taken = refused.filter(({ source }) =>
      validate(JSON.parse(readFileSync(source, "utf8"))),
    );
    // What no JSON Schema says: that a date exists, where names come from, and what a base is.
    expect(taken.map(({ name }) => name)).toEqual(["constant-needs-number/schema.json"]);
  });

  test.for<{ readonly name: string; readonly given: unknown }>([
    { name: "no types", given: {} },
    { name: "an unknown key", given: { types: [], title: "x" } },
    { name: "an unknown kind", given: { types: [{ kind: "structure", name: "A", fields: [] }] } },
    { name: "a struct without fields", given: { types: [{ kind: "struct", name: "A" }] } },
    { name: "a misspelt option", given: field({ kind: "bits", widht: 3 }) },
    { name: "a width that is no number", given: field({ kind: "bits", width: "3" }) },
    {
      name: "a byte order that there is not",
      given: field({ kind: "scalar", scalar: "u16", byteOrder: "BE" }),
    },
    { name: "a scalar that there is not", given: field({ kind: "scalar", scalar: "u12" }) },
    { name: "a type that is a number", given: field(16) },
    {
      name: "a stride of nothing",
      given: field({ kind: "array", element: "u8", length: 2, stride: 0 }),
    },
    { name: "an unknown encoding", given: field({ kind: "text", encoding: "utf-8", length: 2 }) },
    {
      name: "an element within an element",
      given: field({ kind: "array", length: 2, element: { kind: "bits" } }),
    },
  ])("$name", ({ given }) => {
    expect(validate(given)).toBe(false);
  });
});

describe("an editor", () => {
  interface Described {
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Described>>;
  }
  /** Returns all objects of the schema that have properties. */
  function objectsIn(value: unknown): readonly Described[] {
    if (typeof value !== "object" || value === null) return [];
    const own = "properties" in value ? [value as Described] : [];
    return [...own, ...Object.values(value).flatMap(objectsIn)];
  }

  test("has words for each object and each key when it shows them", () => {
    const objects = objectsIn(JSON.parse(text));
    expect(objects.length).toBeGreaterThan(30);
    const silent = objects.flatMap(({ properties = {} }) =>
      Object.entries(properties)
        .filter(([key, { description }]) => key !== "kind" && description === undefined)
        .map(([key]) => `${JSON.stringify(properties["kind"])} ${key}`),
    );
    expect(silent).toEqual([]);
    const kinds = objects.filter(({ properties = {} }) => "kind" in properties);
    expect(kinds.filter(({ description }) => description === undefined)).toEqual([]);
  });

  test("completes the names of scalars", () => {
    for (const name of ["u16.be", "u64.number", "lenientBool"]) expect(text).toContain(`"${name}"`);
  });
});

/** Returns a schema with a field of this type. */
function field(type: unknown): unknown {
  return { types: [{ kind: "struct", name: "A", fields: [{ name: "x", type }] }] };
}
