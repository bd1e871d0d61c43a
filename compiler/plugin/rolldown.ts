import type { Plugin } from "rolldown";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for rolldown. */
const structview: (options?: PluginOptions) => Plugin = plugin.rolldown;
export default structview;
export type { PluginOptions };
