/** The other libraries are packages of the bench alone: nobody who works on the rest installs them. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm } from "../node-versions.js";

const bench = fileURLToPath(new URL("..", import.meta.url));

/** Installs the packages of the bench if they are not there. Throws if that fails. */
export function installPeers(): void {
  if (arePeersInstalled()) return;
  console.error("installing the libraries to compare with ...");
  // Not one of them needs a script to be run.
  npm(["ci", "--prefix", bench, "--ignore-scripts", "--no-audit", "--no-fund"]);
}

/** Tells whether the packages of the bench are there. */
function arePeersInstalled(): boolean {
  return existsSync(`${bench}/node_modules/.package-lock.json`);
}
