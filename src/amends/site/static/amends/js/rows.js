// The row under the hand, in lists; a list remembers its row, and a case the list it was opened from.
const LIST = "list";
const place = () => `row:${location.pathname}${location.search}`;

export function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

export function currentRow() {
  return document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].is-here");
}

function mark(row) {
  document.querySelector("[data-row].is-here")?.classList.remove("is-here");
  row.classList.add("is-here");
  sessionStorage.setItem(place(), JSON.stringify([row.dataset.row, rows().indexOf(row)]));
}

// The row itself, or what stands in its place now that it has left the list.
function remembered(all) {
  const [id, at] = JSON.parse(sessionStorage.getItem(place()) ?? "[]");
  return all.find((row) => row.dataset.row === id) ?? all[Math.min(at ?? 0, all.length - 1)];
}

function focusRow(row) {
  row.querySelector("a.row__gist, a").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

export function startRows() {
  const all = rows();
  const back = document.querySelector(".band__back");
  if (back && sessionStorage.getItem(LIST)) back.href = sessionStorage.getItem(LIST);
  if (document.querySelector("[data-live-url]")) sessionStorage.setItem(LIST, location.pathname + location.search);
  document.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) mark(row);
  });
  if (!all.length) return;
  const row = remembered(all);
  row.classList.add("is-here");
  const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const cameFromCase = isBack || (document.referrer && new URL(document.referrer).pathname.startsWith("/cases/"));
  if (cameFromCase && !location.hash) focusRow(row);
}

export function moveRow(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(currentRow());
  const next = all[(at + by + all.length) % all.length];
  mark(next);
  focusRow(next);
  return true;
}
