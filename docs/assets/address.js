// What the address of Explore keeps: the table, the choices, the order, the columns, and the page of the rows.
export const LENGTHS = [10, 25, 50, 100];
export const LENGTH = 25;

const whole = (text) => (/^\d+$/.test(text ?? "") ? Number(text) : 0);

export function readState(tables) {
  const query = new URLSearchParams(location.search);
  const name = Object.hasOwn(tables, query.get("table")) ? query.get("table") : "trials";
  const facets = {};
  for (const [key, value] of query) if (key.startsWith("f.")) facets[key.slice(2)] = new Set(value.split("|"));
  const length = LENGTHS.includes(whole(query.get("len"))) ? whole(query.get("len")) : LENGTH;
  const start = Math.max(whole(query.get("page")) - 1, 0) * length;
  return { name, facets, search: query.get("find") ?? "", order: query.get("sort"), hidden: query.get("hide")?.split("|"), length, start };
}

function chosen(state, keys) {
  const query = new URLSearchParams({ table: state.name });
  for (const [key, values] of Object.entries(state.facets)) if (values.size && keys.includes(key)) query.set(`f.${key}`, [...values].join("|"));
  if (state.search) query.set("find", state.search);
  return query;
}

export function writeState(state, table, data) {
  const query = chosen(state, data.facets.map(({ key }) => key));
  const [first] = table.order();
  if (first) query.set("sort", `${data.columns[first[0]].key}:${first[1]}`);
  const hidden = data.columns.filter((_, index) => !table.column(index).visible()).map((column) => column.key);
  if (hidden.join() !== data.hidden.join()) query.set("hide", hidden.join("|"));
  const { page, length } = table.page.info();
  if (page) query.set("page", page + 1);
  if (length !== LENGTH && LENGTHS.includes(length)) query.set("len", length);
  history.replaceState(null, "", `?${query}`);
}

// Another table with the choices that mean the same there.
export const elsewhere = (state, name, data) => `?${chosen({ ...state, name }, data.shared[name] ?? [])}`;
