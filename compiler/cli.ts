/**
 * The command line: arguments and exit codes. 0 done; 1 the schemas have errors, or the output is
 * stale; 2 wrong usage. What a command is asked for goes to standard output, all else to standard error.
 */
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./commands/check.js";
import { generateCommand } from "./commands/generate.js";
import { UsageError } from "./usage-error.js";

/** Exit code of a program. */
export type ExitCode = 0 | 1 | 2;

/** Runs the command line with the arguments behind the program's name. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = new Command("structview")
    .description("Compiles struct layouts into TypeScript accessor classes.")
    .version(version(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 errors in schemas or stale output, 2 wrong usage.",
    );
  for (const [command, action] of [
    [
      program
        .command("generate")
        .description(
          "write the generated modules that differ, and remove those whose schema is gone",
        ),
      generateCommand,
    ],
    [
      program
        .command("check")
        .description("list the generated modules that are not current; write nothing"),
      checkCommand,
    ],
  ] as const) {
    command
      .argument("[schemas...]", "schema files and globs, instead of those of the configuration")
      .option("-c, --config <file>", "configuration file (default: the nearest one upwards)")
      .option("-o, --out <folder>", "folder of the generated modules")
      .helpOption("-h, --help", "print this help")
      .exitOverride()
      .action(async (schemas: string[], options: { config?: string; out?: string }) => {
        exitCode = await action(process.cwd(), { ...options, schemas });
      });
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof UsageError) {
      console.error(`structview: ${error.message}`);
      return 2;
    }
    throw error;
  }
}

function version(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
