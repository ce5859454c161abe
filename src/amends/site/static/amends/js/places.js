// Where one is: a link into a closed part opens it, errors take the focus, flags lead to their row.
import { isShown } from "./keys.js";

function openAround(element) {
  for (let each = element; each; each = each.parentElement) {
    if (each.tagName === "DETAILS") each.open = true;
  }
}

// What comes next on a case: the gate of the current step, else its form; a closed case has only the next one.
function nextThing() {
  const steps = document.querySelectorAll(".step--current .gate a, .step--current .step__now > summary");
  return [...steps].find(isShown) ?? (steps.length ? null : document.querySelector('.band [data-key~="KeyN"]'));
}

function follow() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target || document.querySelector("[data-focus-first]")) return;
  openAround(target);
  let inside = target;
  if (target.matches("#right, #said")) inside = nextThing() ?? target;
  else if (target.id === "talk") inside = [...document.querySelectorAll('[data-key~="KeyI"]')].find(isShown) ?? target;
  else if (target.matches(".who__part")) inside = target.querySelector("summary, a") ?? target;
  else if (target.matches("[data-row], .disclose, .act"))
    inside = target.querySelector("a.row__gist, form input:not([type=hidden]), form textarea, form select");
  inside?.focus();
}

const caseOf = (url) => new URL(url, location).pathname.match(/^\/cases\/[^/]+\//)?.[0];

// A refused form came by POST, which can't be fetched again: its entry takes an address that can.
function nameRefused() {
  if (!document.querySelector("[data-focus-first], .contact [name=customer]")) return;
  history.replaceState(null, "", (document.querySelector(".case") && caseOf(location.href)) || location.href);
}

// Each act leaves an entry behind; going back passes over them, to the list one came from.
function passBack() {
  const { from, entry, navigationType } = window.navigation?.activation ?? {};
  const here = caseOf(location.href);
  if (navigationType !== "traverse" || !here || !from || from.index < entry.index || caseOf(from.url) !== here) return;
  const before = navigation.entries().slice(0, entry.index).reverse();
  const last = before.find((each) => caseOf(each.url) !== here);
  if (last) navigation.traverseTo(last.key);
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
  nameRefused();
  addEventListener("pageshow", passBack);
  document.addEventListener("click", onTheme);
  addEventListener("hashchange", follow);
  document.addEventListener("click", onErrorLink);
  // The browser's own jump takes the focus away at load: follow after it.
  addEventListener("load", () => setTimeout(follow));
  document.querySelector("[data-focus-first]")?.focus();
}
