/**
 * The JSON Schema of configurations in JSON, for editors. It is made of the shape that `parse-config` checks
 * with, so that both say the same.
 */
import { z } from "zod";
import { diagnosticCodes, isWarning } from "./diagnostics.js";
import { methodGroups } from "./methods.js";
import { configShape } from "./parse-config.js";

/** What the keys say. */
const words: Readonly<Record<string, string>> = {
  $schema: "The JSON Schema that editors check this file with.",
  schemas: "Schema files: paths and globs from the folder of this file.",
  out: "The folder of the generated modules, from the folder of this file.",
  silence: "Codes of warnings that are not shown.",
  methods:
    "What generated classes hold beside accessors, `view` and `viewAt`; everything by default.",
};

/** Returns the JSON Schema (draft 7, which editors know best) of a configuration in JSON. */
export function configJsonSchema(): object {
  const schema = z.toJSONSchema(configShape, { target: "draft-7", io: "input" });
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    if (typeof property !== "object") continue;
    Object.assign(property, { description: words[key] });
    if (key === "silence") property.items = { enum: diagnosticCodes.filter(isWarning) };
    if (key === "methods") property.items = { enum: [...methodGroups] };
  }
  return { ...schema, title: "Configuration of structview" };
}
