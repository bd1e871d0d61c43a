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
}

function commandsOf(program: Command): readonly Completed[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    const isPath = argument?.name() === "schemas";
    const choices = argument?.name() === "code" ? diagnosticCodes : argument?.argChoices;
    return {
      name: command.name(),
      description: command.description(),
      options: [...command.createHelp().visibleOptions(command), ...program.options],
      words: isPath ? undefined : (choices ?? []),
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
  const cases = commands.map(({ name, options, words }) => {
    const choices = withValue(options).map((option) => {
      const values = option.argChoices;
      const reply = values === undefined ? "compgen -f" : `compgen -W ${lines(values)}`;
      return `        ${flagsOf([option]).join("|")}) COMPREPLY=($(${reply} -- "$word")); return ;;`;
    });
    const own = words === undefined ? "compgen -f" : `compgen -W ${lines(words)}`;
    return `    ${name})
      case "$before" in
${choices.join("\n")}
      esac
      if [[ "$word" == -* ]]; then
        COMPREPLY=($(compgen -W ${lines(flagsOf(options))} -- "$word"))
      else
        COMPREPLY=($(${own} -- "$word"))
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
  const cases = commands.map(({ name, options, words }) => {
    const specs = options.flatMap((option) => zshOption(option));
    const last =
      words === undefined
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
  const lines = commands.flatMap(({ name, description, options, words }) => {
    const within = `-n ${quote(`__fish_seen_subcommand_from ${name}`)}`;
    const values =
      words === undefined ? "-F" : words.length > 0 ? `-f -a ${quote(words.join(" "))}` : "-f";
    return [
      `complete -c structview -n __fish_use_subcommand -f -a ${name} -d ${quote(description)}`,
      `complete -c structview ${within} ${values}`,
      ...options.map((option) => `complete -c structview ${within} ${fishOption(option)}`),
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
