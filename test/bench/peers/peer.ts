/** Another library, and the ways in which it does what the bench measures. */
import type { Way } from "../case.js";
import type { Sizes } from "../suites.js";

/** Ways by the name of the operation. */
export type Ways = Readonly<Record<string, readonly Way[]>>;

/** The loops that a library may use, compiled for it alone. */
export type Loops = typeof import("./ways.js");

/** What a library does, by the name of the suite. It makes bytes of its own if it cannot read ours. */
export type Peer = Readonly<Record<string, (sizes: Sizes, loops: Loops) => Ways | Promise<Ways>>>;
