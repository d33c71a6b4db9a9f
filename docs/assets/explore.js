// The Explore page: one table at a time with facets, a chart that follows them, and the state in the address.
import { barChart } from "./charts.js";

const root = document.querySelector("#rt-explore");
const TABLES = { trials: "Trials", approvals: "Decisions", products: "Products" };
// Without it, Excel reads a CSV file's letters as those of the reader's country: names in other scripts come out garbled.
const MARK = "\ufeff";
const FORMULA = /^[=+\-@\t\r]/;
let state, table, data;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function readState() {
  const query = new URLSearchParams(location.search);
  const name = Object.hasOwn(TABLES, query.get("table")) ? query.get("table") : "trials";
  const facets = {};
  for (const [key, value] of query) if (key.startsWith("f.")) facets[key.slice(2)] = new Set(value.split("|"));
  return { name, facets, search: query.get("find") ?? "", order: query.get("sort"), hidden: query.get("hide")?.split("|") };
}

function writeState() {
  const query = new URLSearchParams({ table: state.name });
  for (const [key, values] of Object.entries(state.facets)) if (values.size) query.set(`f.${key}`, [...values].join("|"));
  if (table.search()) query.set("find", table.search());
  const [first] = table.order();
  if (first) query.set("sort", `${data.columns[first[0]].key}:${first[1]}`);
  const hidden = data.columns.filter((_, index) => !table.column(index).visible()).map((column) => column.key);
  if (hidden.join() !== data.hidden.join()) query.set("hide", hidden.join("|"));
  history.replaceState(null, "", `?${query}`);
}

const valuesOf = (row, key) => (Array.isArray(row[key]) ? row[key] : [row[key]]).filter((value) => value !== "");

function passes(row) {
  return data.facets.every(
    ({ key, values = key, wanted = state.facets[key] }) => !wanted?.size || valuesOf(row, values).some((value) => wanted.has(String(value))),
  );
}

function cell(column) {
  return (value, type, row) => {
    const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
    if (type !== "display") return Array.isArray(value) ? text : (value ?? "");
    const escaped = String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
    const target = column.link && row[column.link];
    return target ? `<a href="${root.dataset.root}/${encodeURI(target)}">${escaped || "open"}</a>` : escaped;
  };
}

function facet({ key, title, help, values = key }) {
  const counts = new Map();
  for (const row of data.rows) for (const value of valuesOf(row, values)) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const chosen = (state.facets[key] ??= new Set());
  const summary = element("summary");
  const mark = () => {
    summary.textContent = chosen.size ? `${title}: ${[...chosen].join(", ")}` : title;
    // A long choice is cut; the pointer shows it whole.
    summary.title = chosen.size ? summary.textContent : (help ?? "");
  };
  const byYear = key === "year";
  const ordered = [...counts].sort((a, b) => (byYear ? b[0].localeCompare(a[0]) : b[1] - a[1]));
  const options = ordered.map(([value, count]) => {
    const box = element("input", {
      type: "checkbox",
      checked: chosen.has(value),
      onchange: (event) => { chosen[event.target.checked ? "add" : "delete"](value); mark(); table.draw(); },
    });
    return element("label", {}, box, ` ${value} `, element("span", { class: "rt-quiet" }, String(count)));
  });
  mark();
  return element("details", { class: "rt-facet", name: "rt-facet" }, summary, element("div", { role: "group", "aria-label": title }, ...options));
}

function columnChoice() {
  const boxes = data.columns.map((column, index) => {
    const box = element("input", {
      type: "checkbox",
      checked: table.column(index).visible(),
      onchange: (event) => { table.column(index).visible(event.target.checked); writeState(); },
    });
    return element("label", { title: column.help }, box, ` ${column.title}`);
  });
  return element("details", { class: "rt-facet", name: "rt-facet" }, element("summary", {}, "Columns"), element("div", { role: "group", "aria-label": "Columns" }, ...boxes));
}

