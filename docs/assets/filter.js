// A box that leaves of a list what has all the words typed. An entry is one or several nodes; a group has nodes of its own
// too, such as its heading, which go with its last entry.
import { finder, plain } from "./finding.js";

// Cells stand apart, though nothing but a border divides them.
const words = (node) => (node.cells ? [...node.cells].map((cell) => cell.textContent).join("\n") : node.textContent);
const hide = ({ nodes }, hidden) => { for (const node of nodes) node.hidden = hidden; };

export function filter(box, groups, noun = "") {
  const [input, output] = [box.querySelector("input"), box.querySelector("output")];
  const entries = groups.flatMap((group) => group.entries);
  const texts = entries.map(({ nodes }) => plain(nodes.map(words).join("\n")));
  const show = () => {
    const fits = finder(input.value, texts);
    const found = new Set(entries.filter((_, index) => fits(texts[index])));
    for (const entry of entries) hide(entry, !found.has(entry));
    for (const group of groups) hide(group, !group.entries.some((entry) => found.has(entry)));
    output.textContent = input.value.trim() ? `${found.size} of ${entries.length}${noun}` : "";
  };
  // A link leads to its entry or group even where the words have left that out.
  const reveal = (hash) => {
    const target = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
    input.value = "";
    show();
    target.scrollIntoView();
  };
  box.hidden = false;
  input.addEventListener("input", show);
  // A second click on a link changes no address: the click itself counts too, before the browser follows it.
  document.addEventListener("click", (event) => reveal(event.target.closest?.("a[href^='#']")?.hash ?? ""));
  addEventListener("hashchange", () => reveal(location.hash));
  // The browser may have kept what was typed before the page was left.
  show();
  reveal(location.hash);
}
