// Every document stood on one page once: a link to it leads on to the page of its kind.
const id = location.hash.slice(1);
if (id) {
  const kinds = await (await fetch("kinds.json")).json();
  const kind = Object.keys(kinds).find((name) => kinds[name].includes(id));
  if (kind) location.replace(`${kind}/#${id}`);
}
