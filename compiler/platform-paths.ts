/** Paths of the machine as paths with forward slashes, which is what schemas and outputs are named with. */
import path from "node:path";
import type { PlatformPath } from "node:path";

/**
 * Returns the path of a file from the root of a project, with forward slashes; `"."` for the root itself.
 * On Windows, what lies on another drive keeps its absolute path.
 */
export function pathFromRoot(root: string, file: string, platform: PlatformPath = path): string {
  const relative = withSlashes(platform.relative(root, file), platform);
  return relative === "" ? "." : relative;
}

/** Returns a path with forward slashes. Where a backslash is no separator, it is left alone. */
export function withSlashes(text: string, { sep }: PlatformPath = path): string {
  return sep === "/" ? text : text.replaceAll(sep, "/");
}
