/**
 * What a GPU reads where: structs in WGSL are read by a shader in Chromium from a buffer whose words are
 * their own places, so that what it reads tells the offset of each member.
 */
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type {
  ExportedShape,
  ExportedStruct,
  ExportedType,
} from "../../compiler/dist/emit-export/model.js";
import { lower } from "../../compiler/dist/emit-export/lower.js";
import { exportWgsl } from "../../compiler/dist/emit-export/wgsl.js";
import type { DocumentData, FieldData, StructData, TypeData } from "../oracle/document.js";
import { Random } from "../oracle/random.js";
import { layoutsOf, seed } from "./documents.js";

let page: Page;
let close: () => Promise<void>;

beforeAll(async () => {
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: [
      "--headless=new",
      "--no-sandbox",
      "--enable-unsafe-webgpu",
      "--use-webgpu-adapter=swiftshader",
      "--use-vulkan=swiftshader",
      "--enable-features=Vulkan",
      "--ignore-gpu-blocklist",
      "--disable-background-networking",
      "--no-first-run",
    ],
    timeout: 60_000,
  });
  close = () => browser.close();
  page = await browser.newPage();
  // WebGPU is there for secure origins only; nothing is asked of the network.
  await page.route("**/*", (route) => route.fulfill({ contentType: "text/html", body: "<p>GPU" }));
  await page.goto("http://localhost/");
  await page.addScriptTag({ path: fileURLToPath(new URL("gpu-page.js", import.meta.url)) });
}, 70_000);

afterAll(async () => {
  await close();
});

/** Structs of what shaders have: words, pairs of words, arrays, nested structs. */
function randomDocument(random: Random): DocumentData {
  const types: StructData[] = [];
  for (let index = random.integer(1, 4); index > 0; index--) {
    const fields: FieldData[] = [];
    const nested = types.map(({ name }) => name);
    for (let count = random.integer(1, 6); count > 0; count--) {
      const element = random.pick<TypeData>([
        "u32",
        "i32",
        "f32",
        "u64",
        "i64",
        "u32.be",
        { kind: "bytes", length: random.integer(1, 3) * 4 },
        ...nested,
      ]);
      const isArray = random.chance(0.3);
      const type: TypeData = isArray
        ? { kind: "array", element, length: random.integer(2, 4) }
        : element;
      const isPlaced = random.chance(0.2) && fields.length > 0;
      const alignment = random.pick([8, 16, 32]);
      fields.push({
        name: `m${fields.length}`,
        type: isPlaced ? { kind: "placed", type, alignment } : type,
      });
    }
    const name = `S${types.length}`;
    types.push({ kind: "struct", name, rules: "c", byteOrder: "little", fields });
  }
  return { types };
}

/** Places of words in a struct: how a shader reads them, and at which bytes they lie. */
function wordsIn(
  type: ExportedType,
  text: string,
  offset: number,
): readonly { readonly text: string; readonly offset: number }[] {
  switch (type.kind) {
    case "number":
      if (type.size === 4) return [{ text: `bitcast<u32>(${text})`, offset }];
      // A vector or an array: both have elements by index.
      return [0, 1].map((half) => ({ text: `${text}[${half}]`, offset: offset + half * 4 }));
    case "bytes":
      return [{ text: `${text}[${type.size / 4 - 1}]`, offset: offset + type.size - 4 }];
    case "struct":
      return type.struct.members.flatMap((member) =>
        wordsIn(member.type, `${text}.${member.name}`, offset + member.offset),
      );
    case "array": {
      if (type.shape !== undefined) return wordsOfShape(type, type.shape, text, offset);
      const last = type.count - 1;
      const stride = sizeOf(type.element);
      return wordsIn(type.element, `${text}[${last}]`, offset + last * stride);
    }
  }
}

/** A vector has components by index, a matrix vectors: those that lie behind each other. */
function wordsOfShape(
  type: ExportedType & { readonly kind: "array" },
  { vectors, length, isMatrix }: ExportedShape,
  text: string,
  offset: number,
): readonly { readonly text: string; readonly offset: number }[] {
  const stride = sizeOf(type) / vectors;
  return Array.from({ length: vectors * length }, (_, index) => {
    const [vector, component] = [Math.floor(index / length), index % length];
    const place = isMatrix ? `${text}[${vector}][${component}]` : `${text}[${component}]`;
    return { text: `bitcast<u32>(${place})`, offset: offset + vector * stride + component * 4 };
  });
}

