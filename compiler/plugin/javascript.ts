/** The text of a generated module becomes JavaScript, as some bundlers take nothing else. */
import { transform } from "sucrase";

/**
 * Returns the JavaScript of a generated module, without its header. `specifierOf` returns how it shall
 * name what it imports by a relative path.
 */
export function toJavaScript(text: string, specifierOf: (specifier: string) => string): string {
  // What bundlers are to make of newer syntax is theirs to say.
  const { code } = transform(text, { transforms: ["typescript"], disableESTransforms: true });
  return code
    .replace(/^(?:\/\/.*\n|\/\*.*\*\/\n|\n)*/, "")
    .replace(
      /^((?:import|export) .* from )"(\.[^"]*)"/gm,
      (_, start: string, specifier: string) => `${start}${JSON.stringify(specifierOf(specifier))}`,
    );
}
