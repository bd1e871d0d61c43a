/** The generated modules of a project while farm watches: it starts no build anew, and asks no plugin. */
import { watchFiles } from "../watch.js";
import type { FilesState, ProjectFiles } from "./files.js";

/** Keeps the generated modules current as long as the process lives. farm sees what is written itself. */
export async function keepWhileWatching(files: ProjectFiles): Promise<void> {
  let shown: string | undefined;
  const first = await files.latest;
  if (first === undefined) return;
  const update = async (): Promise<void> => {
    const state = await files.update();
    watcher.add(inputsOf(state));
    const report = (state.failure ?? state.warnings)?.report;
    if (report !== undefined && report !== shown) console.error(report);
    shown = report;
  };
  const options = { isIgnored: () => false, isPersistent: false };
  const watcher = await watchFiles(inputsOf(first), options, () => void update());
}

function inputsOf({ inputs, folders }: FilesState): readonly string[] {
  return [...inputs, ...folders];
}
