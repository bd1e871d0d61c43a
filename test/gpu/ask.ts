/** Asks all tools that know the buffers of a set, and has them agree. */
import type { Page } from "playwright-core";
import { askWebGl, askWebGpu } from "./browser.js";
import { askGlslang } from "./glsl.js";
import type { SetName, Tool } from "./sets.js";
import { casesOf, isReflected, sets } from "./sets.js";
import type { GpuCase } from "./structs.js";
import { askReflect } from "./wgsl.js";

/** What a tool says of a buffer: its numbers, and its size where it says that. */
export interface Told {
  readonly numbers: readonly number[];
  readonly size: number | undefined;
}

/** Returns what each tool says of the buffers of a set. `undefined` is what a tool is known not to know. */
export async function askTools(
  name: SetName,
  seed: number,
  count: number,
  page: Page,
): Promise<ReadonlyMap<Tool, readonly (Told | undefined)[]>> {
  const cases = casesOf(name, seed, count);
  const answers = new Map<Tool, readonly (Told | undefined)[]>();
  for (const tool of sets[name].tools) answers.set(tool, await ask(tool, cases, page));
  return answers;
}

async function ask(
  tool: Tool,
  cases: readonly GpuCase[],
  page: Page,
): Promise<readonly (Told | undefined)[]> {
  switch (tool) {
    case "glslang": {
      const answers = askGlslang(cases);
      return cases.map(({ struct }) => ({
        numbers: answers.get(struct.name) ?? [],
        size: undefined,
      }));
    }
    case "webgl":
      return (await askWebGl(page, cases)).map(({ numbers, size = 0 }) => ({
        numbers,
        // What a block ends with need not be filled up to the alignment of the block.
        size: Math.ceil(size / 16) * 16,
      }));
    case "webgpu":
      return askWebGpu(page, cases);
    case "wgsl_reflect":
      return cases.map((each) => (isReflected(each) ? askReflect(each) : undefined));
  }
}
