import type { Plugin } from "rollup";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for rollup. */
const structview: (options?: PluginOptions) => Plugin = plugin.rollup;
export default structview;
export type { PluginOptions };
