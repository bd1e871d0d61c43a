/** What bundlers make of the constants that make generated code fast (`emit-typescript/record.ts`). */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { afterAll, beforeAll, expect, test } from "vitest";
import webpack from "webpack";

const root = fileURLToPath(new URL("../../", import.meta.url));
const parent = path.join(root, "test/size/.build");
let folder = "";
let input = "";

beforeAll(async () => {
  await mkdir(parent, { recursive: true });
  folder = await mkdtemp(path.join(parent, "constants-"));
  const text = await readFile(path.join(root, "generated/udp.ts"), "utf8");
  const { code } = await transform(text, { loader: "ts", target: "es2022" });
  const runtime = path.join(root, "runtime/dist/index.js");
  input = path.join(folder, "udp.js");
  await writeFile(
    input,
    code.replaceAll(`"@structview/runtime"`, () => JSON.stringify(runtime)),
  );
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const bundlers: Readonly<Record<string, () => Promise<string>>> = {
  rollup: async () => {
    const bundle = await rollup({ input });
    return (await bundle.generate({ format: "esm" })).output[0].code;
  },
  rolldown: async () => {
    const bundle = await rolldown({ input });
    return (await bundle.generate({ format: "esm" })).output[0].code;
  },
  webpack: () =>
    new Promise((resolve, reject) => {
      const options: webpack.Configuration = {
        mode: "production",
        entry: input,
        experiments: { outputModule: true },
        optimization: { minimize: false },
        output: { path: folder, filename: "webpack.js", library: { type: "module" } },
      };
      webpack(options, (error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString()));
        else resolve(readFile(path.join(folder, "webpack.js"), "utf8"));
      });
    }),
  esbuild: async () => {
    const { outputFiles } = await build({
      entryPoints: [input],
      bundle: true,
      format: "esm",
      write: false,
    });
    return outputFiles[0]?.text ?? "";
  },
};

test.each([
  ["rollup", "const"],
  ["rolldown", "const"],
  ["webpack", "const"],
  ["esbuild", "var"],
])("%s writes them with %s", async (bundler, keyword) => {
  const code = await bundlers[bundler]?.();
  expect(/\b(const|let|var)\b[^;]*\$\$UdpHeader = /.exec(code ?? "")?.[1]).toBe(keyword);
});
