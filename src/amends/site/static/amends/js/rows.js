// The row under the hand, in lists.
export function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

export function currentRow() {
  return document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].is-here");
}

function mark(row) {
  document.querySelector("[data-row].is-here")?.classList.remove("is-here");
  row.classList.add("is-here");
}

export function markFirst() {
  const first = rows()[0];
  if (first) mark(first);
}

export function moveRow(by) {
  const all = rows();
  if (!all.length) return false;
  const at = all.indexOf(currentRow());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  mark(next);
  next.querySelector("a.row__gist, a").focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}
