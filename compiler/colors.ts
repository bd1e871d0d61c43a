import pc from "picocolors";

/** Functions that colour a text, or leave it as it is. */
export type Colors = ReturnType<typeof pc.createColors>;

/** What a stream says of itself. */
interface Stream {
  readonly isTTY?: boolean;
}

/** No colours. */
export const noColors: Colors = pc.createColors(false);

/**
 * Returns the colours for a stream: where it is a terminal that has some, unless `NO_COLOR` is set, or
 * wherever `FORCE_COLOR` says so.
 */
export function colorsFor(
  stream: Stream,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Colors {
  return pc.createColors(hasColors(stream, environment));
}

function hasColors(
  stream: Stream,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR = "", FORCE_COLOR, TERM } = environment;
  if (NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return stream.isTTY === true && TERM !== "dumb";
}
