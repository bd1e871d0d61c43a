/**
 * Asks a browser where shaders find members of buffers: by running them on WebGPU, and by what WebGL says of the
 * uniforms of a program.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import { numbersOf } from "./numbers.js";
import type { Teller } from "./numbers.js";
import { blocksOf } from "./glsl.js";

import type { GpuCase, GpuStruct, GpuType } from "./structs.js";
import { hasRest } from "./structs.js";

import { leavesOf, wgslOf } from "./wgsl.js";
import type { Leaf } from "./wgsl.js";

/** Where Debian installs it. */
const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

const script = readFileSync(new URL("page.js", import.meta.url), "utf8");

/** Opens a page that has WebGPU and WebGL, both in software, and closes it behind `use`. */
export async function inPage<T>(use: (page: Page, version: string) => Promise<T>): Promise<T> {
  // WebGPU is for pages of this machine, and not for those of no origin.
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<!doctype html><title>gpu</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--no-first-run",
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--enable-features=Vulkan",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
    timeout: 60_000,
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script });
    return await use(page, browser.version());
  } finally {
    await browser.close();
    server.close();
  }
}

/** What shaders are told to do: to copy the scalars of a buffer, as 32 bits each, into another one. */
export interface Program {
  readonly code: string;
  readonly count: number;
  /** The bytes of the buffer, in base 64; each word its own index, as a number near 1, if there are none. */
  readonly bytes?: string;
}

/** Runs programs, and returns the words that each copied. */
export async function runPrograms(
  page: Page,
  programs: readonly Program[],
): Promise<readonly (readonly number[])[]> {
  return page.evaluate(`runPrograms(${JSON.stringify(programs)})`);
}

/** Returns a program that copies scalars of a buffer. A struct of fixed size is the element of an array. */
export function programOf(each: GpuCase, leaves: readonly Leaf[], bytes?: string): Program {
  const type = hasRest(each.struct) ? each.struct.name : `array<${each.struct.name}>`;
  const statements = leaves.map(({ path }, index) => `o[${index}] = bitcast<u32>(b${path});`);
  const code = `${wgslOf(each)}
@group(0) @binding(0) var<storage, read> b: ${type};
@group(0) @binding(1) var<storage, read_write> o: array<u32>;
@compute @workgroup_size(1) fn main() { ${statements.join("\n")} }`;
  return { code, count: leaves.length, ...(bytes !== undefined && { bytes }) };
}

/** What shaders on WebGPU find: the numbers of a buffer, and its size if that is fixed. */
export interface Found {
  readonly numbers: readonly number[];
  readonly size: number | undefined;
}

/** Asks WebGPU for the numbers of buffers of 32-bit scalars. */
export async function askWebGpu(page: Page, cases: readonly GpuCase[]): Promise<readonly Found[]> {
  const asked = cases.map((each) => {
    const start = hasRest(each.struct) ? "" : "[0]";
    const own = leavesOf(each.struct, start, true);
    const [first] = own;
    // Where the next element of an array begins says how large the struct is.
    const next =
      start === "" || first === undefined ? [] : [{ ...first, path: `[1]${first.path.slice(3)}` }];
    return { each, start, leaves: [...own, ...next] };
  });
  const words = await runPrograms(
    page,
    asked.map(({ each, leaves }) => programOf(each, leaves)),
  );
  return asked.map(({ each, start, leaves }, index) => {
    const offsets = new Map(
      leaves.map(
        ({ path }, leaf) => [path, ((words[index]?.[leaf] ?? 0) - 0x3f800000) * 4] as const,
      ),
    );
    const size = start === "" ? undefined : offsets.get(leaves.at(-1)?.path ?? "");
    return {
      numbers: numbersAt(each.struct, start, (path) => offsets.get(path) ?? Number.NaN),
      size,
    };
  });
}

