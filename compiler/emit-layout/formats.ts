/** The forms that layouts are shown in. */
import type { Described } from "./described.js";
import { layoutsAsRfc } from "./rfc.js";
import { layoutsAsSvg } from "./svg.js";
import { layoutsAsMarkdown, layoutsAsText } from "./table.js";

/** Forms that layouts are printed in. */
export const layoutFormats = ["text", "markdown", "json", "svg", "rfc"] as const;

/** A form that layouts are printed in. */
export type LayoutFormat = (typeof layoutFormats)[number];

/** What `layout` tells programs. Integers beyond 2^53 are strings of digits. */
export interface LayoutResult {
  readonly layouts: readonly Described[];
}

/** Prints layouts in each form. */
export const layoutWriters: {
  readonly [Format in LayoutFormat]: (layouts: readonly Described[]) => string;
} = {
  text: layoutsAsText,
  markdown: layoutsAsMarkdown,
  json: (layouts) => `${JSON.stringify({ layouts } satisfies LayoutResult, toJsonValue, 2)}\n`,
  svg: layoutsAsSvg,
  rfc: layoutsAsRfc,
};

/** JSON has no integers beyond 2^53. */
function toJsonValue(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
