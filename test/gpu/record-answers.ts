// Asks compilers of shaders and a browser about random buffers, and writes what all of them say into answers.json.
// Run it from anywhere, with a seed or without: tsx test/gpu/record-answers.ts 1

import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { format } from "prettier";
import { askTools } from "./ask.js";
import { inPage } from "./browser.js";
import { askValidator } from "./glsl.js";
import { judgedCases, setNames } from "./sets.js";

const seed = Number(process.argv[2] ?? Date.now() % 2 ** 31);
const count = 500;

const glslang = execFileSync("glslangValidator", ["--version"], { encoding: "utf8" });
const spirvTools = execFileSync("spirv-val", ["--version"], { encoding: "utf8" });
const answer = await inPage(async (page, chromium) => {
  const rows: Record<string, readonly string[]> = {};
  for (const name of setNames) {
    const told = [...(await askTools(name, seed, count, page))];
    rows[name] = Array.from({ length: count }, (_, index) => {
      const answers = told.flatMap(([tool, all]) => {
        const each = all[index];
        return each === undefined ? [] : [{ tool, ...each, text: each.numbers.join(" ") }];
      });
      const [first, ...others] = answers;
      if (first === undefined) throw new Error(`nobody knows case ${index} of ${name}`);
      const size = answers.find((each) => each.size !== undefined)?.size;
      for (const other of others) {
        const isSame = other.text === first.text && (other.size ?? size) === size;
        if (isSame) continue;
        throw new Error(`${name}, case ${index}, seed ${seed}: ${JSON.stringify(answers)}`);
      }
      return `${first.text} ${size === undefined ? "" : `= ${size}`}`.trim();
    });
    console.log(
      `${name}: ${count} buffers, on which ${told.map(([tool]) => tool).join(" and ")} agree`,
    );
  }
  const versions = {
    glslang: glslang.split("\n")[0],
    spirvTools: spirvTools.split("\n")[0],
    chromium,
  };
  return { seed, count, versions, rows };
});

/** One character a buffer: whether Vulkan has uniform buffers with this layout. */
const verdicts = judgedCases(seed, count)
  .map((each) => (askValidator(each) === undefined ? "1" : "0"))
  .join("");

const text = await format(JSON.stringify({ ...answer, verdicts }), { parser: "json" });
writeFileSync(new URL("answers.json", import.meta.url), text);
