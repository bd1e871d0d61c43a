import type { Plugin } from "vite";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for vite. */
const structview: (options?: PluginOptions) => Plugin = plugin.vite;
export default structview;
export type { PluginOptions };
