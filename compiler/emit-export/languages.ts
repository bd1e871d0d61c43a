/** All that layouts are exported as: declarations in languages, and the forms that show layouts. */
import { describeLayout } from "../emit-layout/described.js";
import { layoutWriters } from "../emit-layout/formats.js";
import type { DeclarationLanguage } from "./exporters.js";
import { declarationLanguages, exporters } from "./exporters.js";
import { exportKaitai } from "./kaitai.js";
import type { Selection } from "./lower.js";
import { lower } from "./lower.js";
import type { Exported, MachineOrder } from "./model.js";
import { exportedHeader } from "./structs.js";

/** Forms of `structview layout` that are files. */
const shownFormats = ["markdown", "svg", "json"] as const;

/** Languages that layouts are exported in. */
export const exportLanguages: readonly ExportLanguage[] = [
  ...declarationLanguages,
  "kaitai",
  ...shownFormats,
];

/** A language that layouts are exported in. */
export type ExportLanguage = DeclarationLanguage | "kaitai" | (typeof shownFormats)[number];

/** How the names of files end. */
export const extensions: { readonly [Language in ExportLanguage]: string } = {
  c: "h",
  rust: "rs",
  csharp: "cs",
  zig: "zig",
  go: "go",
  wgsl: "wgsl",
  kaitai: "ksy",
  markdown: "md",
  svg: "svg",
  json: "json",
};

/** Returns the text of what is selected in a language, for machines of a byte order. */
export function exportLayouts(
  selection: Selection,
  language: ExportLanguage,
  machine: MachineOrder,
): Exported {
  switch (language) {
    case "markdown":
    case "svg": {
      const text = layoutWriters[language](selection.records.map(describeLayout));
      return {
        text: `<!-- ${exportedHeader} ${language}. Do not edit. -->\n\n${text}`,
        refused: [],
      };
    }
    case "json":
      return { text: layoutWriters.json(selection.records.map(describeLayout)), refused: [] };
    case "kaitai":
      return exportKaitai(selection, machine);
    case "c":
    case "rust":
    case "csharp":
    case "zig":
    case "go":
    case "wgsl": {
      const { model, refused } = lower(selection, machine);
      const exported = exporters[language](model);
      return { text: exported.text, refused: [...refused, ...exported.refused] };
    }
  }
}
