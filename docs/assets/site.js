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
