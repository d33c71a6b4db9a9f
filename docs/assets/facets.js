// The menus that narrow a table: each counts the rows that the other menus and the search leave.
import { element } from "./elements.js";

const MANY = 20;
const EDGE = 8;

export const valuesOf = (row, { key, values = key, blank = "not stated" }) => {
  const found = [row[values]].flat().filter((value) => value !== "" && value != null);
  return found.length ? found.map(String) : [blank];
};

function count(rows, facet) {
  const counts = new Map();
  for (const row of rows) for (const value of valuesOf(row, facet)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

// As its words are ordered, years from the newest, others by how many rows they have; what is blank comes last.
function ordered(counts, { key, blank = "not stated" }, ranks) {
  const values = [...counts.keys()];
  if (key === "year") values.sort((a, b) => b.localeCompare(a));
  else if (ranks) values.sort((a, b) => (ranks.get(a) ?? ranks.size) - (ranks.get(b) ?? ranks.size));
  else values.sort((a, b) => counts.get(b) - counts.get(a) || a.localeCompare(b));
  return [...values.filter((value) => value !== blank), ...values.filter((value) => value === blank)];
}

function narrowing(title, options) {
  const find = (event) => {
    const wanted = event.target.value.toLowerCase();
    for (const [value, { label }] of options) label.hidden = !value.toLowerCase().includes(wanted);
  };
  const box = element("input", { type: "text", placeholder: "Find", "aria-label": `Find in ${title}`, oninput: find });
  return element("div", { class: "rt-filter" }, box);
}

// Near the right edge a menu opens to the left.
function keepInside(group) {
  group.style.translate = "";
  const over = group.getBoundingClientRect().right - document.documentElement.clientWidth;
  if (over > 0) group.style.translate = `${-over - EDGE}px`;
}

export function menu(title, ...content) {
  const group = element("div", { role: "group", "aria-label": title }, ...content);
  const node = element("details", { class: "rt-facet", name: "rt-facet" }, element("summary", {}, title), group);
  node.addEventListener("toggle", () => keepInside(group));
  return node;
}

// `rows`: all of the table; `chosen`: the values ticked; `changed`: what follows a choice.
export function facetMenu(facet, rows, chosen, ranks, changed) {
  const { title, help } = facet;
  const counts = count(rows, facet);
  // What the address asks for can be taken back, though no row has it.
  for (const value of chosen) if (!counts.has(value)) counts.set(value, 0);
  const options = new Map(ordered(counts, facet, ranks).map((value) => {
    const choose = (event) => { chosen[event.target.checked ? "add" : "delete"](value); mark(); changed(); };
    const box = element("input", { type: "checkbox", checked: chosen.has(value), onchange: choose });
    const figure = element("span", { class: "rt-quiet" });
    return [value, { figure, label: element("label", {}, box, ` ${value} `, figure) }];
  }));
  const node = menu(
    title,
    ...(help ? [element("p", { class: "rt-quiet", style: "margin: 0; max-width: 14rem" }, help)] : []),
    ...(options.size > MANY ? [narrowing(title, options)] : []),
    ...[...options.values()].map(({ label }) => label),
  );
  const summary = node.querySelector("summary");
  const mark = () => {
    summary.textContent = chosen.size ? `${title}: ${[...chosen].join(", ")}` : title;
    // A long choice is cut; the pointer shows it whole.
    summary.title = chosen.size ? summary.textContent : "";
  };
  mark();
  const recount = (left) => {
    const counts = count(left, facet);
    for (const [value, { figure }] of options) figure.textContent = counts.get(value) ?? 0;
  };
  return { node, recount };
}

// An open menu lies over what is below it, so that anything but a choice in it closes it; so does the keyboard that goes
// on. Where the focus goes by a click says nothing: closed before the button is up, a menu would move what is clicked.
const CLOSING = { click: () => true, keydown: (key) => key === "Escape", keyup: (key) => key === "Tab" };

export function closeMenus(event) {
  for (const open of document.querySelectorAll("details.rt-facet[open]")) {
    if (!CLOSING[event.type](event.key) || (event.type !== "keydown" && open.contains(event.target))) continue;
    open.open = false;
    if (event.type === "keydown") open.querySelector("summary").focus();
  }
}