function sizeOf(type: ExportedType): number {
  if (type.kind === "array") return type.count * sizeOf(type.element);
  return type.kind === "struct" ? type.struct.size : type.size;
}

/** Runs a shader over words that are floats of their places; returns what it writes, or what is wrong. */
async function runShader(code: string, words: number, count: number): Promise<number[] | string> {
  const program = JSON.stringify({ code, words, count });
  return page.evaluate<number[] | string>(`runShader(${program})`);
}

/** Returns the shader that reads all words of the second of two structs. */
function shaderFor(struct: ExportedStruct, words: ReturnType<typeof wordsIn>): string {
  const lines = words.map(({ text }, index) => `  found[${index}] = ${text};`);
  return `@group(0) @binding(0) var<storage, read> given: array<${struct.name}, 2>;
@group(0) @binding(1) var<storage, read_write> found: array<u32>;
@compute @workgroup_size(1) fn main() {
${lines.join("\n")}
}
`;
}

describe("structs in WGSL", () => {
  let compared = 0;

  test.each(Array.from({ length: 40 }, (_, index) => seed + index))(
    "are read by a GPU at the offsets of the layout (seed %i)",
    async (each) => {
      const modules = layoutsOf(randomDocument(new Random(each)));
      const records = modules.flatMap(({ structs }) => structs);
      const { model } = lower({ records, modules }, "little");
      const { text, refused } = exportWgsl(model);
      const names = new Set(refused.map(({ name }) => name));
      const struct = model.structs.findLast((one) => !names.has(one.name));
      // Words alone are refused only where a padding or an order has no place in WGSL.
      if (struct === undefined) return;
      const words = wordsIn({ kind: "struct", struct }, "given[1]", struct.size);
      const shader = `${text}\n${shaderFor(struct, words)}`;
      const found = await runShader(shader, (struct.size / 4) * 2, words.length);
      expect(found, shader).toEqual(words.map(({ offset }) => offset));
      compared += 1;
    },
  );

  test.each(Array.from({ length: 20 }, (_, index) => seed + index))(
    "have vectors and matrices where shaders have them (seed %i)",
    async (each) => {
      const random = new Random(each);
      const fields = Array.from({ length: random.integer(2, 8) }, (_, index): FieldData => {
        const base = random.pick(["f32", "i32", "u32"]);
        const [columns, rows] = [random.integer(2, 4), random.integer(2, 4)];
        const type = random.pick([
          base,
          { kind: "vector", base, size: columns },
          { kind: "matrix", base: "f32", columns, rows },
        ]);
        return { name: `m${index}`, type: type as TypeData };
      });
      const types = [{ kind: "struct", name: "S", rules: "wgsl-storage", fields }] as const;
      const modules = layoutsOf({ types } as unknown as DocumentData);
      const records = modules.flatMap(({ structs }) => structs);
      const { model } = lower({ records, modules }, "little");
      const { text, refused } = exportWgsl(model);
      const [struct] = model.structs;
      if (struct === undefined) throw new Error("there is no struct");
      expect(refused).toEqual([]);
      expect(text).not.toContain("array<");
      const words = wordsIn({ kind: "struct", struct }, "given[1]", struct.size);
      const shader = `${text}\n${shaderFor(struct, words)}`;
      const found = await runShader(shader, (struct.size / 4) * 2, words.length);
      expect(found, shader).toEqual(words.map(({ offset }) => offset));
    },
  );

  test("have mostly been compared", () => {
    expect(compared).toBeGreaterThan(20);
  });

  test("with a size that is too small are refused by the shader compiler", async () => {
    const modules = layoutsOf({
      types: [{ kind: "struct", name: "S", fields: [{ name: "m", type: "u32" }] }],
    });
    const records = modules.flatMap(({ structs }) => structs);
    const { text } = exportWgsl(lower({ records, modules }, "little").model);
    const main = "@compute @workgroup_size(1) fn main() {}\n";
    expect(text).toContain("@size(4) m: u32");
    const wrong = text.replace("@size(4) m: u32", "@size(3) m: u32");
    expect(await runShader(`${wrong}${main}`, 4, 1)).toContain("at least as big as");
    const misaligned = text.replace("@align(4)", "@align(2)");
    expect(await runShader(`${misaligned}${main}`, 4, 1)).toContain("align");
  });
});
