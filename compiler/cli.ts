/**
 * The command line: the table of commands, arguments and exit codes. 0 done; 1 the schemas have errors,
 * or the output is stale; 2 wrong usage. What a command is asked for goes to standard output, all else to
 * standard error.
 */
import path from "node:path";
import { Argument, Command, CommanderError, Option } from "commander";
import { defaultCTarget } from "./c-targets.js";
import { checkCommand } from "./commands/check.js";
import { completionCommand, shells } from "./commands/completion.js";
import type { Shell } from "./commands/completion.js";
import { explainCommand } from "./commands/explain.js";
import { exportCommand } from "./commands/export.js";
import { generateCommand } from "./commands/generate.js";
import type { ImportDwarfCommandOptions } from "./commands/import-dwarf.js";
import type { ImportOutput } from "./commands/import.js";
import { initCommand, schemaLanguages } from "./commands/init.js";
import type { InitOptions } from "./commands/init.js";
import { layoutCommand } from "./commands/layout.js";
import { exportLanguages } from "./emit-export/languages.js";
import type { ExportLanguage } from "./emit-export/languages.js";
import type { MachineOrder } from "./emit-export/model.js";
import { layoutFormats } from "./emit-layout/formats.js";
import type { LayoutFormat } from "./emit-layout/formats.js";
import { preprocessors } from "./import/c-options.js";
import type { ImportCOptions } from "./import/c-options.js";
import { fileOf, onLateError, placeIn } from "./load-guard.js";
import { printOutcome, printUsageError } from "./outcome.js";
import type { ExitCode, Outcome, OutputOptions } from "./outcome.js";
import { compilerVersion } from "./runtime-version.js";
import { reasonOf } from "./system-error.js";
import { UsageError } from "./usage-error.js";

export type { ExitCode };

interface ProjectFlags {
  readonly config?: string;
  readonly out?: string;
}

interface ExportFlags extends Pick<ProjectFlags, "config"> {
  readonly struct?: readonly string[];
  readonly output?: string;
  readonly byteOrder?: MachineOrder;
  readonly force?: boolean;
}

/** Runs the command line as a program of its own, which it ends. */
export async function main(args: readonly string[]): Promise<void> {
  let hasFailedLate = false;
  onLateError((error) => {
    hasFailedLate = true;
    const file = fileOf(error) ?? "";
    const place = `${path.relative(process.cwd(), file)}${placeIn(file, error) ?? ""}`;
    process.stderr.write(`structview: ${place} fails after it was evaluated: ${reasonOf(error)}\n`);
  });
  const exitCode = await run(args);
  process.exitCode = hasFailedLate ? Math.max(exitCode, 1) : exitCode;
  // What schemas have left behind, such as timers, does not keep the program.
  await Promise.all([printed(process.stdout), printed(process.stderr)]);
  process.exit();
}

/** Waits until all that was written is on its way. */
async function printed(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise((resolve) => {
    stream.write("", resolve);
  });
}

