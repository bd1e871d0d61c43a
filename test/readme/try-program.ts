/** Runs programs as a README shows them, and compares their comments with what happens. */
import path from "node:path";
import { ts } from "ts-morph";
import { Project, repository, run } from "../cli/project.js";
import type { Files } from "../cli/project.js";

/** Makes a project that has both packages installed as they are built. */
export async function makeProject(files: Files): Promise<Project> {
  const project = await Project.of(files);
  await project.install("structview", "compiler");
  return project;
}

/** Runs `tsc` under strict flags over files of a project. Returns what it prints. */
export async function checkTypes(project: Project, files: readonly string[]): Promise<string> {
  const compilerOptions = {
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    target: "es2022",
    module: "nodenext",
    types: [],
    noEmit: true,
  };
  await project.write({ "readme.json": JSON.stringify({ compilerOptions, files }) });
  const tsc = path.join(repository, "node_modules/.bin/tsc");
  const { exitCode, output } = await run(tsc, ["-p", "readme.json"], { cwd: project.root });
  return exitCode === 0 ? output : `exit code ${exitCode}\n${output}`;
}

/** A program whose comments are tried when it runs. */
export interface TriedProgram {
  readonly text: string;
  /** How many comments are tried. */
  readonly count: number;
}

/**
 * Makes a program try its comments: `expression; // value`, `// value: why` and `// throws Name: message`,
 * at its top level. A comment behind an assignment is prose.
 */
export function tryComments(text: string): TriedProgram {
  const source = ts.createSourceFile("program.ts", text, ts.ScriptTarget.ES2022, true);
  let tried = "";
  let end = 0;
  let count = 0;
  for (const statement of source.statements) {
    if (!ts.isExpressionStatement(statement) || isAssignment(statement.expression)) continue;
    const comment = commentBehind(statement, text);
    if (comment === undefined) continue;
    const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
    const expression = `() => (${statement.expression.getText()})`;
    tried += text.slice(end, statement.getStart());
    tried += `$try(${line}, ${expression}, ${wantOf(comment)});`;
    end = statement.end;
    count += 1;
  }
  return { text: `${prelude}${tried}${text.slice(end)}\nconsole.log($count);\n`, count };
}

const prelude = `import $assert from "node:assert/strict";
let $count = 0;
function $try(line, got, want) {
  const place = "line " + line + ": " + String(got).slice(6);
  if ("throws" in want) {
    let error;
    try { got(); } catch (caught) { error = caught; }
    $assert.equal(error?.name, want.throws, place);
    if (want.message !== undefined) $assert.equal(error.message, want.message, place);
  } else {
    try { $assert.deepStrictEqual(got(), want.value); }
    catch (error) { throw new Error(place + ": " + error.message); }
  }
  $count += 1;
}
`;

/** Compiles and runs a program of a project, after its generated modules. Returns what it prints. */
export async function runProgram(project: Project, file: string, text: string): Promise<string> {
  const all = Object.keys(await project.contents());
  // The modules of codecs lie beside the generated ones.
  const modules = all.filter((each) => /^(generated\/.*|codecs)\.ts$/.test(each));
  for (const each of modules) {
    await project.write({
      [`built/${each.slice(0, -3)}.js`]: toJavaScript(await project.read(each)),
    });
  }
  const built = `built/${file.replace(/\.ts$/, ".js")}`;
  await project.write({ [built]: toJavaScript(text) });
  const { exitCode, output, errors } = await run(process.execPath, [built], { cwd: project.root });
  return exitCode === 0 && errors === "" ? output : `exit code ${exitCode}\n${output}${errors}`;
}

function toJavaScript(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  return ts.transpileModule(text, { compilerOptions }).outputText;
}

function isAssignment(expression: ts.Expression): boolean {
  return (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    expression.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

function commentBehind(statement: ts.Statement, text: string): string | undefined {
  const range = ts.getTrailingCommentRanges(text, statement.end)?.[0];
  return range === undefined ? undefined : text.slice(range.pos + 2, range.end).trim();
}

function wantOf(comment: string): string {
  const thrown = /^throws (\w+)(?:: (.+))?$/.exec(comment);
  if (thrown !== null) {
    return JSON.stringify({ throws: thrown[1], message: thrown[2] });
  }
  const value = /^["[{]|^new /.test(comment) ? comment : comment.replace(/: .*$/, "");
  return `{ value: (${value}) }`;
}
