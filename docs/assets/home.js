// The home page's charts. The chart library is fetched when a chart comes near, so that the page itself stays light.
import { COLOURS, common, followWidth, library, named, stacked } from "./charts.js";
import { taking } from "./picture.js";
import { pipeline } from "./pipeline.js";

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

async function load() {
  await library(root);
  return { root, ...await (await fetch(`${root}/explore/home.json`)).json() };
}

function decisions(data, width) {
  const leading = d3.rollups(data.decisions, (rows) => rows.length, (row) => row.jurisdiction).sort((a, b) => b[1] - a[1]).slice(0, LEADING).map(([name]) => name);
  const rows = data.decisions.map((row) => ({ ...row, where: leading.includes(row.jurisdiction) ? row.jurisdiction : "elsewhere" }));
  const domain = [...leading, "elsewhere"];
  return named(Plot.plot({
    ...common(width),
    ariaLabel: "Decisions by year and jurisdiction",
    height: 420,
    marginRight: 20,
    fy: { label: null, axis: null, padding: 0.25 },
    x: { interval: 1, tickFormat: "d", label: null, ticks: width < 600 ? 4 : 10 },
    y: { grid: true, label: "decisions" },
    color: { domain, range: COLOURS, legend: true },
    marks: [
      Plot.text(new Set(rows.map((row) => row.kind)), { fy: (kind) => kind, text: (kind) => kind, frameAnchor: "top-left", dx: 6, fontWeight: 600, fontSize: 12 }),
      Plot.barY(rows, Plot.groupX({ y: "count" }, { fy: "kind", x: "year", fill: "where", ...stacked(domain) })),
      Plot.ruleY([0]),
    ],
  }));
}

const draw = { "rt-pipeline": pipeline, "rt-decisions": decisions };

async function show(holder) {
  try {
    const data = await (ready ??= load());
    const chart = draw[holder.id](data, holder.clientWidth);
    holder.replaceChildren(chart, taking(chart, `regentrials-${data.version}-${holder.id.slice(3)}`, data.version, () => holder.previousElementSibling.textContent));
    holder.dataset.ready = "true";
  } catch (error) {
    holder.textContent = `The chart could not be drawn: ${error.message}.`;
  }
}

const watcher = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    show(target);
    followWidth(target, () => show(target));
  }
}, { rootMargin: "100px" });
for (const holder of holders) watcher.observe(holder);
