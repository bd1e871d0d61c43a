/** The charts of the README. */
import { writeFile } from "node:fs/promises";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Row } from "../measure.js";
import { limitOf } from "../targets.js";

/** Draws the charts into this folder. */
export async function drawCharts(rows: readonly Row[]): Promise<void> {
  await write("peers.svg", peersChart(rows));
  await write("styles.svg", stylesChart(rows));
}

interface Bar {
  readonly label: string;
  readonly facet: string;
  readonly ratio: number;
  readonly isOurs: boolean;
}

const compared = ["scan one field", "read all", "write all", "random access"];

/** The best style of each subject, as ratio to the best code by hand; one panel an operation. */
function peersChart(rows: readonly Row[]): SVGSVGElement {
  const node = Math.max(...rows.map((row) => row.node));
  const bars = new Map<string, Bar>();
  for (const row of rows) {
    const { suite, operation, subject, ratioToHand: ratio } = row;
    if (suite !== "particle" || row.among > 0 || row.node !== node) continue;
    if (!compared.includes(operation)) continue;
    const key = `${operation} ${subject}`;
    if ((bars.get(key)?.ratio ?? Infinity) <= ratio) continue;
    bars.set(key, { label: subject, facet: operation, ratio, isOurs: subject === "structview" });
  }
  const data = [...bars.values()];
  const scan = data.filter(({ facet }) => facet === compared[0]);
  const labels = scan.sort((a, b) => a.ratio - b.ratio).map(({ label }) => label);
  return plot({
    title: `Time by that of the best code by hand, Node ${node}: 1 is as fast, 1000 takes 1000 times as long`,
    width: 1000,
    height: 420,
    marginLeft: 140,
    x: {
      type: "log",
      label: "times the best code by hand",
      grid: true,
      ticks: 4,
      tickFormat: "~g",
    },
    y: { label: null, domain: labels },
    fx: { label: null, domain: compared, padding: 0.15 },
    marks: [
      Plot.ruleY(data, { fx: "facet", y: "label", x1: 0.2, x2: "ratio", stroke: "#bbb" }),
      Plot.dot(data, { fx: "facet", y: "label", x: "ratio", r: 5, fill: colorOf }),
      Plot.text(data, {
        fx: "facet",
        y: "label",
        x: "ratio",
        text: textOf,
        dx: 9,
        textAnchor: "start",
        fontSize: 10,
      }),
      Plot.ruleX([1], { stroke: "#444" }),
    ],
  });
}

/** Our styles beside what they are to reach; one panel a version of Node. */
function stylesChart(rows: readonly Row[]): SVGSVGElement {
  const wanted = new Set(["scan one field", "read all"]);
  const data = rows
    .filter((row) => row.suite === "particle" && row.subject === "structview" && row.among === 0)
    .filter(({ operation }) => wanted.has(operation))
    .map((row) => ({
      label: `${row.operation}, ${row.style}`,
      facet: `Node ${row.node}`,
      ratio: row.ratioToHand,
      limit: limitOf(row),
      isOurs: row.ratioToHand <= limitOf(row),
    }));
  return plot({
    title: "Time by that of the best code by hand; the bars are what is aimed at, red is missed",
    width: 1000,
    height: 360,
    marginLeft: 230,
    x: {
      type: "log",
      label: "times the best code by hand",
      grid: true,
      ticks: 4,
      tickFormat: "~g",
    },
    y: { label: null, domain: [...new Set(data.map(({ label }) => label))] },
    fx: { label: null, padding: 0.1 },
    marks: [
      Plot.tickX(data, { fx: "facet", y: "label", x: "limit", stroke: "#444", strokeWidth: 2 }),
      Plot.dot(data, {
        fx: "facet",
        y: "label",
        x: "ratio",
        r: 5,
        fill: (d: Bar) => (d.isOurs ? ours : missed),
      }),
      Plot.text(data, {
        fx: "facet",
        y: "label",
        x: "ratio",
        text: textOf,
        dx: 9,
        textAnchor: "start",
        fontSize: 10,
      }),
      Plot.ruleX([1], { stroke: "#444" }),
    ],
  });
}

const ours = "#0a7d5a";
const missed = "#c0392b";

function colorOf({ isOurs, label }: Bar): string {
  return isOurs ? ours : /^(hand|typed arrays)/.test(label) ? "#444" : "#4878a8";
}

function textOf({ ratio }: Bar): string {
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0);
}

/** Plots without a browser; the title is a part of the picture. */
function plot({ title, ...options }: Plot.PlotOptions & { readonly title: string }): SVGSVGElement {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const svg = Plot.plot({
    ...options,
    document: document as unknown as Document,
    marginTop: 60,
    style: { background: "white", color: "black", fontFamily: "sans-serif" },
  }) as unknown as SVGSVGElement;
  const heading = document.createElementNS("http://www.w3.org/2000/svg", "text");
  heading.setAttribute("x", "12");
  heading.setAttribute("y", "20");
  heading.setAttribute("font-size", "13");
  heading.setAttribute("text-anchor", "start");
  heading.textContent = title;
  svg.append(heading as unknown as Node);
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return svg;
}

async function write(name: string, svg: SVGSVGElement): Promise<void> {
  await writeFile(new URL(name, import.meta.url), `${svg.outerHTML}\n`);
}
