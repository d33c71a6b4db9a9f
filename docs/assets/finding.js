// Which rows hold the words that a reader types.
const LITTLE = /^(a|an|and|at|by|for|from|in|of|on|or|the|to|with)$/;
const LETTER = "[\\p{L}\\p{N}]";

// Letters as keyboards have them: without accents, with the plain apostrophe and hyphen.
export function plain(text) {
  return text.replace(/[´`]/g, "'").normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[‘’ʼ]/g, "'").replace(/[‐‑‒–]/g, "-").toLowerCase();
}

// All that a row says, shown or not, but the paths that it links to.
export function textOf(row) {
  const said = Object.entries(row).filter(([key]) => !key.endsWith("link"));
  return plain(said.flatMap(([, value]) => value ?? "").join("\n"));
}

// Short words are in many others, US in fungus: they begin a word, and two letters are one where any row has them so.
function holds(word, texts) {
  if (!/^[a-z0-9]{1,3}$/.test(word)) return (text) => text.includes(word);
  const begins = new RegExp(`(?<!${LETTER})${word}`, "u");
  const whole = new RegExp(`(?<!${LETTER})${word}(?!${LETTER})`, "u");
  const wanted = word.length < 3 && texts.some((text) => whole.test(text)) ? whole : begins;
  return (text) => wanted.test(text);
}

// A test of a row's text: it has every word, and what stands in quotation marks as it is.
export function finder(search, texts) {
  const words = [...search.matchAll(/"([^"]+)"|[^\s"]+/g)].filter(([word]) => !LITTLE.test(word));
  const tests = words.map(([word, quoted]) => (quoted ? holds(plain(quoted), texts) : holds(plain(word), texts)));
  return (text) => tests.every((test) => test(text));
}
