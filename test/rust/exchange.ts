/** The comparison of what Rust says of declarations with what we do. */
import { expect } from "vitest";
import { importTexts } from "../oracle/modules.js";
import type { AnyClass, AnyModule } from "../oracle/modules.js";
import type { RustRow } from "./ask-rust.js";
import { showValue } from "./declarations.js";
import type { Declaration } from "./declarations.js";
import { wholeText } from "./print-rust.js";
import type { Written } from "./print-rust.js";
import { compileDeclarations, isClass, layoutRow, showGot } from "./print-schema.js";
import { typeOf } from "./written.js";

/** Expects our layouts to be those of Rust, and our classes to read what Rust wrote. Returns the classes. */
export async function compareRows(
  written: readonly Written[],
  rows: readonly RustRow[],
): Promise<AnyModule> {
  expect(rows).toHaveLength(written.length);
  const { layout, text } = compileDeclarations(written.map(({ declaration }) => declaration));
  const [module] = await importTexts([text], "rust");
  if (module === undefined || module instanceof Error) throw module ?? new Error("no module");
  for (const [index, { declaration, value }] of written.entries()) {
    if (!isClass(declaration)) continue;
    const { layout: theirs, bytes } = rows[index] ?? { layout: "", bytes: "" };
    expect(layoutRow(declaration, layout), wholeText(declaration)).toBe(theirs);
    const record = classOf(declaration, module).view(Uint8Array.from(Buffer.from(bytes, "hex")));
    const type = typeOf(declaration);
    expect(showGot(type, record), wholeText(declaration)).toBe(showValue(type, value));
  }
  return module;
}

/** Returns the class of a declaration. */
export function classOf({ name }: Declaration, module: AnyModule): AnyClass {
  const found = module[name];
  if (found === undefined) throw new Error(`no class ${name}`);
  return found;
}
