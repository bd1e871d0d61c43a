import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Outcome } from "../outcome.js";
import { withSlashes } from "../platform-paths.js";
import { configNames } from "../read-config.js";
import { installCommand, installedVersion, runtime } from "../runtime-version.js";
import { reasonOf } from "../system-error.js";
import { UsageError } from "../usage-error.js";

/** Languages that a schema can be written in. */
export const schemaLanguages = ["ts", "json"] as const;

/** What `init` may be told; it asks for what is left open, where there is someone to answer. */
export interface InitOptions {
  readonly language?: (typeof schemaLanguages)[number] | undefined;
  /** Folder of the schemas. */
  readonly schemas?: string | undefined;
  /** Folder of the generated modules. */
  readonly out?: string | undefined;
  /** Whether nothing is asked. */
  readonly yes?: boolean | undefined;
  readonly isSilent: boolean;
}

/** What `init` tells programs. Paths are from the current folder. */
export interface InitResult {
  readonly created: readonly string[];
  /** What is there already, and was left as it is. */
  readonly kept: readonly string[];
}

/** `structview init`: writes a configuration and a first schema, but nothing that is there already. */
export async function initCommand(cwd: string, options: InitOptions): Promise<Outcome> {
  const answers = await askFor(options);
  if (answers === undefined) return { exitCode: 0, remarks: ["nothing is written"] };
  const { language } = answers;
  const schemas = folderOf(answers.schemas, "--schemas");
  const out = folderOf(answers.out, "--out");

  const created: string[] = [];
  const kept: string[] = [];
  const write = async (file: string, text: string, other: string | undefined): Promise<void> => {
    if (other !== undefined) {
      kept.push(other);
      return;
    }
    const to = path.resolve(cwd, file);
    try {
      await mkdir(path.dirname(to), { recursive: true });
      await writeFile(to, text, { flag: "wx" });
    } catch (error) {
      throw new UsageError(`${file} cannot be written: ${reasonOf(error)}`);
    }
    created.push(file);
  };
  const config = language === "ts" ? "structview.config.ts" : "structview.config.json";
  const existing =
    configNames.find((name) => existsSync(path.join(cwd, name))) ?? packageWithKey(cwd);
  await write(config, configText(language, schemas, out), existing);
  const example = `${schemas}/message.${language}`;
  const text = language === "ts" ? typeScriptExample : jsonExample(schemas);
  await write(example, text, schemaIn(cwd, schemas));

  const next = [
    ...(installedVersion(runtime, cwd) === undefined ? [installCommand(cwd)] : []),
    // The flag is the same in all package managers.
    ...(installedVersion("structview", cwd) === undefined
      ? [installCommand(cwd, "structview", "-D ")]
      : []),
    "npx structview generate",
  ];
  const remarks = [
    ...created.map((file) => `wrote ${file}`),
    ...kept.map((file) => `kept ${file}`),
    "next:",
    ...next.map((command) => `  ${command}`),
  ];
  const result: InitResult = { created, kept };
  return { exitCode: 0, root: cwd, remarks, result };
}

interface Answers {
  readonly language: (typeof schemaLanguages)[number];
  readonly schemas: string;
  readonly out: string;
}

/** Returns what is said, asked for, or the default; `undefined` if whoever is asked wants no more. */
async function askFor(options: InitOptions): Promise<Answers | undefined> {
  const { language = "ts", schemas = "schemas", out = "generated", yes = false } = options;
  const isAlone =
    yes || options.isSilent || process.env["CI"] !== undefined || process.stdin.isTTY !== true;
  if (isAlone || process.stderr.isTTY !== true) return { language, schemas, out };
  const { cancel, isCancel, select, text } = await import("@clack/prompts");
  const output = process.stderr;
  const chosen =
    options.language ??
    (await select({
      message: "Which language are the schemas in?",
      options: [
        { value: "ts" as const, label: "TypeScript" },
        { value: "json" as const, label: "JSON" },
      ],
      output,
    }));
  if (isCancel(chosen)) return undefined;
  const ask = async (message: string, initialValue: string, said: string | undefined) =>
    said ?? text({ message, initialValue, output });
  const from = await ask("Where are the schemas?", schemas, options.schemas);
  if (isCancel(from)) return undefined;
  const to = await ask("Where does the generated code go?", out, options.out);
  if (isCancel(to)) {
    cancel("", { output });
    return undefined;
  }
  return { language: chosen, schemas: from, out: to };
}

