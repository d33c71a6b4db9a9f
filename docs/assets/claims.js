// Without this script all claims stand there, as groups; with it they can be filtered by words.
const claims = [...document.querySelectorAll(".rt-claim")];
const box = document.querySelector(".rt-filter");
const [input, count] = [box.querySelector("input"), box.querySelector("output")];

function show() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const claim of claims) {
    const text = claim.textContent.toLowerCase();
    claim.hidden = !words.every((word) => text.includes(word));
  }
  for (const group of document.querySelectorAll(".rt-group")) group.hidden = !group.querySelector(".rt-claim:not([hidden])");
  const found = claims.filter((claim) => !claim.hidden).length;
  count.textContent = words.length ? `${found} of ${claims.length} claims` : "";
}

// A link leads to its claim or group even where the words have left that out.
function reveal(hash) {
  const target = document.getElementById(hash.slice(1));
  if (!target?.closest("[hidden]")) return;
  input.value = "";
  show();
  target.scrollIntoView();
}

box.hidden = false;
input.addEventListener("input", show);
// A second click on a link changes no address: the click itself counts too, before the browser follows it.
document.addEventListener("click", (event) => reveal(event.target.closest?.("a[href^='#']")?.hash ?? ""));
addEventListener("hashchange", () => reveal(location.hash));
// The browser may have kept what was typed before the page was left.
show();
reveal(location.hash);
