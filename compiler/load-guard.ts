/**
 * What modules do beside what they export, while they are evaluated: they may end the program, forget an error,
 * wait for ever, or print what programs would take for output.
 */

/** Whether an error comes from the code that is evaluated. */
export type OwnError = (error: unknown) => boolean;

/** An evaluation that runs, and the errors of it that nobody handled. */
interface Guarded {
  readonly isOwn: OwnError;
  readonly lost: unknown[];
}

/** The evaluations that run: those of schemas follow each other, those of configurations may come between. */
const running = new Set<Guarded>();
let release = (): void => {};

/** Evaluates, and throws also for what would end the program, or be lost. */
export async function guard<T>(evaluate: () => Promise<T>, isOwn: OwnError): Promise<T> {
  const own: Guarded = { isOwn, lost: [] };
  if (running.size === 0) release = takeOver();
  running.add(own);
  let idle: (() => void) | undefined;
  try {
    const never = new Promise<never>((_, reject) => {
      idle = () => {
        reject(new Error("an await of it never ends"));
      };
      process.once("beforeExit", idle);
    });
    const result = await Promise.race([evaluate(), never]);
    // What is rejected and not handled is told after that.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (own.lost.length > 0) throw own.lost[0];
    return result;
  } finally {
    if (idle !== undefined) process.off("beforeExit", idle);
    running.delete(own);
    if (running.size === 0) release();
  }
}

/** Takes over what leads out of evaluations, and returns what gives it back. */
function takeOver(): () => void {
  const { exit } = process;
  const print = process.stdout.write;
  const strange: unknown[] = [];
  const keep = (error: unknown): void => {
    (ownerOf(error)?.lost ?? strange).push(error);
  };
  process.exit = (code) => {
    const error = new Error(`it ends the program with process.exit(${code ?? ""})`);
    if (ownerOf(error) === undefined) return exit(code);
    throw error;
  };
  // Standard output is for what a command is asked for.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.on("unhandledRejection", keep);
  return () => {
    process.off("unhandledRejection", keep);
    process.stdout.write = print;
    process.exit = exit;
    // Errors of others are told as if nobody had listened.
    for (const error of strange) void Promise.reject(error);
  };
}

function ownerOf(error: unknown): Guarded | undefined {
  return [...running].find(({ isOwn }) => isOwn(error));
}
