/** What bundlers make of the constants that make generated code fast (`emit-typescript/record.ts`). */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { expect, test } from "vitest";
import webpack from "webpack";
import { inFolder } from "./bundle.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const runtime = path.join(root, "runtime/dist/index.js");
const text = await readFile(path.join(root, "generated/udp.ts"), "utf8");
const { code } = await transform(text, { loader: "ts", target: "es2022" });
const module = code.replaceAll(`"@structview/runtime"`, () => JSON.stringify(runtime));

const bundlers: Readonly<Record<string, (input: string) => Promise<string>>> = {
  rollup: async (input) => {
    const bundle = await rollup({ input });
    return (await bundle.generate({ format: "esm" })).output[0].code;
  },
  rolldown: async (input) => {
    const bundle = await rolldown({ input });
    return (await bundle.generate({ format: "esm" })).output[0].code;
  },
  webpack: (input) =>
    new Promise((resolve, reject) => {
      const folder = path.dirname(input);
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
  esbuild: async (input) => {
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
  const bundle = await inFolder({ "udp.js": module }, async (folder) =>
    bundlers[bundler]?.(path.join(folder, "udp.js")),
  );
  expect(/\b(const|let|var)\b[^;]*\$\$UdpHeader = /.exec(bundle ?? "")?.[1]).toBe(keyword);
});
