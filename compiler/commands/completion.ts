/**
 * Completion for shells: scripts made of the commands and options that the program has. They ask no
 * program while one types; `@bomb.sh/tab`, the well-kept library for commander, starts Node at every Tab,
 * and completes no paths.
 */
import type { Command, Option } from "commander";
import { diagnosticCodes } from "../diagnostics.js";
import type { Outcome } from "../outcome.js";

/** Shells that there are scripts for. */
export const shells = ["bash", "zsh", "fish"] as const;

/** A shell that there is a script for. */
export type Shell = (typeof shells)[number];

/** What `completion` tells programs. */
export interface CompletionResult {
  readonly shell: Shell;
  readonly script: string;
}

const writers: { readonly [Each in Shell]: (program: Command) => string } = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `structview completion`: prints the script that completes the commands of a program in a shell. */
export function completionCommand(program: Command, shell: Shell): Outcome {
  const script = writers[shell](program);
  const result: CompletionResult = { shell, script };
  return { exitCode: 0, output: script, result };
}

/** A command with what can follow it. */
interface Completed {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Words that its argument can be; `undefined` where it is a path. */
  readonly words: readonly string[] | undefined;
  /** Commands within it, whose argument is a path. */
  readonly commands: readonly string[];
}

function commandsOf(program: Command): readonly Completed[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    const isPath = argument?.name() === "schemas";
    const choices = argument?.name() === "code" ? diagnosticCodes : argument?.argChoices;
    // What commands within it have is completed behind any of them.
    const options = [command, ...command.commands].flatMap((each) =>
      each.createHelp().visibleOptions(each),
    );
    const unique = new Map([...options, ...program.options].map((each) => [each.flags, each]));
    return {
      name: command.name(),
      description: command.description(),
      options: [...unique.values()],
      words: isPath ? undefined : (choices ?? []),
      commands: command.commands.map((each) => each.name()),
    };
  });
}

function flagsOf(options: readonly Option[]): readonly string[] {
  return options.flatMap(({ short, long }) => [short, long].filter((each) => each !== undefined));
}

/** Options with a value, which is a path where there are no choices. */
function withValue(options: readonly Option[]): readonly Option[] {
  return options.filter((option) => option.required);
}

function bashScript(program: Command): string {
  const commands = commandsOf(program);
  const cases = commands.map(({ name, options, words, commands: within }) => {
    const choices = withValue(options).map((option) => {
      const values = option.argChoices;
      const reply = values === undefined ? "compgen -f" : `compgen -W ${lines(values)}`;
      return `        ${flagsOf([option]).join("|")}) COMPREPLY=($(${reply} -- "$word")); return ;;`;
    });
    const paths = words === undefined ? "compgen -f" : `compgen -W ${lines(words)}`;
    const own =
      within.length === 0
        ? paths
        : `if [[ "$before" == ${name} ]]; then compgen -W ${lines(within)} -- "$word"; else compgen -f -- "$word"; fi; true`;
    return `    ${name})
      case "$before" in
${choices.join("\n")}
      esac
      if [[ "$word" == -* ]]; then
        COMPREPLY=($(compgen -W ${lines(flagsOf(options))} -- "$word"))
      else
        COMPREPLY=($(${own}${within.length === 0 ? ' -- "$word"' : ""}))
      fi
      ;;`;
  });
  const names = commands.map(({ name }) => name);
  return `# Completion of structview in bash: put this into a file that ~/.bashrc reads, or
#   eval "$(structview completion bash)"
_structview() {
  local IFS=$'\\n' word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="" each
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [[ "$each" != -* ]]; then command="$each"; break; fi
  done
  case "$command" in
${cases.join("\n")}
    *)
      COMPREPLY=($(compgen -W ${lines([...names, ...flagsOf(visible(program))])} -- "$word"))
      ;;
  esac
}
complete -o filenames -F _structview structview
`;
}

function zshScript(program: Command): string {
  const commands = commandsOf(program);
  const described = commands.map(({ name, description }) => quote(`${name}:${description}`));
  const cases = commands.map(({ name, options, words, commands: within }) => {
    const specs = options.flatMap((option) => zshOption(option));
    const last =
      within.length > 0
        ? [quote(`1:command:(${within.join(" ")})`), "'*:file:_files'"]
        : words === undefined
          ? ["'*:schema:_files'"]
          : words.length > 0
            ? [quote(`:word:(${words.join(" ")})`)]
            : [];
    return `    ${name}) _arguments ${[...specs, ...last].join(" ")} ;;`;
  });
  return `#compdef structview
# Completion of structview in zsh: put this as _structview into a folder of $fpath, or
#   source <(structview completion zsh)
_structview() {
  local -a commands
  commands=(${described.join(" ")})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command="\${words[2]}"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _structview structview
`;
}

function zshOption(option: Option): readonly string[] {
  const description = option.description.replace(/[[\]:\\]/g, "\\$&");
  const value = !option.required
    ? ""
    : option.argChoices === undefined
      ? ":value:_files"
      : `:value:(${option.argChoices.join(" ")})`;
  return flagsOf([option]).map((flag) => quote(`${flag}[${description}]${value}`));
}

function fishScript(program: Command): string {
  const commands = commandsOf(program);
  const lines = commands.flatMap(({ name, description, options, words, commands: within }) => {
    const isOpen = `-n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
    const values =
      within.length > 0
        ? `-F -a ${quote(within.join(" "))}`
        : words === undefined
          ? "-F"
          : words.length > 0
            ? `-f -a ${quote(words.join(" "))}`
            : "-f";
    return [
      `complete -c structview -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
      `complete -c structview ${isOpen} ${values}`,
      ...options.map((option) => `complete -c structview ${isOpen} ${fishOption(option)}`),
    ];
  });
  const own = visible(program).map(
    (option) => `complete -c structview -n __fish_use_subcommand ${fishOption(option)}`,
  );
  return `# Completion of structview in fish: put this into ~/.config/fish/completions/structview.fish
${[...lines, ...own].join("\n")}
`;
}

function fishOption(option: Option): string {
  const { short, long, description, argChoices, required } = option;
  return [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
    ...(required
      ? [argChoices === undefined ? "-r -F" : `-x -a ${quote(argChoices.join(" "))}`]
      : []),
    `-d ${quote(description)}`,
  ].join(" ");
}

function visible(program: Command): readonly Option[] {
  return program.createHelp().visibleOptions(program);
}

/** Returns words as bash takes them where a line is a word, as names of files can have spaces. */
function lines(words: readonly string[]): string {
  return `$'${words.join("\\n")}'`;
}

/** Quotes text for all three shells; fish takes the backslash for what it is, too. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
