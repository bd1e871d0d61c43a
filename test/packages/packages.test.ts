/** What is published: the right files, types that resolve, and nothing that runs when it is installed. */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { beforeAll, describe, expect, test } from "vitest";
import { repository, run } from "../cli/project.js";
import type { PackedPackage } from "./pack.js";
import { packAll, sourcesOf, workspaces } from "./pack.js";

let packages: readonly PackedPackage[] = [];

beforeAll(async () => {
  packages = await packAll();
}, 120_000);

describe.each(workspaces)("the package of the folder %s", (workspace) => {
  const get = (): PackedPackage => {
    const found = packages.find((each) => each.workspace === workspace);
    if (found === undefined) throw new Error(`${workspace} is not packed`);
    return found;
  };

  test("holds what is built of each source file, what npm adds, and no more", async () => {
    const built = (await sourcesOf(workspace)).flatMap((source) => [
      `dist/${source}.js`,
      `dist/${source}.d.ts`,
    ]);
    const besides = ["LICENSE", "README.md", "package.json"];
    const own = ["MESSAGES.md", "bin/structview.js", "config.schema.json", "schema.json"];
    const more = workspace === "compiler" ? own : [];
    const files = get().files.filter((file) => !file.startsWith("dist/bundle/"));
    expect(files).toEqual([...besides, ...more, ...built].sort());
  });

  test("holds each file that its manifest points at", () => {
    const { manifest, files } = get();
    const targets = [
      ...JSON.stringify([manifest["exports"], manifest["bin"]]).matchAll(/"([^"]+)"/g),
    ]
      .map(([, text]) => text ?? "")
      .filter((text) => /^(\.\/)?[\w-]+\/.*\.(js|d\.ts)$/.test(text))
      .map((text) => path.posix.normalize(text));
    expect(targets.length).toBeGreaterThan(1);
    expect(files).toEqual(expect.arrayContaining(targets));
  });

  test("runs nothing when it is installed", () => {
    const scripts = Object.keys((get().manifest["scripts"] ?? {}) as object);
    const atInstall = new Set(["preinstall", "install", "postinstall", "prepare", "preprepare"]);
    expect(scripts.filter((script) => atInstall.has(script))).toEqual([]);
    expect(get().files).not.toContain("binding.gyp");
  });

  test("has what a registry shows: a version, a licence, a description, words to find it", () => {
    expect(get().manifest).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      license: expect.stringMatching(/./),
      description: expect.stringMatching(/.{20}/),
      keywords: expect.arrayContaining([expect.any(String)]),
      type: "module",
    });
    expect(get().manifest).not.toHaveProperty("private");
  });

  test("has nothing that publint finds", async () => {
    const { tarball, manifest } = get();
    const bytes = await readFile(tarball);
    const { messages } = await publint({
      pack: { tarball: new Uint8Array(bytes).buffer },
      strict: true,
    });
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  test("has types that resolve for every importer", async () => {
    const program = path.join(repository, "node_modules/@arethetypeswrong/cli/dist/index.js");
    const args = [program, get().tarball, "--profile", "esm-only", "--no-definitely-typed"];
    const { exitCode, output } = await run(process.execPath, [...args, "--no-color"], {
      cwd: repository,
    });
    expect(exitCode, output).toBe(0);
  });
});

test("the runtime depends on nothing", () => {
  const runtime = packages.find(({ name }) => name === "@structview/runtime");
  for (const key of ["dependencies", "peerDependencies", "optionalDependencies"]) {
    expect(runtime?.manifest).not.toHaveProperty(key);
  }
});

test("the runtime imports only itself", async () => {
  for (const source of await sourcesOf("runtime")) {
    const text = await readFile(path.join(repository, "runtime", `${source}.ts`), "utf8");
    for (const [, specifier = ""] of text.matchAll(/ from "([^"]+)"/g)) {
      expect(specifier).toMatch(/^\.\/[\w-]+\.js$/);
      expect(existsSync(path.join(repository, "runtime", specifier.replace(/js$/, "ts")))).toBe(
        true,
      );
    }
  }
});
