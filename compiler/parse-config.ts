import { z } from "zod";
import type { Config } from "./config.js";
import { nearest } from "./suggest.js";
import { UsageError } from "./usage-error.js";

const configObject = z.strictObject({
  $schema: z.string().optional(),
  schemas: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  out: z.string().min(1).optional(),
});

const shapes = {
  $schema: "a string",
  schemas: "a path or a glob, or a list of them",
  out: "the path of a folder",
} as const;
const known = ["schemas", "out"];

/** Turns unknown data into a configuration. Throws {@link UsageError}, naming `source`. */
export function parseConfig(data: unknown, source: string): Config {
  const parsed = configObject.safeParse(data);
  if (!parsed.success) {
    const reasons = parsed.error.issues.flatMap((issue): readonly string[] => {
      if (issue.code !== "unrecognized_keys") {
        const [key = ""] = issue.path;
        if (key === "") return ["expected an object"];
        return [`${String(key)}: expected ${shapes[key as keyof typeof shapes]}`];
      }
      return issue.keys.map((key) => {
        const suggestion = nearest(key, known);
        return suggestion === undefined
          ? `unknown key ${key}; the keys are ${known.join(" and ")}`
          : `unknown key ${key}; did you mean ${suggestion}?`;
      });
    });
    throw new UsageError(`${source}: ${reasons.join("; ")}`);
  }
  const { schemas, out } = parsed.data;
  return { ...(schemas === undefined ? {} : { schemas }), ...(out === undefined ? {} : { out }) };
}
