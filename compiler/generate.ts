/**
 * The whole pipeline on files: find, load, compile, format, and a plan of what to write. Nothing is
 * written here; `write.ts` carries a plan out.
 */
import type { Progress } from "./compile-files.js";
import type { Project } from "./config.js";
import { Rebuilder } from "./rebuild.js";
import type { Generation } from "./rebuild.js";

export type { Generation, Progress };

/** Runs the pipeline over the schemas of a project up to the plan of what to write. */
export async function generate(project: Project, progress: Progress): Promise<Generation> {
  return new Rebuilder(project).generate(progress);
}
