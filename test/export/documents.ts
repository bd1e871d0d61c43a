/** Exports of schema documents: random ones, those of the repository, and one whose names are hostile. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { compile, load } from "structview";
import type { ModuleLayout } from "structview";
import type { ExportLanguage } from "../../compiler/dist/emit-export/languages.js";
import { exportLayouts } from "../../compiler/dist/emit-export/languages.js";
import type { Exported, MachineOrder } from "../../compiler/dist/emit-export/model.js";
import type { DocumentData, TypeData } from "../oracle/document.js";
import { writtenDocument } from "../oracle/document.js";
import { root } from "../oracle/modules.js";
import { Random } from "../oracle/random.js";
import { randomSchema } from "../oracle/random-schema.js";

/** The seed of this run. */
export const seed: number =
  process.env["STRUCTVIEW_SEED"] === undefined
    ? Math.floor(Math.random() * 2 ** 31)
    : Number(process.env["STRUCTVIEW_SEED"]);

/** Returns the layouts of a document. Throws where it has mistakes. */
export function layoutsOf(
  document: DocumentData,
  file = "schemas/random.json",
): readonly ModuleLayout[] {
  const span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const { layouts, diagnostics } = compile(
    [{ file, data: writtenDocument(document), spanAt: () => span }],
    () => "random.ts",
  );
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  return layouts;
}

/** Returns all that layouts declare in a language. */
export function exportAll(
  layouts: readonly ModuleLayout[],
  language: ExportLanguage,
  machine: MachineOrder = "little",
): Exported {
  const records = layouts.flatMap(({ structs, variants }) => [...structs, ...variants]);
  return exportLayouts({ records, modules: layouts }, language, machine);
}

/** Returns the layouts of random documents; the number tells which of this seed. */
export function randomLayouts(index: number): readonly ModuleLayout[] {
  return layoutsOf(randomSchema(new Random(seed + index)).document);
}

/** Returns the layouts of the schemas of the repository. */
export async function repositoryLayouts(): Promise<readonly ModuleLayout[]> {
  const files = readdirSync(path.join(root, "schemas")).map((name) => `schemas/${name}`);
  const { value, diagnostics } = await load(files, root);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return compile(value, (file) => file).layouts;
}

/** Words that some language keeps for itself, and ones that differ in little. */
const hostileNames = (
  "int register template operator and union self Self fn impl match type func chan package map string " +
  "byte object value_ event base fixed lock ref out where comptime anytype u8 i33 _ __ _X __FILE__ linux " +
  "unix NULL assert offsetof static_assert uint32_t INT8_MAX bool_ vec4 atomic sampler workgroup patch " +
  "x_ x x1 x_1 X _x a_b aB A_B name_ Finalize first Length seq types meta id io root parent size_t main " +
  "class def end lambda padding0 bits0 alignas errno true_ system System Structs LayoutChecks structview_pattern assert_offset"
).split(" ");

/** A document all of whose names mean something elsewhere, and whose comments end comments. */
export const hostileDocument: DocumentData = {
  types: [
    {
      kind: "enumeration",
      name: "template",
      base: "u8",
      members: hostileNames.map((name, value) => ({ name, value })),
    },
    {
      kind: "flags",
      name: "register",
      base: "u16",
      members: ["int", "fn", "_", "__FILE__"].map((name, bit) => ({ name, value: 2 ** bit })),
    },
    ...["int", "u8", "System", "Option", "std", "self", "unsafe", "first", "_", "uint8_t"].map(
      (name) => ({
        kind: "struct" as const,
        name,
        doc: 'Ends */ here /* and \\\u2028#error <b> & </summary> ??/\n// \u202e -->\n""" \'x\' `y`\\',
        rules: "c" as const,
        byteOrder: "little" as const,
        fields: [
          ...hostileNames.map((field, index) => ({
            name: field,
            doc: "*/ int x; /* \\",
            type: (["u8", "u16", "u32.be", "template", "register", "f64"] as const)[
              index % 6
            ] as TypeData,
          })),
          { name: "int_", type: "u8" },
        ],
      }),
    ),
    {
      kind: "struct",
      name: "int_",
      byteOrder: "big",
      fields: [
        { name: "switch_", type: { kind: "bits", width: 3 } },
        { name: "int", type: { kind: "bits", width: 13 } },
        { name: "bits0", type: "u8" },
        { name: "padding3", type: { kind: "array", element: "int", length: 2, stride: 600 } },
      ],
    },
  ],
};
