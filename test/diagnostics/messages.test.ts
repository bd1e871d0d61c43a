/**
 * The page of messages: a section for each code. Its example is a case of this folder, with what is
 * printed for it, which `diagnostics.test.ts` compiles; `UPDATE=1` writes the examples anew.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { diagnosticCodes } from "structview";
import { beforeAll, describe, expect, test } from "vitest";
import { Project, repository } from "../cli/project.js";

const folder = path.join(repository, "test/diagnostics");
const file = path.join(repository, "compiler/MESSAGES.md");

/** Cases of codes that have no case of their own name. */
const otherCases: Readonly<Record<string, string>> = {
  "schema-syntax": "typescript-syntax",
  "schema-throws": "typescript-throws",
  "invalid-document": "json-unknown-key",
  "duplicate-name": "duplicate-field",
  "unknown-template": "template-arguments",
  "missing-argument": "template-arguments",
  "unknown-argument": "template-arguments",
};

/** Longest schema that is shown whole, in lines. Of others the lines that are printed have to do. */
const maximumLines = 20;

/** Returns the example of a code: the schema, and the first diagnostic with that code. */
function exampleOf(code: string): string {
  const within = path.join(folder, otherCases[code] ?? code);
  const printed = readFileSync(path.join(within, "diagnostics.txt"), "utf8");
  const blocks = printed.split(/^(?=(?:\S+:\d+:\d+ )?(?:error|warning) [a-z-]+: |Found \d)/m);
  const shown = blocks.find((block) =>
    new RegExp(`^(\\S+ )?(error|warning) ${code}: `).test(block),
  );
  if (shown === undefined) throw new Error(`${within} has no ${code}`);
  const [, severity = ""] = /(error|warning) [a-z-]+: /.exec(shown) ?? [];
  const sources = readdirSync(within)
    .filter((each) => /\.(ts|json|h)$/.test(each))
    .map((each) => ({ each, text: readFileSync(path.join(within, each), "utf8").trimEnd() }))
    .filter(({ text }) => text.split("\n").length <= maximumLines && !text.includes("\0"));
  const isNamed = sources.some(({ each }) => shown.startsWith(`schemas/${each}:`));
  const schemas = sources.map(({ each, text }) => {
    const extension = path.extname(each).slice(1);
    const language = extension === "h" ? "c" : extension;
    const name = language === "ts" ? `// schemas/${each}\n` : "";
    return `\`\`\`${language}\n${name}${text}\n\`\`\`\n\n`;
  });
  const whole = isNamed || !shown.includes(":") ? schemas : [];
  const words = `${severity === "error" ? "An error" : "A warning"}, printed like this:`;
  return `${whole.join("")}${words}\n\n\`\`\`text\n${shown.trim()}\n\`\`\`\n`;
}

const marker = "<!-- example -->\n";
const [head = "", ...sections] = readFileSync(file, "utf8").split(/^(?=## )/m);
const codes = sections.map((section) => /^## (\S+)\n/.exec(section)?.[1] ?? "");

describe("the page of messages", () => {
  test("has a section for each code, in the order of the table", () => {
    expect(codes).toEqual(diagnosticCodes);
  });

  test.for(sections.map((section, index) => ({ code: codes[index] ?? "", section })))(
    "says what $code means, its rule and its remedy",
    ({ section }) => {
      const [, meaning, rule, remedy] =
        /^## \S+\n\n(.+\.)\n\n\*\*Rule\.\*\* (.+\.)\n\n\*\*Remedy\.\*\* (.+\.)\n\n<!-- example -->\n/s.exec(
          section,
        ) ?? [];
      for (const each of [meaning, rule, remedy]) expect(each).toMatch(/^[^a-z].{10,}/s);
    },
  );

  test("shows examples as they are compiled", () => {
    const written = sections.map((section, index) => {
      const end = section.indexOf(marker) + marker.length;
      return `${section.slice(0, end)}\n${exampleOf(codes[index] ?? "")}`;
    });
    const wanted = `${head}${written.join("\n")}`;
    if (process.env["UPDATE"] === "1") writeFileSync(file, wanted);
    expect(readFileSync(file, "utf8")).toBe(wanted);
  });

  test("links to files that exist", () => {
    const links = [...readFileSync(file, "utf8").matchAll(/\]\(([\w./-]+)\)/g)];
    for (const [, target = ""] of links) {
      expect({ target, exists: existsSync(path.join(repository, "compiler", target)) }).toEqual({
        target,
        exists: true,
      });
    }
  });
});

describe("explain", () => {
  let project: Project;
  beforeAll(async () => {
    project = await Project.of({});
  });

  test("prints the section of a code", async () => {
    const { exitCode, output, errors } = await project.structview(["explain", "flags-overlap"]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
    expect(output).toMatch(/^error flags-overlap\n\nTwo flags have a bit in common\.\n/);
    expect(output).toContain("**Remedy.** ");
    expect(output).toContain("schemas/schema.ts:");
    expect(output).not.toContain("## ");
  });

  test("tells programs the same", async () => {
    const { output } = await project.structview(["explain", "schema-empty", "--json"]);
    expect(JSON.parse(output)).toMatchObject({
      command: "explain",
      exitCode: 0,
      result: {
        code: "schema-empty",
        severity: "warning",
        text: expect.stringContaining("**Rule.**"),
      },
    });
  });

  test.for([
    { given: "flag-overlap", want: /did you mean flags-overlap\?/ },
    { given: "collision", want: /did you mean name-collision\?/ },
    { given: "bananas", want: /codes are shown behind `error`/ },
  ])("suggests a code for $given", async ({ given, want }) => {
    const { exitCode, output, errors } = await project.structview(["explain", given]);
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: "" });
    expect(errors).toMatch(/^structview: there is no code .*\n$/);
    expect(errors).toMatch(want);
  });
});
