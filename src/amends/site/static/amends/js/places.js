// Where one is: a link into a closed part opens it, errors take the focus, flags lead to their row.
function openAround(element) {
  for (let each = element; each; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
  }
}

function follow() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  openAround(target);
  const inside = target.matches("[data-row], .disclose, .act")
    ? target.querySelector("a.row__gist, form input:not([type=hidden]), form textarea, form select")
    : target;
  inside?.focus();
}

function onErrorLink(event) {
  const link = event.target.closest?.(".errors a");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  openAround(field);
  field.focus();
}

function onTheme(event) {
  const root = document.documentElement;
  const theme = event.target.closest?.("[data-theme-set]")?.dataset.themeSet;
  if (theme) root.dataset.theme = theme;
  if (event.target.closest?.("[data-dir-set]")) root.dir = root.dir === "rtl" ? "ltr" : "rtl";
}

export function startPlaces() {
  document.addEventListener("click", onTheme);
  addEventListener("hashchange", follow);
  document.addEventListener("click", onErrorLink);
  // The browser's own jump takes the focus away at load: follow after it.
  addEventListener("load", () => setTimeout(follow));
  document.querySelector("[data-focus-first]")?.focus();
}