/** Runs the command line with the arguments behind the program's name. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  let complaint = "";
  const asked = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const json = asked.includes("--json");
  const program = new Command("structview")
    .description("Compiles struct layouts into TypeScript accessor classes.")
    .version(compilerVersion(), "-v, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .option("--json", "print one line of JSON, for programs")
    .option("-q, --quiet", "print errors only, and what is asked for")
    .helpCommand(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeErr: (text) => {
        complaint += text;
        if (!json) process.stderr.write(text);
      },
    })
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 1 errors in schemas or stale output, 2 wrong usage.",
    );
  const flags = (): OutputOptions & { readonly isSilent: boolean } => {
    const { quiet = false } = program.opts<OutputOptions>();
    return { json, quiet, isSilent: json || quiet };
  };
  const finish = (name: string, outcome: Outcome): void => {
    printOutcome(name, outcome, flags());
    exitCode = outcome.exitCode;
  };
  const command = (signature: string, description: string): Command =>
    program.command(signature).description(description).helpOption("-h, --help", "print this help");
  const ofProject = (name: string, description: string): Command =>
    command(name, description)
      .argument("[schemas...]", "schema files and globs, instead of those of the configuration")
      .option("-c, --config <file>", "configuration file (default: the nearest one upwards)")
      .option("-o, --out <folder>", "folder of the generated modules");

  command("init", "write a configuration and a first schema; nothing that is there already")
    .addOption(
      new Option("-l, --language <language>", "language of the schema").choices(schemaLanguages),
    )
    .option("-s, --schemas <folder>", 'folder of the schemas (default: "schemas")')
    .option("-o, --out <folder>", 'folder of the generated modules (default: "generated")')
    .option("-y, --yes", "ask nothing")
    .action(async (options: Omit<InitOptions, "isSilent">) => {
      finish("init", await initCommand(process.cwd(), { ...options, ...flags() }));
    });
  ofProject(
    "generate",
    "write the generated modules that differ, and remove those whose schema is gone",
  )
    .option("-w, --watch", "go on, and do so again whenever a schema changes; Ctrl-C ends")
    .action(async (schemas: string[], options: ProjectFlags & { readonly watch?: boolean }) => {
      const chosen = { ...options, ...flags(), schemas };
      if (options.watch !== true) {
        finish("generate", await generateCommand(process.cwd(), chosen));
        return;
      }
      const { watchCommand } = await import("./commands/watch.js");
      await watchCommand(process.cwd(), chosen, {
        finish: (outcome) => {
          printOutcome("generate", outcome, flags());
        },
        fail: (error) => {
          printUsageError("generate", error, flags());
        },
      });
    });
  ofProject("check", "list the generated modules that are not current; write nothing").action(
    async (schemas: string[], options: ProjectFlags) => {
      finish("check", await checkCommand(process.cwd(), { ...options, ...flags(), schemas }));
    },
  );
  command("layout [structs...]", "print offsets, sizes, padding and bits of structs, or of all")
    .addOption(
      new Option("-f, --format <format>", "form of the output")
        .choices(layoutFormats)
        .default("text"),
    )
    .option("-s, --schema <file>", "schema file or glob, instead of the configuration's", collect)
    .option("-c, --config <file>", "configuration file (default: the nearest one upwards)")
    .action(
      async (
        structs: string[],
        options: { format: LayoutFormat; schema?: readonly string[]; config?: string },
      ) => {
        const { format, schema: schemas = [], config } = options;
        const chosen = { structs, format, schemas, config, ...flags() };
        finish("layout", await layoutCommand(process.cwd(), chosen));
      },
    );
  const importing = command(
    "import",
    "turn types that are declared elsewhere into a schema",
  ).helpCommand(false);
  const importFrom = (signature: string, description: string): Command =>
    importing
      .command(signature)
      .description(description)
      .helpOption("-h, --help", "print this help")
      .option("-s, --struct <name>", "import this struct, and what it is made of", collect)
      .option("-o, --out <file>", "write the schema to this file, not to standard output")
      .option("-f, --force", "overwrite a file that was not imported");
  importFrom("dwarf <file>", "import structs out of a binary with debug information")
    .option("-t, --target <name>", "which machine, of a Mach-O file for several: arm64, x86_64")
    .action(async (file: string, options: ImportDwarfCommandOptions) => {
      const { importDwarfCommand } = await import("./commands/import-dwarf.js");
      finish("import", await importDwarfCommand(process.cwd(), file, options));
    });
  importFrom("btf <file>", "import structs out of BTF, such as /sys/kernel/btf/vmlinux")
    .option("-b, --base <file>", "BTF that the file continues: that of the kernel, for a module")
    .action(
      async (
        file: string,
        options: ImportOutput & { readonly struct?: readonly string[]; readonly base?: string },
      ) => {
        const { importBtfCommand } = await import("./commands/import-btf.js");
        finish("import", await importBtfCommand(process.cwd(), file, options));
      },
    );
  importFrom("c <files...>", "import structs out of declarations of C")
    .option("-t, --target <name>", "whose rules lay the structs out", defaultCTarget)
    .option("-D, --define <macro>", "define a macro: NAME or NAME=VALUE", collect)
    .option("-I, --include <folder>", "look for included files in this folder", collect)
    .addOption(
      new Option("-p, --preprocessor <kind>", "who expands macros: a compiler where it is needed")
        .choices(preprocessors)
        .default("auto"),
    )
    .action(async (files: string[], options: ImportCOptions) => {
      const { importCCommand } = await import("./commands/import-c.js");
      finish("import", await importCCommand(process.cwd(), files, options));
    });
  command(
    "export",
    "print declarations of structs in another language, with their offsets asserted",
  )
    .addArgument(new Argument("<language>", "the language").choices(exportLanguages))
    .argument("[schemas...]", "schema files and globs, instead of those of the configuration")
    .option("--struct <name>", "struct, union or variant, with what it nests; else all", collect)
    .option("-o, --output <file>", "file or folder to write to, instead of standard output")
    .addOption(
      new Option(
        "--byte-order <order>",
        "byte order of the machines that it is for (default: that of the targets of C, or little)",
      ).choices(["little", "big"]),
    )
    .option("--force", "write over a file that no export has written")
    .option("-c, --config <file>", "configuration file (default: the nearest one upwards)")
    .action(async (language: ExportLanguage, schemas: string[], options: ExportFlags) => {
      const { struct: structs = [], byteOrder: machine, output, force: isForced = false } = options;
      const { config } = options;
      const chosen = { language, schemas, structs, machine, output, isForced, config, ...flags() };
      finish("export", await exportCommand(process.cwd(), chosen));
    });
  command(
    "explain <code>",
    "print what a diagnostic means, its rule, its remedy and an example",
  ).action((code: string) => {
    finish("explain", explainCommand(code));
  });
  command("completion", "print a script that completes commands and options in a shell")
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .action((shell: Shell) => {
      finish("completion", completionCommand(program, shell));
    });

  const name = asked.find((each) => program.commands.some((one) => one.name() === each)) ?? "";
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      if (json) printUsageError(name, complaint.trim().replace(/^error: /, ""), flags());
      return 2;
    }
    if (error instanceof UsageError) {
      printUsageError(name, error.message, flags());
      return 2;
    }
    throw error;
  }
}

/** Gathers the values of an option that can be given more than once. */
function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}
