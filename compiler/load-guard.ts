/**
 * What code of the user's own does beside what it returns, while a module of his is evaluated: it may end the
 * program, forget an error, wait for ever, or print what programs would take for output.
 */

/** Whether an error comes from the code that is evaluated. */
export type OwnError = (error: unknown) => boolean;

/** Evaluates, and throws also for what would end the program, or be lost. */
export async function guard<T>(evaluate: () => Promise<T>, isOwn: OwnError): Promise<T> {
  const { exit } = process;
  const print = process.stdout.write;
  const lost: unknown[] = [];
  const keep = (error: unknown): void => {
    lost.push(error);
  };
  let idle: (() => void) | undefined;
  process.exit = (code) => {
    const error = new Error(`it ends the program with process.exit(${code ?? ""})`);
    if (!isOwn(error)) return exit(code);
    throw error;
  };
  // Standard output is for what a command is asked for.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  process.on("unhandledRejection", keep);
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
    if (lost.some(isOwn)) throw lost.find(isOwn);
    return result;
  } finally {
    if (idle !== undefined) process.off("beforeExit", idle);
    process.off("unhandledRejection", keep);
    process.stdout.write = print;
    process.exit = exit;
    // Others' errors are told as if nobody had listened.
    for (const each of lost) if (!isOwn(each)) void Promise.reject(each);
  }
}
