// The home page's charts. The chart library is fetched when a chart comes near, so that the page itself stays light.
import { COLOURS, named } from "./charts.js";

// The search is the theme's; a button of this page opens it, also where a phone shows but an icon of it.
const [ask, box] = [document.querySelector(".rt-ask"), document.querySelector(".md-search__input")];
if (ask && box) {
  ask.hidden = false;
  ask.addEventListener("click", () => box.focus());
}

const holders = [...document.querySelectorAll(".rt-chart-holder")];
const root = holders[0]?.dataset.root ?? ".";
const LEADING = 7;
let ready;

function script(path) {
  return new Promise((resolve, reject) => {
    const node = document.createElement("script");
    node.src = `${root}/assets/vendor/${path}`;
    node.onload = resolve;
    node.onerror = () => reject(new Error(`${path} could not be loaded`));
    document.head.append(node);
  });
}

async function load() {
  await script("d3.min.js");
  await script("plot.umd.min.js");
  return (await fetch(`${root}/explore/home.json`)).json();
}

const common = (width) => ({ width, style: { background: "transparent", color: "currentColor", fontSize: "11px", overflow: "visible" } });

function pipeline(data, width) {
  const rows = data.pipeline;
  const steps = data.steps.filter((step) => rows.some((row) => row.step === step));
  const totals = d3.rollup(rows, (group) => d3.sum(group, (row) => row.products), (row) => row.area);
  const cells = d3.flatRollup(rows, (group) => d3.sum(group, (row) => row.products), (row) => row.area, (row) => row.step)
    .map(([area, step, products]) => ({ area, step, products }));
  return Plot.plot({
    ...common(width),
    ariaLabel: "Products by disease area, stage and cell origin",
    height: 90 + 34 * totals.size,
    marginLeft: 140,
    marginRight: width < 600 ? 50 : 20,
    marginTop: width < 600 ? 60 : 40,
    fx: { domain: steps, label: null, axis: "top", padding: 0.15, tickRotate: width < 600 ? -40 : 0 },
    x: { axis: null },
    y: { domain: d3.sort(totals.keys(), (area) => -totals.get(area)), label: null, tickSize: 0 },
    color: { domain: data.origins, range: COLOURS, legend: true },
    marks: [
      Plot.barX(rows, { fx: "step", y: "area", x: "products", fill: "origin", order: data.origins, tip: true, insetTop: 15, insetBottom: 2, title: (row) => `${row.area}, ${row.stage}\n${row.origin}: ${row.products}` }),
      // Above its bar a number has room at any width; beside it, the next column's bar begins.
      Plot.text(cells, { fx: "step", y: "area", x: 0, text: "products", textAnchor: "start", dy: -8 }),
    ],
  });
}

function decisions(data, width) {
  const leading = d3.rollups(data.decisions, (rows) => rows.length, (row) => row.jurisdiction).sort((a, b) => b[1] - a[1]).slice(0, LEADING).map(([name]) => name);
  const rows = data.decisions.map((row) => ({ ...row, where: leading.includes(row.jurisdiction) ? row.jurisdiction : "elsewhere" }));
  return Plot.plot({
    ...common(width),
    ariaLabel: "Decisions by year and jurisdiction",
    height: 420,
    marginRight: 20,
    fy: { label: null, axis: null, padding: 0.25 },
    x: { interval: 1, tickFormat: "d", label: null, ticks: width < 600 ? 4 : 10 },
    y: { grid: true, label: "decisions" },
    color: { domain: [...leading, "elsewhere"], range: COLOURS, legend: true },
    marks: [
      Plot.text(new Set(rows.map((row) => row.kind)), { fy: (kind) => kind, text: (kind) => kind, frameAnchor: "top-left", dx: 6, fontWeight: 600, fontSize: 12 }),
      Plot.barY(rows, Plot.groupX({ y: "count" }, { fy: "kind", x: "year", fill: "where", tip: true, stroke: "var(--md-default-bg-color)", strokeWidth: 0.5 })),
      Plot.ruleY([0]),
    ],
  });
}

const draw = { "rt-pipeline": pipeline, "rt-decisions": decisions };

async function show(holder) {
  try {
    const data = await (ready ??= load());
    holder.replaceChildren(named(draw[holder.id](data, holder.clientWidth)));
    holder.dataset.ready = "true";
  } catch (error) {
    holder.textContent = `The chart could not be drawn: ${error.message}.`;
  }
}

const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) { watcher.unobserve(entry.target); show(entry.target); }
}, { rootMargin: "100px" });
for (const holder of holders) watcher.observe(holder);
addEventListener("resize", () => { for (const holder of holders) if (holder.dataset.ready) show(holder); });
