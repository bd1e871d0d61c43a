/** From C to a schema and back to C: what is asked about the structs that come out, and what the schema says. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { compile, load } from "structview";
import type { FieldLayout, ModuleLayout, Output, StructLayout } from "structview";
import type { CTargetName } from "structview/schema";
import type { CImport } from "../../compiler/dist/import/import-c.js";
import { cModels } from "../../compiler/dist/c-targets.js";
import { bitsOf } from "../../compiler/dist/emit-export/bit-runs.js";
import { exportLayouts } from "../../compiler/dist/emit-export/languages.js";
import type { MachineOrder } from "../../compiler/dist/emit-export/model.js";
import { schemaText } from "../../compiler/dist/import/print-schema.js";
import type { Answer, Question } from "../import-c/questions.js";
import { root } from "../oracle/modules.js";

/** Declarations that were exported, what can be asked about them, and what the schema says to that. */
export interface RoundTrip {
  readonly text: string;
  readonly questions: readonly Question[];
  /** One for each question. */
  readonly answers: readonly Answer[];
  /** The layout that each question is about. */
  readonly structs: readonly StructLayout[];
  /** Structs that C has not. */
  readonly refused: readonly string[];
}

/** Compiles the schemas of imports, all at once. Throws where they have mistakes. */
export async function compileImports(imports: readonly CImport[]): Promise<{
  readonly layouts: readonly ModuleLayout[];
  readonly outputs: readonly Output[];
}> {
  // Within the repository, where schemas find the package that they import.
  const folder = mkdtempSync(path.join(root, "test/export/.schemas-"));
  try {
    const files = imports.map(({ value }, index) => {
      const file = `a${String(index).padStart(3, "0")}.ts`;
      writeFileSync(path.join(folder, file), schemaText(value).value);
      return file;
    });
    const { value, diagnostics } = await load(files, folder);
    const { layouts, outputs, ...compiled } = compile(value, (file) => `out/${file}`);
    const errors = [...diagnostics, ...compiled.diagnostics].filter(
      ({ severity }) => severity === "error",
    );
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
    return { layouts, outputs };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exports the structs of a module to C again, for a target. */
export function exportAgain(
  { structs: records }: Pick<ModuleLayout, "structs">,
  target: CTargetName,
): RoundTrip {
  const machine: MachineOrder = cModels[target].byteOrder;
  const { text, refused } = exportLayouts({ records, modules: [] }, "c", machine);
  const missing = refused.map(({ name }) => name);
  const structs = records.filter(({ name }) => !missing.includes(name));
  const declarations = declarationsIn(text);
  const asked = structs.map((struct) => {
    // A name that C or another struct has is another one there.
    const named = spellingsOf(struct.name).find((each) => declarations.has(each));
    const body = declarations.get(named ?? "");
    if (body === undefined) throw new Error(`there is no ${struct.name} in ${text}`);
    const hasBits = / : \d+/.test(body);
    const fields = struct.fields.filter(
      (field) => field.size !== 0 && (hasBits || bitsOf(field) === undefined),
    );
    const leaves = fields.map((field) => ({ field, name: nameIn(body, field), ...widthOf(field) }));
    // A typedef can align to more than the size is a multiple of; no struct is.
    const { minimumSize: size } = struct;
    const alignment = Math.min(struct.alignment, size & -size);
    const offsets = fields.map(
      (field) => field.position.bytes * 8 + (bitsOf(field)?.bitOffset ?? 0),
    );
    const question = { name: struct.name, type: named ?? struct.name, leaves };
    return { question, answer: { size, alignment, offsets } };
  });
  return {
    text,
    questions: asked.map(({ question }) => question),
    answers: asked.map(({ answer }) => answer),
    structs,
    refused: missing,
  };
}

/** Returns how many bit fields there are, and how many of them are no bit fields in C. */
export function countBits({ structs, questions }: RoundTrip): {
  readonly all: number;
  readonly others: number;
} {
  const all = structs.flatMap(({ fields }) => fields).filter((each) => bitsOf(each) !== undefined);
  const asked = questions
    .flatMap(({ leaves }) => leaves)
    .filter(({ width }) => width !== undefined);
  return { all: all.length, others: all.length - asked.length };
}

/** Returns the bodies of the structs of a header by their names. */
function declarationsIn(text: string): ReadonlyMap<string, string> {
  const bodies = text.matchAll(/^(?:struct|union)(?: \S+)* (\w+) \{\n(.*?)^\};$/gms);
  return new Map([...bodies].map(([, name = "", body = ""]) => [name, body]));
}

function nameIn(body: string, { name }: FieldLayout): string {
  const found = spellingsOf(name).find((each) =>
    new RegExp(`[ *]${each}(\\[\\d*\\])*( : \\d+)?( __attribute__\\S+)?;$`, "m").test(body),
  );
  if (found === undefined) throw new Error(`there is no ${name} in: ${body}`);
  return found;
}

/** Returns what a name can have come to. */
function spellingsOf(name: string): readonly string[] {
  return [name, `${name}_`, `x${name}`, `x${name}_`];
}

function widthOf(field: FieldLayout): { readonly width: number | undefined } {
  return { width: bitsOf(field)?.width };
}
