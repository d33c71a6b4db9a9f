// A chart as an SVG file that says by itself what it shows, of which version, and under which licence.
import { element } from "./elements.js";
import { save } from "./view.js";

const SPACE = "http://www.w3.org/2000/svg";
const [LINE, LETTER, EDGE] = [16, 6.2, 12];

function drawn(tag, attributes, text = "") {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.textContent = text;
  return node;
}

function lines(text, width) {
  const rows = [""];
  for (const word of text.split(" ")) {
    if ((rows.at(-1).length + word.length) * LETTER > width) rows.push("");
    rows.push(`${rows.pop()} ${word}`.trim());
  }
  return rows;
}

// Places what it is given below what stands there already.
function sheet(width) {
  const node = drawn("svg", { width, "font-family": "system-ui, sans-serif", "font-size": 11, color: "#222", fill: "#222" });
  let top = EDGE;
  const write = (text, style = {}) => {
    for (const row of lines(text, width - 2 * EDGE)) node.append(drawn("text", { x: EDGE, y: (top += LINE), ...style }, row));
  };
  const place = (other) => {
    node.append(other);
    other.setAttribute("y", top);
    top += Number(other.getAttribute("height"));
  };
  const finish = () => {
    node.setAttribute("height", top + EDGE);
    node.prepend(drawn("rect", { width: "100%", height: "100%", fill: "#fff" }));
    return node;
  };
  return { write, place, finish };
}

function legend({ domain, range }, width) {
  const node = drawn("svg", { width });
  let [x, y] = [EDGE, 6];
  domain.forEach((name, index) => {
    const long = 26 + name.length * LETTER;
    if (x + long > width) [x, y] = [EDGE, y + LINE];
    node.append(drawn("rect", { x, y, width: 10, height: 10, fill: range[index] }), drawn("text", { x: x + 14, y: y + 9 }, name));
    x += long;
  });
  node.setAttribute("height", y + LINE + 6);
  return node;
}

// On paper, whatever the page's colours are: those of a light page.
function inInk(text) {
  const light = element("div", { "data-md-color-scheme": "default", hidden: true });
  document.body.append(light);
  const colours = getComputedStyle(light);
  const plain = text.replace(/var\((--[\w-]+)\)/g, (_, name) => colours.getPropertyValue(name).trim());
  light.remove();
  return plain;
}

// From a file, a link needs the whole address; the chart library writes it in the form of old.
function lead(link) {
  const { href } = new URL(link.href.baseVal, location.href);
  link.removeAttribute("href");
  link.setAttribute("href", href);
}

function picture(figure, said, version) {
  const original = figure.querySelector("svg[role=img]");
  const chart = original.cloneNode(true);
  chart.querySelector("[aria-label=tip]")?.remove();
  for (const link of chart.querySelectorAll("a")) lead(link);
  const { write, place, finish } = sheet(Math.max(original.getAttribute("width"), 400));
  write(figure.querySelector("h2")?.textContent ?? original.getAttribute("aria-label"), { "font-size": 14, "font-weight": 600 });
  if (said) write(said);
  place(legend(figure.scale("color"), original.getAttribute("width")));
  place(chart);
  write(`RegenTrials ${version}, CC BY 4.0, ${location.href}`, { "fill-opacity": 0.7 });
  return inInk(new XMLSerializer().serializeToString(finish()));
}

// The button that takes a chart; `said` are the words of what was chosen.
export function taking(figure, name, version, said = () => "") {
  const take = () => save(`${name}.svg`, picture(figure, said(), version), "image/svg+xml");
  return element("button", { type: "button", class: "md-button rt-take", onclick: take }, "Download as SVG");
}
