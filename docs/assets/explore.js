// The Explore page: one table at a time with facets, a chart that follows them, and the state in the address.
import { barChart, library } from "./charts.js";
import { element } from "./elements.js";
import { closeMenus, facetMenu, menu, valuesOf } from "./facets.js";
import { finder, textOf } from "./finding.js";
import { csv, save } from "./view.js";

const root = document.querySelector("#rt-explore");
const TABLES = { trials: "Trials", approvals: "Decisions", products: "Products" };
let state, table, data, texts, finds;

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
  if (state.search) query.set("find", state.search);
  const [first] = table.order();
  if (first) query.set("sort", `${data.columns[first[0]].key}:${first[1]}`);
  const hidden = data.columns.filter((_, index) => !table.column(index).visible()).map((column) => column.key);
  if (hidden.join() !== data.hidden.join()) query.set("hide", hidden.join("|"));
  history.replaceState(null, "", `?${query}`);
}

// Whether the search and the menus, all but one, leave a row.
function passes(row, but) {
  return finds(texts.get(row)) && data.facets.every((facet) => {
    const wanted = state.facets[facet.key];
    return facet.key === but || !wanted?.size || valuesOf(row, facet).some((value) => wanted.has(value));
  });
}

const ranksOf = ({ ordered, words }) => (ordered ? new Map(Object.keys(words).map((word, rank) => [word, rank])) : null);

function cell(column) {
  const ranks = ranksOf(column);
  return (value, type, row) => {
    const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
    if (type !== "display") return ranks?.get(text) ?? text;
    const escaped = String(text).replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
    const target = column.link && row[column.link];
    return target ? `<a href="${root.dataset.root}/${encodeURI(target)}">${escaped || "open"}</a>` : escaped;
  };
}

// Whichever way a column is sorted, what it has comes before what is blank.
const byLetters = new Intl.Collator("en").compare;
const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : byLetters(a, b));
const blanksLast = (sign) => (a, b) => (a === "" || b === "" ? (a === "") - (b === "") : sign * compare(a, b));

function columnChoice() {
  const boxes = data.columns.map((column, index) => {
    const show = (event) => { table.column(index).visible(event.target.checked); writeState(); };
    const box = element("input", { type: "checkbox", checked: table.column(index).visible(), onchange: show });
    return element("label", { title: column.help }, box, ` ${column.title}`);
  });
  return menu("Columns", ...boxes);
}

function searchBox() {
  let typed;
  const search = (event) => {
    clearTimeout(typed);
    typed = setTimeout(() => { find(event.target.value); table.draw(); }, 200);
  };
  const box = element("input", { type: "search", class: "dt-input", id: "rt-find", value: state.search, oninput: search });
  return element("div", { class: "dt-search" }, element("label", { for: "rt-find" }, "Search "), box);
}

function find(search) {
  state.search = search;
  finds = finder(search, [...texts.values()]);
}

function download() {
  // The key goes with the rows, shown or not: it leads to the whole record and its documents.
  const columns = data.columns.filter((column, index) => column.key === data.key || table.column(index).visible());
  const rows = table.rows({ search: "applied", order: "applied" }).data().toArray();
  save(`regentrials-${data.version}-${state.name}-view.csv`, csv(columns, rows, root.dataset.root));
}

async function copyLink(event) {
  const node = event.currentTarget;
  await navigator.clipboard.writeText(location.href);
  node.textContent = "Link copied";
  setTimeout(() => { node.textContent = "Copy link"; }, 3000);
}

function startOver() {
  location.search = `?table=${state.name}`;
}

function tabs() {
  const links = Object.entries(TABLES).map(([name, title]) =>
    element("a", { href: `?table=${name}`, class: "md-button", "aria-current": name === state.name ? "page" : false }, title));
  return element("nav", { class: "rt-tabs", "aria-label": "Tables" }, ...links);
}

const button = (text, onclick) => element("button", { type: "button", class: "md-button", onclick }, text);

