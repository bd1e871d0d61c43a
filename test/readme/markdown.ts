/** What the tests need to know of Markdown: blocks of code, tables, code within a line, links. */

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  readonly text: string;
  /** Line of its first line of code, from 1. */
  readonly line: number;
  /** The file that its first line names in a comment. */
  readonly file: string | undefined;
}

/** Returns the blocks of code in their order. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => {
    const [, language = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    return { language, text, line, file: /^\/\/ (\S+\.\w+)\n/.exec(text)?.[1] };
  });
}

/** Returns the rows of the table whose header has these cells. */
export function tableOf(markdown: string, ...header: readonly string[]): readonly Row[] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => same(cellsOf(line), header));
  if (start < 0) throw new Error(`there is no table with the header ${header.join(" | ")}`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end < 0 ? undefined : end).map(cellsOf);
}

/** The cells of a row. */
export type Row = readonly string[];

/** Returns the pieces of code within the lines of a text, blocks of code left out. */
export function spansOf(text: string): readonly string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "");
  return [...prose.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replaceAll("\n", " "));
}

/** Returns the text from a heading to the next one of the same level or above. */
export function sectionOf(markdown: string, heading: string): string {
  const lines = markdown.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`there is no heading ${heading}`);
  const level = heading.indexOf(" ");
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => {
    const marks = /^(#+) /.exec(line)?.[1];
    return marks !== undefined && marks.length <= level;
  });
  return rest.slice(0, end < 0 ? undefined : end).join("\n");
}

/** Returns the targets of the links that lead nowhere else: to files, and to headings of this text. */
export function linksOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** Returns the anchors of the headings. */
export function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
    const words = heading.toLowerCase().replace(/[^a-z0-9 -]/g, "");
    return `#${words.replaceAll(" ", "-")}`;
  });
}

function cellsOf(line: string): Row {
  if (!line.startsWith("|")) return [];
  const cells = line.split(/(?<!\\)\|/).slice(1, -1);
  return cells.map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
