import type { Plugin } from "esbuild";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for esbuild. */
const structview: (options?: PluginOptions) => Plugin = plugin.esbuild;
export default structview;
export type { PluginOptions };
