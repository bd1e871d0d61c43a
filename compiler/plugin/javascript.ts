/**
 * The text of a generated module becomes JavaScript, as some bundlers take nothing else. Types are
 * erased by `oxc-transform`: one millisecond a module, where TypeScript itself takes a hundred.
 */
import { transform } from "oxc-transform";

/**
 * Returns the JavaScript of a generated module, without its header. `specifierOf` returns how it shall
 * name what it imports by a relative path.
 */
export async function toJavaScript(
  text: string,
  specifierOf: (specifier: string) => string,
): Promise<string> {
  const { code, errors } = await transform("module.ts", text, { target: "es2022" });
  const [error] = errors;
  if (error !== undefined)
    throw new Error(`the generated module is no TypeScript: ${error.message}`);
  return code
    .replace(/^(?:\/\/.*\n|\/\*.*\*\/\n)*/, "")
    .replace(
      /^((?:import|export) .* from )"(\.[^"]*)"/gm,
      (_, start: string, specifier: string) => `${start}${JSON.stringify(specifierOf(specifier))}`,
    );
}
