// The page is fetched again when the desk says that something changed, and each minute: clocks step and heads
// count; rows never move under the hand, and nothing that somebody is writing is replaced.
import { listen } from "./events.js";

const EVERY_MS = 60_000;
const SOON_MS = 150;
const SPREAD_MS = 350;
let soon = 0;

function isBeingWritten(part) {
  const focus = document.activeElement;
  if (part.querySelector(".errors") || (part.contains(focus) && !focus.matches("a[href]"))) return true;
  return [...part.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value !== field.defaultValue);
}

function put(part, content) {
  const link = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
  part.innerHTML = content;
  if (link) part.querySelector(`a[href="${CSS.escape(link)}"]`)?.focus({ preventScroll: true });
}

function swap(fresh) {
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(old.id);
    if (next && next.innerHTML !== old.innerHTML && !isBeingWritten(old)) put(old, next.innerHTML);
  }
}

function sayNew(fresh) {
  const line = document.querySelector("[data-rows-new]");
  if (!line) return;
  const here = new Set([...document.querySelectorAll("[data-row]")].map((row) => row.dataset.row));
  const count = [...fresh.querySelectorAll("[data-row]")].filter((row) => !here.has(row.dataset.row)).length;
  line.hidden = count === 0;
  line.textContent = line.dataset.rowsNew.replace("{count}", count);
}

async function refresh() {
  if (document.hidden) return;
  const url = document.querySelector("[data-live-url]")?.dataset.liveUrl || location.pathname + location.search;
  try {
    const answer = await fetch(url, { headers: { "X-Amends-Live": "1" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    swap(fresh);
    sayNew(fresh);
  } catch {
    // Without a network the page stays as it was; the next minute tries again.
  }
}

// Several changes at once are one look; listeners look a little apart from each other.
function refreshSoon() {
  if (soon) return;
  soon = setTimeout(() => {
    soon = 0;
    refresh();
  }, SOON_MS + Math.random() * SPREAD_MS);
}

function concerns([what, which]) {
  if (what === "all") return true;
  if (what === "case") return document.querySelector("[data-case]")?.dataset.case === which;
  return Boolean(document.querySelector(`[data-live-on~="${what}"]`));
}

// What is left is counted on from what the page said, whatever this machine's clock thinks.
function countDown() {
  for (const each of document.querySelectorAll("[data-left]")) {
    each.endsAt ??= performance.now() + Number(each.dataset.left) * 1000;
    const left = Math.max(0, Math.round((each.endsAt - performance.now()) / 1000));
    if (left < 3600) each.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    const pie = each.closest("svg, .clock")?.querySelector("[stroke-dasharray]");
    pie?.setAttribute("stroke-dasharray", `${Math.min(100, (100 * left) / Number(each.dataset.whole))} 100`);
  }
}

export function startLive() {
  setInterval(countDown, 1000);
  if (!document.querySelector("[data-live]")) return;
  setInterval(refresh, EVERY_MS);
  listen((said) => concerns(said) && refreshSoon(), refreshSoon);
}
