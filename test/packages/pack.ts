/** The packages as they are published: packed by npm, without the network. */
import { mkdir, readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { makeFolder, repository, run } from "../cli/project.js";

/** Folders of the packages. */
export const workspaces = ["compiler", "runtime"] as const;

/** A package as npm packs it. */
export interface PackedPackage {
  readonly name: string;
  readonly workspace: (typeof workspaces)[number];
  /** Absolute path of the tarball. */
  readonly tarball: string;
  /** Paths of the packed files, in order. */
  readonly files: readonly string[];
  /** The `package.json` that is packed. */
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** Packs all packages into a new folder. */
export async function packAll(): Promise<readonly PackedPackage[]> {
  const folder = await makeFolder("packed");
  await mkdir(folder, { recursive: true });
  const packed: PackedPackage[] = [];
  for (const workspace of workspaces) {
    const args = ["pack", "--offline", "--ignore-scripts", "--json", "--workspace", workspace];
    const { exitCode, output, errors } = await run("npm", [...args, "--pack-destination", folder], {
      cwd: repository,
    });
    if (exitCode !== 0) throw new Error(`npm pack ends with ${exitCode}: ${errors}`);
    const [description] = JSON.parse(output) as readonly {
      readonly name: string;
      readonly filename: string;
      readonly files: readonly { readonly path: string }[];
    }[];
    if (description === undefined) throw new Error(`npm pack describes nothing: ${output}`);
    packed.push({
      name: description.name,
      workspace,
      // npm 9 and later name the file without its scope, whatever they print.
      tarball: path.join(folder, description.filename.replace("@", "").replace("/", "-")),
      files: description.files.map((file) => file.path).sort(),
      manifest: JSON.parse(
        await readFile(path.join(repository, workspace, "package.json"), "utf8"),
      ) as PackedPackage["manifest"],
    });
  }
  return packed;
}

/** Returns the paths of the source files of a package, without `.ts`. */
export async function sourcesOf(workspace: string): Promise<readonly string[]> {
  const root = path.join(repository, workspace);
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => !/^(dist|node_modules)\//.test(file))
    .map((file) => file.replace(/\.ts$/, ""));
}
