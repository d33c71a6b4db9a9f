// Products by disease area, furthest stage and cell origin: stages side by side, on a phone one below the other.
import { COLOURS, common, named, stacked } from "./charts.js";

const NARROW = 600;
const NAME = "Products by disease area, stage and cell origin";

const told = ({ area, step, origin, products, stages }) => {
  const parts = Object.entries(stages).map(([stage, count]) => `${stage} ${count}`);
  return `${area}, ${step}\n${origin}: ${products}${parts.length > 1 ? ` (${parts.join(", ")})` : ""}`;
};

const sums = (rows, ...keys) => d3.flatRollup(rows, (group) => d3.sum(group, (row) => row.products), ...keys);

const bars = (data, options) => Plot.barX(data.pipeline, {
  x: "products", fill: "origin", title: told, href: (row) => `${data.root}/${row.link}`, ...stacked(data.origins), ...options,
});

const numbers = (cells, options) => Plot.text(cells, { text: "products", textAnchor: "start", ...options });

function beside({ data, cells, steps, areas }, width) {
  return {
    height: 90 + 34 * areas.length,
    marginLeft: 140,
    marginRight: 20,
    marginTop: 40,
    fx: { domain: steps, label: null, axis: "top", padding: 0.15 },
    y: { domain: areas, label: null, tickSize: 0 },
    marks: [
      bars(data, { fx: "step", y: "area", insetTop: 15, insetBottom: 2 }),
      // Above its bar a number has room at any width; beside it, the next column's bar begins.
      numbers(cells, { fx: "step", y: "area", x: 0, dy: -8 }),
    ],
  };
}

function below({ data, cells, steps }) {
  const place = ({ step, area }) => `${step}\n${area}`;
  const listed = (step) => d3.sort(cells.filter((cell) => cell.step === step), (cell) => -cell.products).map(place);
  const domain = steps.flatMap((step) => [step, ...listed(step)]);
  return {
    height: 20 + 20 * domain.length,
    marginLeft: 140,
    marginRight: 30,
    marginTop: 10,
    y: { domain, label: null, tickSize: 0, padding: 0.2, tickFormat: (name) => name.split("\n")[1] ?? "" },
    marks: [
      bars(data, { y: place }),
      numbers(cells, { y: place, x: "products", dx: 4 }),
      Plot.text(steps, { y: (step) => step, text: (step) => step, frameAnchor: "left", textAnchor: "start", dx: -140, fontSize: 13, fontWeight: 600 }),
    ],
  };
}

export function pipeline(data, width) {
  const { pipeline: rows, steps } = data;
  const cells = sums(rows, (row) => row.area, (row) => row.step).map(([area, step, products]) => ({ area, step, products }));
  const areas = d3.sort(sums(rows, (row) => row.area), ([, products]) => -products).map(([area]) => area);
  const found = { data, cells, areas, steps: steps.filter((step) => cells.some((cell) => cell.step === step)) };
  const chart = named(Plot.plot({
    ...common(width),
    ariaLabel: NAME,
    x: { axis: null },
    color: { domain: data.origins, range: COLOURS, legend: true },
    ...(width < NARROW ? below : beside)(found),
  }));
  // The table below has the same links, for those who don't point at a picture.
  for (const link of chart.querySelectorAll("svg a")) link.setAttribute("tabindex", "-1");
  chart.querySelector("svg[role=img]").setAttribute("aria-hidden", "true");
  return chart;
}
