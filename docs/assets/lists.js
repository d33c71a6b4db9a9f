// Long lists get a box to find something in them: rows of tables, entries with an anchor, or entries with a heading.
import { element } from "./elements.js";
import { filter } from "./filter.js";

const LONG = 30;
const ROWS = "table[data-cards] tbody tr";

// Cuts a list of nodes before each node of a kind.
function cut(nodes, kind) {
  const parts = [[]];
  for (const node of nodes) {
    if (node.matches(kind)) parts.push([]);
    parts.at(-1).push(node);
  }
  return parts;
}

function entriesOf(section) {
  const rows = section.flatMap((node) => [...node.querySelectorAll(ROWS)]);
  const anchored = section.filter((node) => node.matches("p[id]"));
  if (rows.length || anchored.length) return [...rows, ...anchored].map((node) => ({ nodes: [node] }));
  return cut(section, "h3").slice(1).map((nodes) => ({ nodes }));
}

function groupOf(section) {
  const entries = entriesOf(section);
  const listed = new Set(entries.flatMap((entry) => entry.nodes));
  return { entries, nodes: section.filter((node) => !listed.has(node)) };
}

function findBox() {
  const input = element("input", { type: "search" });
  return element("p", { class: "rt-filter", hidden: true }, element("label", {}, "Find in this list ", input), " ", element("output"));
}

// What stands before the first heading introduces all lists, and stays.
function groupsOf(article) {
  const [introduction, ...sections] = cut(article.querySelectorAll(":scope > :not(.rt-correct)"), "h2");
  const opening = introduction.filter((node) => node.querySelector(ROWS) || node.matches("p[id]"));
  const listed = (parts) => parts.map(groupOf).filter(({ entries }) => entries.length);
  const found = listed(sections);
  return found.length ? found : listed([opening]);
}

const groups = groupsOf(document.querySelector("article"));
if (groups.some(({ entries }) => entries.length > LONG)) {
  const [{ nodes, entries }] = groups;
  const box = findBox();
  (nodes[0] ?? entries[0].nodes[0]).before(box);
  filter(box, groups);
}