/** Returns the numbers of a buffer of which the offset of each scalar is known. */
function numbersAt(
  struct: GpuStruct,
  start: string,
  offsetOf: (path: string) => number,
): readonly number[] {
  interface At<T> {
    readonly path: string;
    readonly is: T;
  }
  const firstOf = ({ path, is }: At<GpuType>): number => {
    switch (is.kind) {
      case "scalar":
        return offsetOf(path);
      case "vector":
        return offsetOf(`${path}[0]`);
      case "matrix":
        return offsetOf(`${path}[0][0]`);
      case "array":
        return firstOf({ path: `${path}[0]`, is: is.element });
      case "struct":
        return startOf({ path, is: is.struct });
    }
  };
  // The first member of a struct lies at its start.
  const startOf = (at: At<GpuStruct>): number => firstOf(memberOf(at, 0));
  const memberOf = ({ path, is }: At<GpuStruct>, index: number): At<GpuType> => {
    const member = is.members[index];
    if (member === undefined) throw new Error(`${is.name} has no member ${index}`);
    return { path: `${path}.${member.name}`, is: member.type };
  };
  const teller: Teller<At<GpuStruct>, At<GpuType>> = {
    offset: (at, index) => firstOf(memberOf(at, index)) - startOf(at),
    type: memberOf,
    element: ({ path, is }) => {
      if (is.kind !== "array") throw new Error(`${is.kind} has no elements`);
      const [first, second] = [0, 1].map((index) =>
        firstOf({ path: `${path}[${index}]`, is: is.element }),
      );
      return {
        stride: (second ?? 0) - (first ?? 0),
        element: { path: `${path}[0]`, is: is.element },
      };
    },
    struct: ({ path, is }) => {
      if (is.kind !== "struct") throw new Error(`${is.kind} is no struct`);
      return { path, is: is.struct };
    },
    matrixStride: (_at, _index, { path }) => offsetOf(`${path}[1][0]`) - offsetOf(`${path}[0][0]`),
  };
  return numbersOf(struct, { path: start, is: struct }, teller);
}

/** What WebGL says of a uniform. */
interface Uniform {
  readonly offset: number;
  readonly arrayStride: number;
  readonly matrixStride: number;
}

interface Answer {
  readonly size: number;
  readonly uniforms: readonly (readonly [name: string, uniform: Uniform])[];
}

/** What WebGL says of buffers with the rules std140: their numbers, and their size. */
export async function askWebGl(page: Page, cases: readonly GpuCase[]): Promise<readonly Found[]> {
  const shaders = cases.map(
    (each) => `#version 300 es
precision highp float;
precision highp int;
${blocksOf([each], () => "std140")}
out vec4 colour;
void main() { colour = vec4(0.0); }
`,
  );
  const answers: readonly Answer[] = await page.evaluate(`askUniforms(${JSON.stringify(shaders)})`);
  return cases.map(({ struct }, index) => {
    const answer = answers[index];
    if (answer === undefined) throw new Error("no answer");
    const uniforms = new Map(answer.uniforms);
    return { numbers: uniformNumbers(struct, uniforms), size: answer.size };
  });
}

/** Returns the numbers of a block of which each uniform is known. */
function uniformNumbers(
  block: GpuStruct,
  uniforms: ReadonlyMap<string, Uniform>,
): readonly number[] {
  interface At<T> {
    readonly path: string;
    readonly is: T;
  }
  const uniformAt = (path: string): Uniform => {
    const uniform = uniforms.get(path);
    if (uniform === undefined)
      throw new Error(`no uniform ${path} in ${[...uniforms.keys()].join()}`);
    return uniform;
  };
  const firstOf = ({ path, is }: At<GpuType>): Uniform => {
    if (is.kind === "struct") return firstOf(memberOf({ path, is: is.struct }, 0));
    if (is.kind !== "array") return uniformAt(path);
    return is.element.kind === "struct"
      ? firstOf({ path: `${path}[0]`, is: is.element })
      : uniformAt(`${path}[0]`);
  };
  const memberOf = ({ path, is }: At<GpuStruct>, index: number): At<GpuType> => {
    const member = is.members[index];
    if (member === undefined) throw new Error(`${is.name} has no member ${index}`);
    return { path: `${path}.${member.name}`, is: member.type };
  };
  const teller: Teller<At<GpuStruct>, At<GpuType>> = {
    offset: (at, index) => firstOf(memberOf(at, index)).offset - firstOf(memberOf(at, 0)).offset,
    type: memberOf,
    element: ({ path, is }) => {
      if (is.kind !== "array") throw new Error(`${is.kind} has no elements`);
      const { element } = is;
      if (element.kind !== "struct")
        return {
          stride: uniformAt(`${path}[0]`).arrayStride,
          element: { path: `${path}[0]`, is: element },
        };
      const [first, second] = [0, 1].map(
        (index) => firstOf({ path: `${path}[${index}]`, is: element }).offset,
      );
      return { stride: (second ?? 0) - (first ?? 0), element: { path: `${path}[0]`, is: element } };
    },
    struct: ({ path, is }) => {
      if (is.kind !== "struct") throw new Error(`${is.kind} is no struct`);
      return { path, is: is.struct };
    },
    matrixStride: (_at, _index, { path }) => uniformAt(path).matrixStride,
  };
  return numbersOf(block, { path: block.name, is: block }, teller);
}
