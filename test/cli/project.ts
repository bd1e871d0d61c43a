/** Projects in temporary folders, and the built program run in them as its users run it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** Root of the repository. */
export const repository: string = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  "../..",
);

const program = path.join(repository, "compiler/bin/structview.js");

/** A run that takes longer, in milliseconds, is killed unless it asks for more time. */
const defaultTimeout = 60_000;

/** Contents of files by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What a run of a program gave. `output` and `errors` are its standard output and error. */
export interface Run {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** How a run differs from a plain one. */
export interface RunOptions {
  /** Folder to run in, from the root of the project. */
  readonly within?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const folder = await realpath(await mkdtemp(path.join(tmpdir(), "structview-")));
let count = 0;

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Returns a new folder, which is removed when the tests of the file are over. */
export async function makeFolder(name = "project"): Promise<string> {
  const made = path.join(folder, String(++count), name);
  await mkdir(made, { recursive: true });
  return made;
}

/** Whether a program is missing, where that is no failure: `.ci/run` asks for all of them. */
export function isLeftOut(program: string): boolean {
  return (
    process.env["STRUCTVIEW_LEAVE_OUT"] !== "nothing" &&
    !["/bin", "/usr/bin", "/usr/local/bin"].some((folder) => existsSync(`${folder}/${program}`))
  );
}

/** A project in a folder of its own. */
export class Project {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** Makes a project of these files, in a folder called `name`, that has the runtime installed. */
  static async of(files: Files, name?: string): Promise<Project> {
    const project = await Project.withoutRuntime(files, name);
    await project.install("@structview/runtime", "runtime");
    return project;
  }

  /** Makes a project of these files, in a folder called `name`, that has nothing installed. */
  static async withoutRuntime(files: Files, name?: string): Promise<Project> {
    const project = new Project(await makeFolder(name));
    await project.write({ "package.json": '{ "type": "module" }\n', ...files });
    return project;
  }

  /** Installs a package as it is built in a folder of the repository. */
  async install(name: string, from: string): Promise<void> {
    const to = this.pathOf(`node_modules/${name}`);
    await mkdir(path.dirname(to), { recursive: true });
    await symlink(path.join(repository, from), to, "junction");
  }

  async write(files: Files): Promise<void> {
    for (const [file, content] of Object.entries(files)) {
      const to = this.pathOf(file);
      await mkdir(path.dirname(to), { recursive: true });
      await writeFile(to, content);
    }
  }

  pathOf(file: string): string {
    return path.join(this.root, file);
  }

  async read(file: string): Promise<string> {
    return readFile(this.pathOf(file), "utf8");
  }

  /** Returns the contents of all files, one character a byte, by path. */
  async contents(): Promise<Readonly<Record<string, string>>> {
    const entries = await readdir(this.root, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.root, path.join(entry.parentPath, entry.name)))
      .sort();
    const contents: Record<string, string> = {};
    for (const file of files) {
      contents[file.split(path.sep).join("/")] = await readFile(this.pathOf(file), "latin1");
    }
    return contents;
  }

  /** Returns the paths of the files within a folder. */
  async filesIn(within: string): Promise<readonly string[]> {
    return Object.keys(await this.contents()).filter((file) => file.startsWith(`${within}/`));
  }

  /** Runs `structview` with these arguments. */
  async structview(args: readonly string[], options: RunOptions = {}): Promise<Run> {
    return run(process.execPath, [program, ...args], {
      cwd: this.pathOf(options.within ?? "."),
      environment: options.environment ?? {},
    });
  }
}

/** Runs a program to its end. Its environment is the path of programs, and what is given. */
export async function run(
  command: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly timeout?: number;
  },
): Promise<Run> {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { PATH, HOME, ...options.environment },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: options.timeout ?? defaultTimeout,
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  return {
    exitCode,
    output: Buffer.concat(output).toString(),
    errors: Buffer.concat(errors).toString(),
  };
}
