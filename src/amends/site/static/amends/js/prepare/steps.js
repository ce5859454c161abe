// Steps without waiting: the form is posted as ever, its answer takes this page's place; without an answer the step
// is made here.
import { add, dressFeeling, keep, key } from "./draft.js";
import { drawFiles, moveFiles } from "./files.js";
import { addRow, drawNumbers, drawPoints, fill, focusTitle, form, here, read, sections, set, show, tidied } from "./form.js";
import { say, sayWaiting } from "./says.js";

const SAY_AFTER_MS = 200;
const LONGEST_MS = 10_000;
let running = null;

export function dress() {
  form().elements.zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  const plain = form().querySelector("[data-plain-files]");
  if (plain) {
    plain.hidden = true;
    plain.querySelector("input").disabled = true;
  }
  document.querySelector("[data-kept-here]").hidden = false;
  dressFeeling();
  return drawFiles();
}

// What was written while the answer was on its way stands.
export function swap(text, before = read()) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (!fresh.getElementById("prepare")) return false;
  const now = read();
  for (const part of [".seat__top", "main"]) {
    document.querySelector(part).replaceWith(document.adoptNode(fresh.querySelector(part)));
  }
  document.title = fresh.title;
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (name !== "page" && now[name] !== before[name]) set(name, now[name]);
  }
  dress();
  return true;
}

async function answered(body, signal) {
  if (!navigator.onLine) return "";
  try {
    const answer = await fetch(form().action, { method: "POST", body, signal });
    return answer.status < 500 ? await answer.text() : "";
  } catch {
    return "";
  }
}

async function tidy() {
  const { fields, moved, isChanged } = tidied(read());
  if (!isChanged) return;
  fill(fields);
  await moveFiles(moved);
}

function stepHere(go) {
  const names = sections().map((each) => each.dataset.page);
  const by = { next: 1, back: -1 }[go] ?? 0;
  drawPoints();
  drawNumbers();
  const every = sections().map((each) => each.dataset.page);
  const at = Math.max(0, names.indexOf(here()));
  show(by ? every[Math.min(Math.max(every.indexOf(names[at]) + by, 0), every.length - 1)] : every.includes(go) ? go : here());
  form().querySelector(".meter__line span").textContent = say("meter-later");
  sayWaiting(say(go === "stay" || go === "suggest" ? "needs-line" : "no-line"));
  dress();
}

function more(group) {
  const row = addRow(form().querySelector(`[data-rows="${group}"]`));
  (row?.querySelector("input") ?? form().querySelector(`[data-more="${group}"]`)).focus();
  if (!row) sayWaiting(say("rows-full"));
}

export async function step(go, group = "") {
  if (go === "more" && group) return more(group);
  running?.abort();
  const mine = (running = new AbortController());
  const late = setTimeout(() => mine.abort(), LONGEST_MS);
  const word = setTimeout(() => sayWaiting(say("wait")), SAY_AFTER_MS);
  await tidy();
  keep();
  const [before, from] = [read(), here()];
  const body = new FormData(form());
  body.delete("files");
  if (go) body.set("go", go);
  const text = await answered(body, mine.signal);
  clearTimeout(late);
  clearTimeout(word);
  if (running !== mine) return undefined;
  if (!(text && swap(text, before))) stepHere(go);
  if (here() !== from) history.pushState({ page: here(), key: key() }, "");
  focusAfter(go);
  return add({});
}

// A press that stays keeps its place: its answer if there is one, else the button.
function focusAfter(go) {
  if (go !== "stay" && go !== "suggest") return focusTitle();
  const part = form().querySelector("section[data-page]:not([hidden])");
  const answer = part.querySelector("[role=status]");
  answer?.setAttribute("tabindex", "-1");
  return (answer ?? part.querySelector(`[value=${go}]`) ?? part.querySelector("h1")).focus();
}

export function goBackTo(state) {
  if (!state?.page || state.key !== key()) return;
  running?.abort();
  running = null;
  drawPoints();
  show(state.page);
  dress();
  keep();
}
