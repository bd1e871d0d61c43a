import type { UnpluginInstance } from "unplugin";
import { plugin } from "./core.js";
import type { PluginOptions } from "./options.js";

/** The build plugin for Bun. */
const structview: UnpluginInstance<PluginOptions | undefined, false>["bun"] = plugin.bun;
export default structview;
export type { PluginOptions };
