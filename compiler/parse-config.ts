import { z } from "zod";
import type { Config } from "./config.js";
import { diagnosticCodes, isWarning } from "./diagnostics.js";
import type { DiagnosticCode } from "./diagnostics.js";
import { isMethodGroup, methodGroups } from "./methods.js";
import type { MethodGroup } from "./methods.js";
import { nearest } from "./suggest.js";
import { UsageError } from "./usage-error.js";
import { listOf } from "./words.js";

const configObject = z.strictObject({
  $schema: z.string().optional(),
  schemas: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  out: z.string().min(1).optional(),
  silence: z.array(z.string()).optional(),
  methods: z.array(z.string()).optional(),
});

/** What a configuration may say, as a shape. */
export const configShape: z.ZodType = configObject;

const shapes = {
  $schema: "a string",
  schemas: "a path or a glob, or a list of them",
  out: "the path of a folder",
  silence: "a list of codes of warnings",
  methods: "a list of groups of methods",
} as const;
const known = ["schemas", "out", "silence", "methods"];

/** Turns unknown data into a configuration. Throws {@link UsageError}, naming `source`. */
export function parseConfig(data: unknown, source: string): Config {
  const parsed = configObject.safeParse(data);
  if (!parsed.success) {
    const reasons = parsed.error.issues.flatMap((issue): readonly string[] => {
      if (issue.code !== "unrecognized_keys") {
        const [key = ""] = issue.path;
        if (key === "") return [`expected an object with the keys ${known.join(", ")}`];
        return [`${String(key)}: expected ${shapes[key as keyof typeof shapes]}`];
      }
      return issue.keys.map((key) => {
        const suggestion = nearest(key, known);
        return suggestion === undefined
          ? `unknown key ${key}; the keys are ${known.join(", ")}`
          : `unknown key ${key}; did you mean ${suggestion}?`;
      });
    });
    throw new UsageError(`${source}: ${reasons.join("; ")}`);
  }
  const { schemas, out, silence, methods } = parsed.data;
  return {
    ...(schemas === undefined ? {} : { schemas }),
    ...(out === undefined ? {} : { out }),
    ...(silence === undefined ? {} : { silence: silence.map((code) => toWarning(code, source)) }),
    ...(methods === undefined ? {} : { methods: methods.map((name) => toGroup(name, source)) }),
  };
}

function toGroup(name: string, source: string): MethodGroup {
  if (isMethodGroup(name)) return name;
  const suggestion = nearest(name, methodGroups);
  const remedy =
    suggestion === undefined
      ? `; the groups are ${listOf(methodGroups, "and")}`
      : `; did you mean ${suggestion}?`;
  throw new UsageError(`${source}: methods: there is no group ${name}${remedy}`);
}

function toWarning(text: string, source: string): DiagnosticCode {
  const code = diagnosticCodes.find((each) => each === text);
  if (code === undefined) {
    const suggestion = nearest(text, diagnosticCodes.filter(isWarning));
    const remedy = suggestion === undefined ? "" : `; did you mean ${suggestion}?`;
    throw new UsageError(`${source}: silence: there is no code ${text}${remedy}`);
  }
  if (!isWarning(code)) {
    throw new UsageError(`${source}: silence: ${code} is an error; only warnings can be silenced`);
  }
  return code;
}
