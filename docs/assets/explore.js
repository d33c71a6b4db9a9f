// The Explore page: one table at a time with facets, a chart that follows them, and the state in the address.
import { LENGTHS, elsewhere, readState, writeState } from "./address.js";
import { barChart, followWidth, library, tells } from "./charts.js";
import { element } from "./elements.js";
import { closeMenus, facetMenu, menu, valuesOf } from "./facets.js";
import { finder, textOf } from "./finding.js";
import { taking } from "./picture.js";
import { csv, fileName, inWords, save } from "./view.js";

const root = document.querySelector("#rt-explore");
const TABLES = { trials: "Trials", approvals: "Decisions", products: "Products" };
let state, table, data, texts, finds;

const keep = () => writeState(state, table, data);
const sentence = () => inWords(TABLES[state.name], state, data, table.page.info().recordsDisplay);

// Whether the search and the menus, all but one, leave a row.
function passes(row, but) {
  return finds(texts.get(row)) && data.facets.every((facet) => {
    const wanted = state.facets[facet.key];
    return facet.key === but || !wanted?.size || valuesOf(row, facet).some((value) => wanted.has(value));
  });
}

const ranksOf = ({ ordered, words }) => (ordered ? new Map(Object.keys(words).map((word, rank) => [word, rank])) : null);

const escaped = (text) => String(text ?? "").replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function cell(column) {
  const ranks = ranksOf(column);
  return (value, type, row) => {
    const text = Array.isArray(value) ? value.join(", ") : (value ?? "");
    if (type !== "display") return ranks?.get(text) ?? text;
    const [shown, note] = [text === "" ? row[`${column.key}_blank`] : text, row[`${column.key}_note`]].map(escaped);
    const target = column.link && row[column.link];
    const linked = target ? `<a href="${root.dataset.root}/${encodeURI(target)}">${shown || "open"}</a>` : shown;
    return note ? `${linked} <span class="rt-quiet">${note}</span>` : linked;
  };
}

// Whichever way a column is sorted, what it has comes before what is blank.
const byLetters = new Intl.Collator("en").compare;
const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : byLetters(a, b));
const blanksLast = (sign) => (a, b) => (a === "" || b === "" ? (a === "") - (b === "") : sign * compare(a, b));

function columnChoice() {
  const boxes = data.columns.map((column, index) => {
    const show = (event) => { table.column(index).visible(event.target.checked); keep(); };
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
  save(`${fileName(state, data)}.csv`, csv(columns, rows, root.dataset.root), "text/csv");
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
    [name, element("a", { class: "md-button", "aria-current": name === state.name ? "page" : false }, title)]);
  const aim = () => { for (const [name, link] of links) link.href = elsewhere(state, name, data); };
  return { node: element("nav", { class: "rt-tabs", "aria-label": "Tables" }, ...links.map(([, link]) => link)), aim };
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
    lengthMenu: LENGTHS,
    pageLength: state.length,
    displayStart: state.start,
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
  holder.replaceChildren();
  if (!tells(rows, data.chart)) return;
  const chart = barChart(rows, data.chart, holder.clientWidth || 600);
  holder.append(chart, taking(chart, fileName(state, data), data.version, sentence));
}

// Paper has no second page of rows to turn to.
function unfoldForPaper() {
  let { length, page } = table.page.info();
  addEventListener("beforeprint", () => {
    ({ length, page } = table.page.info());
    table.page.len(-1).draw();
  });
  addEventListener("afterprint", () => table.page.len(length).page(page).draw("page"));
}

function follow({ grid, chart, said, aim }, menus) {
  const draw = () => drawChart(chart).catch((error) => { chart.textContent = `The chart could not be drawn: ${error.message}.`; });
  const drawn = () => {
    keep();
    aim();
    said.textContent = sentence();
    wayOut(grid);
    for (const { key, recount } of menus) recount(data.rows.filter((row) => passes(row, key)));
    draw();
  };
  table.on("draw", drawn);
  table.on("order", keep);
  followWidth(chart, draw);
  unfoldForPaper();
  for (const kind of ["click", "keydown", "keyup"]) document.addEventListener(kind, closeMenus);
  // On the page of rows that the address asks for.
  table.draw(false);
}

async function main() {
  state = readState(TABLES);
  const answer = await fetch(`${root.dataset.root}/explore/${state.name}.json`);
  if (!answer.ok) throw new Error(`the data could not be read (${answer.status}); reload the page`);
  data = await answer.json();
  texts = new Map(data.rows.map((row) => [row, textOf(row)]));
  find(state.search);
  const grid = element("table", { class: "display compact", style: "width:100%", "data-cards": true });
  // The chart comes after the table, and moves nothing when it comes.
  const chart = element("figure", { class: "rt-chart", style: "min-height: 17rem" });
  const scroll = element("div", { class: "rt-scroll", tabindex: 0, role: "region", "aria-label": TABLES[state.name] }, grid);
  const said = element("p", { class: "rt-said" });
  const { node, aim } = tabs();
  root.replaceChildren(node, said, chart, scroll);
  makeTable(grid);
  const columns = Object.fromEntries(data.columns.map((column) => [column.key, column]));
  const menus = data.facets.map((facet) => {
    const chosen = (state.facets[facet.key] ??= new Set());
    return { key: facet.key, ...facetMenu(facet, data.rows, chosen, ranksOf(columns[facet.key] ?? {}), () => table.draw()) };
  });
  said.before(tools(menus));
  follow({ grid, chart, said, aim }, menus);
  root.dataset.ready = "true";
}

main().catch((error) => { root.append(element("p", { role: "alert" }, `Explore could not start: ${error.message}`)); });
