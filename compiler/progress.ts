import { createSpinner } from "nanospinner";
import type { Progress } from "./compile-files.js";

/** Shows on a terminal what the work is doing; stays quiet in CI, in pipes, and where it is to be silent. */
export async function withProgress<T>(
  work: (progress: Progress) => Promise<T>,
  { isSilent }: { readonly isSilent: boolean },
): Promise<T> {
  if (isSilent || process.stderr.isTTY !== true || process.env["CI"] !== undefined) {
    return work(() => {});
  }
  const spinner = createSpinner("", { stream: process.stderr });
  try {
    // A step may keep the program busy from its first moment on: it is shown before it begins.
    return await work((step) => spinner.start({ text: step }));
  } finally {
    spinner.clear().stop();
  }
}
