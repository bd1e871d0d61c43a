/** The scripts that complete commands, tried in the shells that they are for, where these are installed. */
import { beforeAll, describe, expect, test } from "vitest";
import { diagnosticCodes } from "structview";
import { isLeftOut, Project, run } from "./project.js";

let project: Project;

beforeAll(async () => {
  project = await Project.of({ "my schemas/a b.ts": "", "notes.txt": "" });
  for (const shell of ["bash", "zsh", "fish"]) {
    const { exitCode, output, errors } = await project.structview(["completion", shell]);
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: "" });
    await project.write({ [`structview.${shell}`]: output });
  }
});

const commands = [
  "check",
  "completion",
  "explain",
  "export",
  "generate",
  "import",
  "init",
  "layout",
];
const table: readonly { readonly line: string; readonly want: readonly string[] }[] = [
  { line: "structview ge", want: ["generate"] },
  { line: "structview c", want: ["check", "completion"] },
  { line: "structview completion ", want: ["bash", "fish", "zsh"] },
  { line: "structview layout --format m", want: ["markdown"] },
  { line: "structview layout -f s", want: ["svg"] },
  { line: "structview export k", want: ["kaitai"] },
  { line: "structview export c --byte-order b", want: ["big"] },
  { line: "structview generate --wa", want: ["--watch"] },
  { line: "structview check --js", want: ["--json"] },
  { line: "structview import d", want: ["dwarf"] },
  { line: "structview import dwarf not", want: ["notes.txt"] },
  { line: "structview import btf --ba", want: ["--base"] },
  { line: "structview explain flags-", want: ["flags-need-unsigned", "flags-overlap"] },
];

describe.skipIf(isLeftOut("bash"))("in bash", () => {
  test.for(table)("completes $line", async ({ line, want }) => {
    expect(await completeInBash(line)).toEqual(want);
  });

  test("completes commands, codes, and paths with spaces", async () => {
    expect(await completeInBash("structview ")).toEqual(expect.arrayContaining(commands));
    expect(await completeInBash("structview explain ")).toEqual([...diagnosticCodes].sort());
    expect(await completeInBash("structview generate my")).toEqual(["my schemas"]);
    expect(await completeInBash("structview check --config n")).toEqual(
      expect.arrayContaining(["notes.txt"]),
    );
  });
});

describe.skipIf(isLeftOut("fish"))("in fish", () => {
  test.for(table)("completes $line", async ({ line, want }) => {
    expect(await completeInFish(line)).toEqual(want);
  });

  test("completes commands, and paths with spaces", async () => {
    expect(await completeInFish("structview ")).toEqual(expect.arrayContaining(commands));
    expect((await completeInFish("structview generate my"))[0]).toContain("my");
  });
});

describe.skipIf(isLeftOut("zsh"))("in zsh", () => {
  test("is a script that zsh takes", async () => {
    const ran = await run("zsh", ["-n", "structview.zsh"], { cwd: project.root });
    expect(ran).toEqual({ exitCode: 0, output: "", errors: "" });
  });

  test("is registered for the program", async () => {
    const script =
      "autoload -U compinit; compinit -u -D; source structview.zsh; print $_comps[structview]";
    const ran = await run("zsh", ["-f", "-c", script], { cwd: project.root });
    expect(ran).toEqual({ exitCode: 0, output: "_structview\n", errors: "" });
  });
});

test("another shell is wrong usage, said with those that there are", async () => {
  const { exitCode, errors } = await project.structview(["completion", "tcsh"]);
  expect(exitCode).toBe(2);
  expect(errors).toContain("Allowed choices are bash, zsh, fish");
});

/** Returns what bash completes at the end of a line. */
async function completeInBash(line: string): Promise<readonly string[]> {
  const script = `source structview.bash
read -ra COMP_WORDS <<< "$1"
[[ "$1" == *" " ]] && COMP_WORDS+=("")
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_structview
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { output, errors } = await run("bash", ["-c", script, "bash", line], {
    cwd: project.root,
  });
  expect(errors).toBe("");
  return output
    .split("\n")
    .filter((each) => each !== "")
    .sort();
}

/** Returns what fish completes at the end of a line. */
async function completeInFish(line: string): Promise<readonly string[]> {
  const script = `source structview.fish; complete -C ${JSON.stringify(line)}`;
  const { output, errors } = await run("fish", ["--no-config", "-c", script], {
    cwd: project.root,
  });
  expect(errors).toBe("");
  const words = output.split("\n").map((each) => each.split("\t")[0] ?? "");
  return words.filter((each) => each !== "").sort();
}
