/** What stops a build: mistakes in schemas, or in the configuration. */
import path from "node:path";
import { noColors } from "../colors.js";
import type { Diagnostic } from "../diagnostics.js";
import { frameOf, lineOf, plural, reportDiagnostics, textsFrom } from "../report.js";

/** Mistakes as text, and as the parts that bundlers show each in its way. */
export interface Failure {
  /** All of it, with the lines of the schemas. */
  readonly report: string;
  /** The mistakes without the lines of the schemas. */
  readonly message: string;
  /** The lines of the schemas. */
  readonly frame?: string;
  /** The place of the first mistake. The column counts from 0, as those of bundlers do. */
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
}

/** How many frames are shown beside a message at most. */
const maximumFrames = 10;

/** Describes diagnostics whose paths are from `root`. */
export function failureOf(diagnostics: readonly Diagnostic[], root: string): Failure {
  const report = reportDiagnostics(diagnostics, root, noColors);
  const lines = diagnostics.map((each) => lineOf(each, noColors));
  const count = diagnostics.length > 1 ? [plural(diagnostics.length, "mistake")] : [];
  const textOf = textsFrom(root);
  const frames = diagnostics.flatMap((each) => frameOf(each, textOf) ?? []).slice(0, maximumFrames);
  const span = diagnostics.find((each) => each.span !== undefined)?.span;
  return {
    report,
    message: [...lines, ...count].join("\n"),
    ...(frames.length === 0 ? {} : { frame: frames.join("\n\n") }),
    ...(span === undefined
      ? {}
      : {
          loc: {
            file: path.resolve(root, span.file),
            line: span.line,
            column: span.column - 1,
          },
        }),
  };
}

/** A failure as an error. It has no stack: the mistake is in the schema, not in the plugin. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";

  /** With `isWhole` the message is all there is to show, for bundlers that show nothing else. */
  constructor({ report, message, frame, loc }: Failure, isWhole: boolean) {
    super(isWhole ? report : message);
    // Some print the stack alone, others behind the message.
    this.stack = isWhole ? this.message : "";
    if (!isWhole) Object.assign(this, { loc, frame, id: loc?.file });
  }
}