function tools(menus) {
  return element(
    "div", { class: "rt-tools" }, ...menus.map(({ node }) => node), columnChoice(),
    button("Download this view (CSV)", download),
    // A browser lets pages copy only where the connection is safe.
    ...(navigator.clipboard ? [button("Copy link", copyLink)] : []),
    button("Start over", startOver),
  );
}

function order() {
  const known = (sort) => data.columns.findIndex((column) => column.key === sort?.split(":")[0]);
  const sort = known(state.order) < 0 ? data.order : state.order;
  return [[known(sort), sort.endsWith(":asc") ? "asc" : "desc"]];
}

function makeTable(grid) {
  const hidden = state.hidden ?? data.hidden;
  DataTable.type("blanks-last", "order", { asc: blanksLast(1), desc: blanksLast(-1) });
  table = new DataTable(grid, {
    data: data.rows,
    caption: TABLES[state.name],
    columns: data.columns.map((column) => ({
      data: column.key, title: column.title, render: cell(column), visible: !hidden.includes(column.key), className: column.look,
      type: "blanks-last",
      createdCell: (node) => node.setAttribute("data-label", column.title),
    })),
    order: order(),
    layout: { topEnd: searchBox },
    pageLength: 25,
    autoWidth: false,
    deferRender: true,
    language: {
      lengthMenu: "_MENU_ rows a page", info: "_START_ to _END_ of _TOTAL_", infoEmpty: "No rows", infoFiltered: "(of _MAX_)",
      zeroRecords: "No row has all that was chosen and typed.",
    },
  });
  data.columns.forEach((column, index) => { table.column(index).header().title = column.help; });
  table.search.fixed("choices", (_text, row) => passes(row));
}

function wayOut(grid) {
  if (!table.page.info().recordsDisplay) grid.querySelector("tbody td")?.append(" ", button("Show all rows", startOver));
}

async function drawChart(holder) {
  await library(root.dataset.root);
  const rows = table.rows({ search: "applied" }).data().toArray();
  holder.style.minHeight = "";
  holder.replaceChildren(...(rows.length ? [barChart(rows, data.chart, holder.clientWidth || 600)] : []));
}

function follow(grid, chart, menus) {
  const draw = () => drawChart(chart).catch((error) => { chart.textContent = `The chart could not be drawn: ${error.message}.`; });
  const drawn = () => {
    writeState();
    wayOut(grid);
    for (const { key, recount } of menus) recount(data.rows.filter((row) => passes(row, key)));
    draw();
  };
  table.on("draw", drawn);
  table.on("order", writeState);
  addEventListener("resize", draw);
  for (const kind of ["click", "keydown"]) document.addEventListener(kind, closeMenus);
  table.draw();
}

async function main() {
  state = readState();
  const answer = await fetch(`${root.dataset.root}/explore/${state.name}.json`);
  if (!answer.ok) throw new Error(`the data could not be read (${answer.status}); reload the page`);
  data = await answer.json();
  texts = new Map(data.rows.map((row) => [row, textOf(row)]));
  find(state.search);
  const grid = element("table", { class: "display compact", style: "width:100%", "data-cards": true });
  // The chart comes after the table, and moves nothing when it comes.
  const chart = element("figure", { class: "rt-chart", style: "min-height: 17rem" });
  const scroll = element("div", { class: "rt-scroll", tabindex: 0, role: "region", "aria-label": TABLES[state.name] }, grid);
  root.replaceChildren(tabs(), chart, scroll);
  makeTable(grid);
  const columns = Object.fromEntries(data.columns.map((column) => [column.key, column]));
  const menus = data.facets.map((facet) => {
    const chosen = (state.facets[facet.key] ??= new Set());
    return { key: facet.key, ...facetMenu(facet, data.rows, chosen, ranksOf(columns[facet.key] ?? {}), () => table.draw()) };
  });
  chart.before(tools(menus));
  follow(grid, chart, menus);
  root.dataset.ready = "true";
}

main().catch((error) => { root.append(element("p", { role: "alert" }, `Explore could not start: ${error.message}`)); });
