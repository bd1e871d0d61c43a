/**
 * What the command line runs: its modules in a few files, with the libraries that consist of many small
 * ones. Half of the time of a small project went into finding and opening 300 modules.
 */
import { defineConfig } from "rolldown";

export default defineConfig({
  input: "dist/cli.js",
  platform: "node",
  // Heavy, native, or only used sometimes.
  external: [
    "@babel/code-frame",
    "@clack/prompts",
    "chokidar",
    "jiti",
    "oxfmt",
    "prettier",
    "ts-morph",
  ],
  resolve: { mainFields: ["module", "main"] },
  output: { dir: "dist/bundle", chunkFileNames: "[name].js", minify: false },
});