function download() {
  // The key goes with the rows, shown or not: it leads to the whole record and its documents.
  const visible = data.columns.filter((column, index) => column.key === data.key || table.column(index).visible());
  const quote = (value) => {
    const text = Array.isArray(value) ? value.join(";") : String(value ?? "");
    const safe = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = table.rows({ search: "applied", order: "applied" }).data().toArray();
  // Its page has the row's documents.
  const page = (row) => (row.link ? new URL(`${root.dataset.root}/${row.link}`, location.href).href : "");
  const cells = (row) => [...visible.map((c) => row[c.key]), page(row)].map(quote).join(",");
  const lines = [[...visible.map((c) => c.key), "page"].join(","), ...rows.map(cells)];
  const link = element("a", { href: URL.createObjectURL(new Blob([MARK + lines.join("\n") + "\n"], { type: "text/csv" })), download: `regentrials-${state.name}-view.csv` });
  link.click();
  URL.revokeObjectURL(link.href);
}

// An open menu lies over what is below it, so that anything but a choice in it closes it.
function closeMenus(event) {
  for (const menu of root.querySelectorAll("details.rt-facet[open]")) {
    if (event.type === "keydown" ? event.key !== "Escape" : menu.contains(event.target)) continue;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  }
}

function drawChart(holder) {
  const rows = table.rows({ search: "applied" }).data().toArray();
  if (!rows.length) return holder.replaceChildren();
  holder.replaceChildren(barChart(rows, data.chart, holder.clientWidth || 600));
}

function tabs() {
  const buttons = Object.entries(TABLES).map(([name, title]) =>
    element("a", { href: `?table=${name}`, class: "md-button", "aria-current": name === state.name ? "page" : false }, title));
  return element("nav", { class: "rt-tabs", "aria-label": "Tables" }, ...buttons);
}

function clear() {
  location.search = `?table=${state.name}`;
}

function order() {
  const [key, direction] = (state.order ?? data.order).split(":");
  const index = data.columns.findIndex((column) => column.key === key);
  return index < 0 ? [] : [[index, direction === "asc" ? "asc" : "desc"]];
}

async function main() {
  state = readState();
  const answer = await fetch(`${root.dataset.root}/explore/${state.name}.json`);
  if (!answer.ok) throw new Error(`the data could not be read (${answer.status}); reload the page`);
  data = await answer.json();
  const hidden = state.hidden ?? data.hidden;
  const grid = element("table", { class: "display compact", style: "width:100%", "data-cards": true });
  const chart = element("figure", { class: "rt-chart" });
  const tools = element("div", { class: "rt-tools" });
  root.replaceChildren(tabs(), tools, chart, element("div", { class: "rt-scroll", tabindex: 0, role: "region", "aria-label": TABLES[state.name] }, grid));
  table = new DataTable(grid, {
    data: data.rows,
    caption: TABLES[state.name],
    columns: data.columns.map((column) => ({
      data: column.key, title: column.title, render: cell(column), visible: !hidden.includes(column.key), className: column.look,
      createdCell: (node) => node.setAttribute("data-label", column.title),
    })),
    order: order(),
    search: { search: state.search },
    pageLength: 25,
    autoWidth: false,
    deferRender: true,
    language: { search: "Search ", lengthMenu: "_MENU_ rows a page", info: "_START_ to _END_ of _TOTAL_", infoEmpty: "No rows", infoFiltered: "(of _MAX_)" },
  });
  table.search.fixed("facets", (_text, row) => passes(row));
  tools.append(
    ...data.facets.map(facet), columnChoice(),
    element("button", { type: "button", class: "md-button", onclick: download }, "Download this view (CSV)"),
    element("button", { type: "button", class: "md-button", onclick: clear }, "Clear"),
  );
  table.on("draw", () => { writeState(); drawChart(chart); });
  table.on("order", writeState);
  table.draw();
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, closeMenus);
  addEventListener("resize", () => drawChart(chart));
  root.dataset.ready = "true";
}

main().catch((error) => { root.append(element("p", { role: "alert" }, `Explore could not start: ${error.message}`)); });