/** Returns a folder as a configuration names it. Throws {@link UsageError}. */
function folderOf(text: string, flag: string): string {
  const folder = path.posix.normalize(withSlashes(text.trim())).replace(/\/$/, "");
  if (folder === "" || folder === "." || /[*?[\]{}()!+@]/.test(folder)) {
    throw new UsageError(`${flag}: ${JSON.stringify(text)} is no folder for a project; name one`);
  }
  return folder;
}

/** Returns `package.json` if the configuration is in it. */
function packageWithKey(cwd: string): string | undefined {
  const file = path.join(cwd, "package.json");
  return existsSync(file) && /"structview"\s*:\s*\{/.test(readFileSync(file, "utf8"))
    ? "package.json"
    : undefined;
}

/** Returns a schema that lies in a folder, if there is one. */
function schemaIn(cwd: string, folder: string): string | undefined {
  const absolute = path.resolve(cwd, folder);
  if (!existsSync(absolute) || !statSync(absolute).isDirectory()) return undefined;
  const found = readdirSync(absolute, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(m?ts|json)$/.test(file))
    .sort();
  return found[0] === undefined ? undefined : `${folder}/${withSlashes(found[0])}`;
}

const configSchema = "./node_modules/structview/config.schema.json";

function configText(language: Answers["language"], schemas: string, out: string): string {
  const globs = `${schemas}/**/*.${language}`;
  return language === "json"
    ? `${JSON.stringify({ $schema: configSchema, schemas: globs, out }, undefined, 2)}\n`
    : `import { defineConfig } from "structview/config";

export default defineConfig({
  schemas: ${JSON.stringify(globs)},
  out: ${JSON.stringify(out)},
});
`;
}

const typeScriptExample = `import { bits, bytes, enumeration, struct, u16, u32, u8 } from "structview/schema";

/** What a message is about. */
export const MessageKind = enumeration(u8, { hello: 1, data: 2, bye: 3 });

/** A message of a protocol: change it to yours. */
export const Message = struct(
  {
    version: bits(4),
    priority: bits(4),
    kind: MessageKind,
    /** Length of the payload in bytes. */
    payloadLength: u16,
    /** Seconds since 1970. */
    time: u32,
    payload: bytes("payloadLength"),
  },
  { byteOrder: "big" },
);
`;

/** The same in JSON; editors complete and check it through its \`$schema\`. */
function jsonExample(schemas: string): string {
  const up = schemas.split("/").map(() => "..");
  return `${JSON.stringify(
    {
      $schema: `${up.join("/")}/node_modules/structview/schema.json`,
      types: [
        {
          kind: "enumeration",
          name: "MessageKind",
          doc: "What a message is about.",
          base: "u8",
          members: [
            { name: "hello", value: 1 },
            { name: "data", value: 2 },
            { name: "bye", value: 3 },
          ],
        },
        {
          kind: "struct",
          name: "Message",
          doc: "A message of a protocol: change it to yours.",
          byteOrder: "big",
          fields: [
            { name: "version", type: { kind: "bits", width: 4 } },
            { name: "priority", type: { kind: "bits", width: 4 } },
            { name: "kind", type: "MessageKind" },
            { name: "payloadLength", doc: "Length of the payload in bytes.", type: "u16" },
            { name: "time", doc: "Seconds since 1970.", type: "u32" },
            { name: "payload", type: { kind: "bytes", length: "payloadLength" } },
          ],
        },
      ],
    },
    undefined,
    2,
  )}\n`;
}
