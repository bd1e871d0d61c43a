/** The tables that the bench writes, between markers: all of them in `RESULTS.md`, the shortest in the README. */
import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { bundlers } from "../size/bundle.js";
import { measureSizes, subjects } from "../size/measure.js";
import type { Row } from "./measure.js";
import { peerSizes } from "./peers/sizes.js";
import { missed, targetOf } from "./targets.js";

const readme = fileURLToPath(new URL("../../README.md", import.meta.url));
const results = fileURLToPath(new URL("RESULTS.md", import.meta.url));

/** Writes the tables, and the charts beside them. */
export async function writeReadme(rows: readonly Row[]): Promise<void> {
  // The libraries that draw are there only where the bench was installed.
  const specifier = "./charts/draw.js";
  const { drawCharts } = (await import(specifier)) as {
    drawCharts(rows: readonly Row[]): Promise<void>;
  };
  await drawCharts(rows);
  const texts = rows.filter(isText);
  const others = rows.filter((row) => !isText(row));
  const speed = [
    machineOf(rows),
    stylesTable(rows, 0),
    stylesTable(rows, 16),
    `Beside others, the best style of each, time by the best code by hand:`,
    peersTable(others),
    `Texts in UTF-8:`,
    peersTable(texts),
  ];
  const plain = rows.filter(
    ({ suite, operation }) => suite === "particle" && !operation.startsWith("open"),
  );
  await replace(results, { speed: speed.join("\n\n") });
  await replace(readme, {
    speed: [machineOf(rows), stylesTable(plain, 0)].join("\n\n"),
    size: await sizeTables(),
  });
}

/** Replaces what is between the markers of a file. */
async function replace(file: string, contents: Readonly<Record<string, string>>): Promise<void> {
  let text = await readFile(file, "utf8");
  for (const [name, content] of Object.entries(contents)) text = between(text, name, content);
  const config = await resolveConfig(file);
  await writeFile(file, await format(text, { ...config, filepath: file }));
}

/** Returns a text with what is between its markers replaced. Throws if they are not there. */
export function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- bench: ${name} -->`, `<!-- end of bench: ${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there are no markers for ${name}`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

function machineOf(rows: readonly Row[]): string {
  const [cpu] = cpus();
  const asked = rows.filter((row) => targetOf(row) !== undefined);
  const reached = asked.length - missed(rows).length;
  return `Measured on ${cpu?.model.trim() ?? "a machine"} with ${cpus().length} cores, Node ${nodesOf(
    rows,
  ).join(", ")}: ${reached} of ${asked.length} targets are reached.`;
}

const styles = [
  "new record",
  "cursor next",
  "cursor seek",
  "at(i)",
  "for...of",
  "column at(i)",
  "column for...of",
];

/** Returns a table of ratios to the best code by hand: an operation a row, a style a column. */
export function stylesTable(rows: readonly Row[], among: number): string {
  const own = rows.filter((row) => row.subject === "structview" && row.among === among);
  const nodes = nodesOf(own);
  const used = styles.filter((style) => own.some((row) => row.style === style));
  const lines = operationsOf(own).map(([suite, operation]) => {
    const of = own.filter((row) => row.suite === suite && row.operation === operation);
    const others = [...new Set(of.map(({ style }) => style))].filter((one) => !used.includes(one));
    const cell = (style: string): string => ratiosOf(of, style, nodes);
    const rest = others.map((style) => `\`${style}\` ${cell(style)}`).join("<br>");
    return [`${suite}: ${operation}`, ...used.map(cell), rest];
  });
  const setting = among === 0 ? "Alone in a process" : `Among ${among} other generated classes`;
  const title = `${setting}, time by the best code by hand, Node ${nodes.join(" / ")}:`;
  return `${title}\n\n${table([["", ...used.map((style) => `\`${style}\``), "others"], ...lines])}`;
}

/** Returns a table of ratios to the best code by hand: a library a row, an operation a column. */
export function peersTable(rows: readonly Row[]): string {
  const [node] = nodesOf(rows).slice(-1);
  const alone = rows.filter((row) => row.among === 0 && row.node === node);
  const compared = operationsOf(
    alone.filter(({ subject }) => !isOurs(subject) && !subject.includes("Rust")),
  );
  const subjectsOf = [...new Set(alone.map(({ subject }) => subject))];
  const best = (subject: string, [suite, operation]: readonly [string, string]): string => {
    const ratios = alone
      .filter((row) => row.suite === suite && row.operation === operation)
      .filter((row) => row.subject === subject)
      .map(({ ratioToHand }) => ratioToHand);
    return ratios.length === 0 ? "" : ratioText(Math.min(...ratios));
  };
  const lines = subjectsOf
    .map((subject) => [subject, ...compared.map((operation) => best(subject, operation))])
    .filter((line) => line.slice(1).some((cell) => cell !== ""));
  const head = compared.map(([suite, operation]) =>
    suite === "particle" || suite === "text" ? operation : `${suite}: ${operation}`,
  );
  return table([[`Node ${node}`, ...head], ...lines]);
}

async function sizeTables(): Promise<string> {
  const names = Object.keys(bundlers);
  const sizes = await measureSizes();
  const own = subjects.map(({ name, target }) => [
    name,
    ...names.map((bundler) => String(Math.max(0, sizes[name]?.[bundler] ?? NaN))),
    String(target),
  ]);
  const peers = [...(await peerSizes())].sort(([, a], [, b]) => a - b);
  const others = peers.map(([name, size]) => [name, String(size)]);
  return `${table([["", ...names, "target"], ...own])}

The particle of the bench, 11 fields, with its array and all that it needs, from esbuild:

${table([["", "bytes"], ...others])}`;
}

function isText({ suite }: Row): boolean {
  return suite === "text";
}

function isOurs(subject: string): boolean {
  return subject === "structview" || subject.startsWith("hand") || subject === "typed arrays";
}

function operationsOf(rows: readonly Row[]): (readonly [string, string])[] {
  const names = new Map(
    rows.map(({ suite, operation }) => [`${suite} ${operation}`, [suite, operation] as const]),
  );
  return [...names.values()];
}

function nodesOf(rows: readonly Row[]): number[] {
  return [...new Set(rows.map(({ node }) => node))].sort((a, b) => a - b);
}

/** The ratios of a style under each Node; in bold what misses its target. */
function ratiosOf(rows: readonly Row[], style: string, nodes: readonly number[]): string {
  const cells = nodes.map((node) => {
    const row = rows.find((one) => one.style === style && one.node === node);
    if (row === undefined) return undefined;
    return missed([row]).length > 0
      ? `**${ratioText(row.ratioToHand)}**`
      : ratioText(row.ratioToHand);
  });
  return cells.every((cell) => cell === undefined)
    ? ""
    : cells.map((cell) => cell ?? "-").join(" / ");
}

function ratioText(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0);
}

function table([head = [], ...lines]: readonly (readonly string[])[]): string {
  const rule = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [head, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}
