// The theme's search dialog has no name for screen readers, and its answers wait in it while it is shut.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");
const asked = document.getElementById("__search");
const answers = document.querySelector(".md-search__output");

function seek() {
  answers.inert = !asked.checked;
}

if (asked && answers) {
  asked.addEventListener("change", seek);
  seek();
}

// The theme wraps wide tables in boxes that scroll; where one does, the keyboard must reach it.
function reachable() {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
    const scrolls = box.scrollWidth > box.clientWidth;
    const name = box.querySelector("caption")?.textContent ?? "Table";
    for (const [key, value] of Object.entries({ tabindex: "0", role: "region", "aria-label": name })) {
      if (scrolls) box.setAttribute(key, value);
      else box.removeAttribute(key);
    }
  }
  // The box around each button that copies code is no place to navigate to.
  for (const box of document.querySelectorAll("nav.md-code__nav:not([role])")) box.setAttribute("role", "none");
}
reachable();
new MutationObserver(reachable).observe(document.body, { childList: true, subtree: true });
addEventListener("resize", reachable);

// Whoever copies commands pastes them behind a prompt of their own.
for (const code of document.querySelectorAll("code:has(> .gp)")) {
  code.setAttribute("data-copy", code.textContent.replace(/^\$ /gm, "").trimEnd());
}

// Lists stand on many pages, but not where there is a filter already; what measures the data is no list.
if (document.querySelector("article") && !document.querySelector("#rt-explore, .rt-filter, .rt-bar")) import(new URL("lists.js", document.currentScript.src));

// On a narrow screen the menu waits outside it: closed, it is nothing to the keyboard either, and what opens it is a button.
const drawer = document.getElementById("__drawer");
const menu = document.querySelector(".md-sidebar--primary");
const opener = document.querySelector(".md-header [for=__drawer]");
const narrow = matchMedia("(max-width: 76.2344em)");

function shut() {
  menu.inert = narrow.matches && !drawer.checked;
  opener.setAttribute("aria-expanded", String(drawer.checked));
}

function press(event) {
  if (event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  // The theme clicks labels too.
  event.stopPropagation();
  opener.click();
  if (drawer.checked) menu.querySelector("a").focus();
}

if (menu && opener) {
  for (const [name, value] of Object.entries({ role: "button", tabindex: "0", "aria-label": "Menu" })) opener.setAttribute(name, value);
  opener.addEventListener("keydown", press);
  drawer.addEventListener("change", shut);
  narrow.addEventListener("change", shut);
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    drawer.click();
    opener.focus();
  });
  shut();
}
