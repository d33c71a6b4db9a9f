// The theme's search dialog has no name for screen readers.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

// The theme wraps wide tables in boxes that scroll; the keyboard must reach them. The box around each button that copies
// code is no place to navigate to.
function reachable() {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap:not([tabindex])")) box.tabIndex = 0;
  for (const box of document.querySelectorAll("nav.md-code__nav:not([role])")) box.setAttribute("role", "none");
}
reachable();
new MutationObserver(reachable).observe(document.body, { childList: true, subtree: true });

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
