import { z } from "zod";
import type { Config } from "./config.js";
import { nearest } from "./suggest.js";
import { UsageError } from "./usage-error.js";

const configObject = z.strictObject({
  $schema: z.string().optional(),
  schemas: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
  out: z.string().min(1).optional(),
});

/** Turns unknown data into a configuration. Throws {@link UsageError}, naming `source`. */
export function parseConfig(data: unknown, source: string): Config {
  const parsed = configObject.safeParse(data);
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => {
      if (issue.code !== "unrecognized_keys") {
        return `${[...issue.path, ""].join(": ")}${issue.message}`;
      }
      return issue.keys
        .map((key) => {
          const suggestion = nearest(key, Object.keys(configObject.shape));
          return `unknown key ${key}${suggestion === undefined ? "" : `; did you mean ${suggestion}?`}`;
        })
        .join("; ");
    });
    throw new UsageError(`${source}: ${reasons.join("; ")}`);
  }
  const { schemas, out } = parsed.data;
  return { ...(schemas === undefined ? {} : { schemas }), ...(out === undefined ? {} : { out }) };
}
