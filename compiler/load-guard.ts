/**
 * What modules do beside what they export, while they are evaluated and later: they may end the program, forget
 * an error, wait or run for ever, or print what programs would take for output.
 */
import { Script } from "node:vm";

/** Milliseconds that an evaluation may take. */
const timeLimit = 10_000;
const isLate = `it takes longer than ${timeLimit / 1000} seconds`;

/** An evaluation that runs. */
interface Guarded {
  /** Returns the absolute paths of the files that it has evaluated so far. */
  readonly files: () => Iterable<string>;
  /** Errors of it that nobody handled. */
  readonly lost: unknown[];
}

/** The evaluations that run: those of schemas follow each other, those of configurations may come between. */
const running = new Set<Guarded>();
/** Files that were evaluated: what they left behind can fail later. */
const evaluated = new Set<string>();
let tellLate: ((error: unknown) => void) | undefined;
/** Errors of others, which wait while something is evaluated. */
let strange: unknown[] = [];
let release = (): void => {};

/**
 * Evaluates, and throws also for what would end the program, last for ever, or be lost. What runs on behind an
 * `await` of it without ever letting go cannot be stopped.
 *
 * @param files Returns the absolute paths of the files that are evaluated.
 */
export async function guard<T>(
  evaluate: () => Promise<T>,
  files: () => Iterable<string>,
): Promise<T> {
  const own: Guarded = { files, lost: [] };
  if (running.size === 0) release = takeOver();
  running.add(own);
  let idle: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    const never = new Promise<never>((_, reject) => {
      idle = () => {
        reject(new Error("an await of it never ends"));
      };
      process.once("beforeExit", idle);
      timer = setTimeout(() => {
        reject(new Error(isLate));
      }, timeLimit).unref();
    });
    const result = await Promise.race([callInTime(evaluate), never]);
    // What is rejected and not handled is told after that.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    if (own.lost.length > 0) throw own.lost[0];
    return result;
  } finally {
    clearTimeout(timer);
    if (idle !== undefined) process.off("beforeExit", idle);
    for (const file of files()) evaluated.add(file);
    running.delete(own);
    if (running.size === 0) release();
  }
}

/** From now on, errors that modules throw after they were evaluated are told here and do not end the program. */
export function onLateError(tell: (error: unknown) => void): void {
  tellLate = tell;
  listen();
}

/** Returns the line in a file that an error comes from, as `:12`, if it comes from there. */
export function placeIn(file: string, error: unknown): string | undefined {
  const text = error instanceof Error ? `${error.message}\n${error.stack ?? ""}` : "";
  const at = text.indexOf(`${file}:`);
  return at < 0 ? undefined : /^:\d+/.exec(text.slice(at + file.length))?.[0];
}

/** Returns the file, of those that were evaluated, that an error comes from. */
export function fileOf(error: unknown): string | undefined {
  return [...evaluated].find((file) => placeIn(file, error) !== undefined);
}

const calls = Symbol.for("structview.evaluate");
const call = new Script(`globalThis[Symbol.for("${calls.description ?? ""}")]()`);

/** Calls a function, and throws if it has not returned when its time is over. */
async function callInTime<T>(work: () => Promise<T>): Promise<T> {
  const global = globalThis as { [calls]?: typeof work };
  global[calls] = work;
  let result: Promise<T>;
  try {
    result = call.runInThisContext({ timeout: timeLimit }) as Promise<T>;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new Error(isLate, { cause: error }) : error;
  } finally {
    delete global[calls];
  }
  return result;
}

/** Takes over what leads out of evaluations, and returns what gives it back. */
function takeOver(): () => void {
  const { exit } = process;
  const print = process.stdout.write;
  process.exit = (code) => {
    const error = new Error(`it ends the program with process.exit(${code ?? ""})`);
    if (ownerOf(error) === undefined) return exit(code);
    throw error;
  };
  // Standard output is for what a command is asked for.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  if (tellLate === undefined) listen();
  return () => {
    if (tellLate === undefined) {
      process.off("uncaughtException", keep);
      process.off("unhandledRejection", keep);
    }
    process.stdout.write = print;
    process.exit = exit;
    // Errors of others are told as if nobody had listened.
    for (const error of strange) void Promise.reject(error);
    strange = [];
  };
}

function listen(): void {
  process.on("uncaughtException", keep);
  process.on("unhandledRejection", keep);
}

/** Keeps an error that nobody handled for who it concerns. */
function keep(error: unknown): void {
  const owner = ownerOf(error);
  if (owner !== undefined) owner.lost.push(error);
  else if (tellLate !== undefined && fileOf(error) !== undefined) tellLate(error);
  else if (running.size > 0) strange.push(error);
  else throw error;
}

function ownerOf(error: unknown): Guarded | undefined {
  return [...running].find(({ files }) =>
    [...files()].some((file) => placeIn(file, error) !== undefined),
  );
}
