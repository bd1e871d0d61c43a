import type { JsPlugin } from "@farmfe/core";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for farm. */
const structview: (options?: PluginOptions) => JsPlugin = plugin.farm;
export default structview;
export type { PluginOptions };
