// Charts with Observable Plot: hoverable, readable without colour, in the page's colours.
import { element } from "./elements.js";

// site.css has them, for light and for dark pages.
export const COLOURS = Array.from({ length: 8 }, (_, index) => `var(--rt-colour-${index + 1})`);
// Few bars stay bars: each has at most this room.
const ROOM = 120;
const PAUSE = 100;

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

// A phone changes its height at each scroll: only another width asks for another chart, once it stays.
export function followWidth(holder, draw) {
  let [width, later] = [holder.clientWidth];
  new ResizeObserver(() => {
    if (holder.clientWidth === width) return;
    width = holder.clientWidth;
    clearTimeout(later);
    later = setTimeout(draw, PAUSE);
  }).observe(holder);
}

// What every chart has; `order` is that of the legend, so that a colour lies at one place in all bars.
export const common = (width) => ({ width, style: { background: "transparent", color: "currentColor", fontSize: "11px", overflow: "visible" } });
export const stacked = (order) => ({ order, tip: true, stroke: "var(--md-default-bg-color)", strokeWidth: 0.5 });

// One bar of one colour tells no more than the number of rows.
export const tells = (rows, { x, fill }) => new Set(rows.filter((row) => row[x]).map((row) => `${row[x]} ${row[fill]}`)).size > 1;

function spread(rows, x, numbers) {
  const places = [...new Set(rows.map((row) => row[x]))];
  return numbers ? Math.max(...places) - Math.min(...places) + 1 : places.length;
}

export function barChart(rows, { x, fill, domain, title }, width) {
  const numbers = x === "year";
  const shown = rows.filter((row) => !numbers || row[x]);
  return named(Plot.plot({
    ...common(Math.min(width, ROOM * (1 + spread(shown, x, numbers)))),
    title: shown.length < rows.length ? `${title} (${shown.length} of ${rows.length}; the others have no year)` : `${title} (${rows.length})`,
    ariaLabel: title,
    // Names of classes stand aslant, and need the room.
    height: numbers ? 240 : 300,
    marginLeft: 40,
    marginBottom: numbers ? 30 : 80,
    x: numbers ? { interval: 1, tickFormat: "d", ticks: width < 500 ? 4 : undefined, label: null } : { label: null, tickRotate: -35 },
    // Of few rows there are no halves.
    y: { grid: true, label: "rows", tickFormat: (count) => (Number.isInteger(count) ? String(count) : "") },
    color: { domain, range: COLOURS, legend: true, className: "rt-legend" },
    marks: [
      Plot.barY(shown, Plot.groupX({ y: "count" }, { x, fill, ...stacked(domain) })),
      Plot.ruleY([0]),
    ],
  }));
}
