import type { RspackPluginInstance } from "@rspack/core";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for rspack. */
const structview: (options?: PluginOptions) => RspackPluginInstance = plugin.rspack;
export default structview;
export type { PluginOptions };
