// Charts with Observable Plot: hoverable, readable without colour, in the page's colours.
import { element } from "./elements.js";

// Okabe and Ito's palette: told apart by people with any colour vision.
export const COLOURS = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999"];

const first = (value) => (Array.isArray(value) ? value[0] ?? "not stated" : value === "" || value == null ? "not stated" : value);

let loaded;

function script(address) {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(element("script", { src: address, onload: resolve, onerror: failed }));
  });
}

// The chart library is heavy: a page is read without it, and asks for it when it draws.
export function library(root) {
  loaded ??= script(`${root}/assets/vendor/d3.min.js`).then(() => script(`${root}/assets/vendor/plot.umd.min.js`));
  return loaded;
}

// To a screen reader a chart is one picture with a name: its numbers, without their places, say nothing.
export function named(chart) {
  for (const node of [chart, ...chart.children]) if (node.matches("svg[aria-label]")) node.setAttribute("role", "img");
  for (const group of chart.querySelectorAll("g[aria-label]")) group.setAttribute("role", "group");
  return chart;
}

export function barChart(rows, { x, fill, domain, title }, width) {
  const used = domain ?? [...new Set(rows.map((row) => first(row[fill])))].sort();
  const numbers = x === "year";
  const shown = rows.filter((row) => !numbers || row[x]);
  return named(Plot.plot({
    title: shown.length < rows.length ? `${title} (${shown.length} of ${rows.length}; the others have no year)` : `${title} (${rows.length})`,
    ariaLabel: title,
    width,
    // Names of classes stand aslant, and need the room.
    height: numbers ? 240 : 300,
    marginLeft: 40,
    marginBottom: numbers ? 30 : 80,
    style: { background: "transparent", color: "currentColor", fontSize: "11px", overflow: "visible" },
    x: numbers ? { interval: 1, tickFormat: "d", ticks: width < 500 ? 4 : undefined, label: null } : { label: null, tickRotate: -35 },
    // Of few rows there are no halves.
    y: { grid: true, label: "rows", tickFormat: (count) => (Number.isInteger(count) ? String(count) : "") },
    color: { domain: used, range: COLOURS, legend: true, className: "rt-legend" },
    marks: [
      Plot.barY(shown, Plot.groupX({ y: "count" }, { x, fill: (row) => first(row[fill]), tip: true, stroke: "var(--md-default-bg-color)", strokeWidth: 0.5 })),
      Plot.ruleY([0]),
    ],
  }));
}
