// Each minute the page is fetched again: clocks step and heads count; rows never move under the hand.
const EVERY_MS = 60_000;

function swap(fresh) {
  for (const old of document.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(old.id);
    if (next && next.innerHTML !== old.innerHTML && !old.contains(document.activeElement)) old.innerHTML = next.innerHTML;
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

async function refresh(url) {
  if (document.hidden) return;
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

export function startLive() {
  if (!document.querySelector("[data-live]")) return;
  const url = document.querySelector("[data-live-url]")?.dataset.liveUrl || location.pathname + location.search;
  setInterval(() => refresh(url), EVERY_MS);
}
