import { existsSync, readdir, statSync } from "node:fs";
import type { Dirent } from "node:fs";
import path from "node:path";
import { escapePath, glob } from "tinyglobby";
import type { FileSystemAdapter } from "tinyglobby";
import type { Project } from "./config.js";
import { pathFromRoot } from "./platform-paths.js";
import { reasonOf } from "./system-error.js";
import { UsageError } from "./usage-error.js";

/** The schema files of a project, and the path of the output of each. */
export interface FoundSchemas {
  /** Paths from the root of the project with forward slashes, in order. */
  readonly files: readonly string[];
  /** Paths from the root of the project by schema file. */
  readonly outputs: ReadonlyMap<string, string>;
  /** Folders that cannot be read, and why: paths from the root of the project. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/**
 * Finds the schema files. An output lies in the output folder as its schema lies in the folder that the
 * glob begins with: `schemas/net/ip.ts`, found by `schemas/**`, becomes `net/ip.ts`.
 */
export async function findSchemas(project: Project): Promise<FoundSchemas> {
  const outputs = new Map<string, string>();
  const unreadable = new Map<string, string>();
  const fs = readerOf((folder, error) => {
    unreadable.set(pathFromRoot(project.root, folder), reasonOf(error));
  });
  for (const pattern of project.schemas) {
    const { glob: text, base } = readPattern(pattern, project.root);
    const found = await glob(text, {
      cwd: project.root,
      ignore: ["**/node_modules/**", "**/*.d.ts", "**/*.d.mts", `${escapePath(project.out)}/**`],
      expandDirectories: false,
      fs,
    });
    if (found.length === 0 && hasMagic(pattern) && isIn(project.out, base)) {
      const rule = `the output folder ${project.out}, where no schemas are looked for`;
      throw new UsageError(`${pattern} is in ${rule}; name another folder`);
    }
    // A file that is named and not there is an error when it is loaded, not nothing.
    const isNamed = found.length === 0 && !hasMagic(pattern);
    for (const file of isNamed ? [path.posix.normalize(pattern)] : found) {
      if (outputs.has(file)) continue;
      const name = path.posix.relative(base, file).replace(/\.[a-z]+$/, ".ts");
      outputs.set(file, path.posix.join(project.out, name));
    }
  }
  return { files: [...outputs.keys()].sort(), outputs, unreadable };
}

function isIn(folder: string, path: string): boolean {
  return folder === "." || path === folder || path.startsWith(`${folder}/`);
}

/** Returns how folders are read: as always, but what cannot be read is told instead of left out. */
function readerOf(fail: (folder: string, error: unknown) => void): FileSystemAdapter {
  return {
    readdir: (folder: string, options: { withFileTypes: true }, done: ReadCallback) => {
      readdir(folder, options, (error, entries) => {
        // A file, or nothing at all, is no folder of schemas.
        if (error !== null && !["ENOENT", "ENOTDIR"].includes(error.code ?? ""))
          fail(folder, error);
        done(error, entries);
      });
    },
  } as FileSystemAdapter;
}

type ReadCallback = (error: Error | null, entries: Dirent[]) => void;

/** Returns the folders and files that the schemas of a project are found in: absolute paths. */
export function foldersOfSchemas({ schemas, root }: Project): readonly string[] {
  return schemas.map((pattern) => {
    const absolute = path.resolve(root, pattern);
    return existsSync(absolute) ? absolute : path.resolve(root, readPattern(pattern, root).base);
  });
}

/** Splits a pattern into its glob and the folder that it begins with. A path that exists is no glob. */
function readPattern(
  pattern: string,
  root: string,
): { readonly glob: string; readonly base: string } {
  const absolute = path.resolve(root, pattern);
  if (existsSync(absolute)) {
    const file = pathFromRoot(root, absolute);
    return statSync(absolute).isDirectory()
      ? { glob: `${file === "." ? file : escapePath(file)}/**/*.{ts,mts,json}`, base: file }
      : { glob: escapePath(file), base: path.posix.dirname(file) };
  }
  const segments = pattern.replace(/^\.\//, "").split("/");
  const magic = segments.findIndex(hasMagic);
  const base = segments.slice(0, magic < 0 ? -1 : magic).join("/");
  return { glob: segments.join("/"), base: base === "" ? "." : base };
}

function hasMagic(text: string): boolean {
  return /[*?[\]{}()!+@]/.test(text);
}
