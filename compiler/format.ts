/** Stage 7: prettier, with the configuration that applies where the output lies. */
import { format as prettify, resolveConfig } from "prettier";

/** Formats the text of a module for the path that it is written to. */
export async function format(text: string, absolutePath: string): Promise<string> {
  const options = await resolveConfig(absolutePath, { editorconfig: true });
  // Without the path prettier guesses whether the text is JSX, in time quadratic to its length.
  return prettify(text, { ...options, filepath: absolutePath, parser: "typescript" });
}
