import path from "node:path";
import type { PluginBuild } from "esbuild";
import { foldersOfSchemas } from "../find-schemas.js";
import type { ProjectFiles } from "./files.js";

/**
 * Has esbuild watch what the generated modules are made of: it watches only what it is told when it loads
 * a file, so it is told with each generated module.
 */
export function watchInEsbuild(build: PluginBuild, files: ProjectFiles): void {
  build.onLoad({ filter: /\.ts$/, namespace: "file" }, async ({ path: file }) => {
    const state = await files.latest;
    if (state?.project === undefined) return undefined;
    const { root, out } = state.project;
    if (!file.startsWith(path.resolve(root, out) + path.sep)) return undefined;
    const watchDirs = foldersOfSchemas(state.project).filter((each) => !path.extname(each));
    return { watchFiles: [...state.inputs], watchDirs };
  });
}
