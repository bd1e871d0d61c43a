/**
 * Generates the readers of binaries that the compiler itself is made of. Those that are there may not fit
 * the runtime any more, as when the emitters change: nothing that runs here loads them.
 */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { run } from "./dist/cli.js";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));
process.exitCode = await run(["generate"]);
