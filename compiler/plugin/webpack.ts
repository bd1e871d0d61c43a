import type { WebpackPluginInstance } from "webpack";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for webpack. */
const structview: (options?: PluginOptions) => WebpackPluginInstance = plugin.webpack;
export default structview;
export type { PluginOptions };
