/** What a program sends to those who use it: bundled, minified and gzipped. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { rollup } from "rollup";

const runtime = fileURLToPath(new URL("../../runtime/dist/index.js", import.meta.url));

/** Modules by their path: TypeScript that imports each other and the runtime. */
export type Modules = Readonly<Record<string, string>>;

/** Makes one minified module of `entry` and all that it needs. */
export type Bundler = (entry: string, modules: Modules) => Promise<string>;

/** The bundlers, by name. */
export const bundlers: Readonly<Record<"esbuild" | "rollup", Bundler>> = {
  esbuild: (entry, modules) =>
    inFolder({ ...modules, "entry.ts": entry }, async (folder) => {
      const { outputFiles } = await build({
        entryPoints: [path.join(folder, "entry.ts")],
        alias: { "@structview/runtime": runtime },
        bundle: true,
        minify: true,
        write: false,
        format: "esm",
        target: "es2022",
      });
      return outputFiles[0]?.text ?? "";
    }),

  rollup: async (entry, modules) => {
    const bundle = await rollup({
      input: "entry.ts",
      // As the package of the runtime says, and a plugin that finds packages would tell rollup.
      treeshake: { moduleSideEffects: (id) => id.startsWith("\0") },
      plugins: [
        {
          name: "modules",
          resolveId(id) {
            if (id === "@structview/runtime") return runtime;
            const file = id.replace(/^\.\//, "").replace(/\.js$/, ".ts");
            return file === "entry.ts" || file in modules ? `\0${file}` : null;
          },
          async load(id) {
            if (!id.startsWith("\0")) return null;
            const text = id === "\0entry.ts" ? entry : (modules[id.slice(1)] ?? "");
            return (await transform(text, { loader: "ts", target: "es2022" })).code;
          },
        },
      ],
    });
    const { output } = await bundle.generate({ format: "esm" });
    const { code } = await transform(output[0].code, { minify: true, target: "es2022" });
    return code;
  },
};

/** Returns the bytes of a module when gzipped. */
export function gzippedSize(code: string): number {
  return gzipSync(code, { level: 9 }).length;
}

/** Does work in a folder of its own that holds the modules. */
export async function inFolder<T>(
  modules: Modules,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const build = fileURLToPath(new URL(".build/", import.meta.url));
  await mkdir(build, { recursive: true });
  const folder = await mkdtemp(build);
  try {
    for (const [file, text] of Object.entries(modules)) {
      await writeFile(path.join(folder, file), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
