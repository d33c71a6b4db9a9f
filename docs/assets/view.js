// What a reader sees, in words and as a CSV file, whose heads and words are those of the data dictionary.
import { element } from "./elements.js";

// Without it, Excel reads a CSV file's letters as those of the reader's country: names in other scripts come out garbled.
const MARK = "\ufeff";
// Folders of some systems hold no longer paths than 255 letters.
const LONG = 80;
const FORMULA = /^[=+\-@\t\r]/;

function quote(value) {
  const text = String(value ?? "");
  const safe = typeof value !== "number" && FORMULA.test(text) ? `'${text}` : text;
  return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function written(value, words = {}) {
  const word = (item) => (Object.hasOwn(words, item) ? words[item] : item);
  return Array.isArray(value) ? value.map(word).join(";") : word(value);
}

// A name that stands for an id is linked to the page of that id.
function fieldsOf({ key, head, id, link, words }) {
  const named = { head, value: (row) => written(row[key], words) };
  return id ? [{ head: id, value: (row) => row[link].split("/")[1] }, named] : [named];
}

export function csv(columns, rows, root) {
  // The row's own page has its documents.
  const page = { head: "page", value: (row) => (row.link ? new URL(`${root}/${row.link}`, location.href).href : "") };
  const cells = [...columns.flatMap(fieldsOf), page];
  const lines = [cells.map(({ head }) => head), ...rows.map((row) => cells.map(({ value }) => value(row)))];
  return MARK + lines.map((line) => `${line.map(quote).join(",")}\n`).join("");
}

const choices = (state, data) => data.facets.filter(({ key }) => state.facets[key]?.size).map(({ key, title }) => [title, [...state.facets[key]]]);

// The rows shown, said so that they can be found again without the address.
export function inWords(title, state, data, count) {
  const parts = choices(state, data).map(([facet, values]) => `${facet}: ${values.join(" or ")}`);
  if (state.search) parts.push(`Search: “${state.search}”`);
  const all = data.rows.length;
  return `${[title, ...parts, count < all ? `${count} of ${all} rows` : `All ${all} rows`].join(". ")}.`;
}

export function fileName(state, data) {
  const words = [...choices(state, data).flatMap(([, values]) => values), state.search].join(" ").match(/[\p{L}\p{N}]+/gu) ?? [];
  return `regentrials-${data.version}-${state.name}-${words.join("-").slice(0, LONG) || "view"}`;
}

export function save(name, text, type) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
