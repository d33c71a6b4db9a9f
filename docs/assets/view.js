// What a reader sees as a CSV file: heads and words are those of the data dictionary.
import { element } from "./elements.js";

// Without it, Excel reads a CSV file's letters as those of the reader's country: names in other scripts come out garbled.
const MARK = "\ufeff";
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

export function save(name, text) {
  const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: "text/csv" })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
