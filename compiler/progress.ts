import { createSpinner } from "nanospinner";
import type { Progress } from "./generate.js";

/** Work shorter than this many milliseconds shows no progress. */
const delay = 300;

/** Shows on a terminal what long work is doing; stays quiet in CI and in pipes. */
export async function withProgress<T>(work: (progress: Progress) => Promise<T>): Promise<T> {
  if (process.stderr.isTTY !== true || process.env["CI"] !== undefined) return work(() => {});
  const started = performance.now();
  const spinner = createSpinner("", { stream: process.stderr });
  try {
    return await work((step) => {
      if (performance.now() - started > delay) spinner.start({ text: step });
    });
  } finally {
    spinner.clear().stop();
  }
}
