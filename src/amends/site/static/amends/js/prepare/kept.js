// What was begun on this device before: go on with it, begin anew, delete it.
import { key, take } from "./draft.js";
import { fill, show } from "./form.js";
import { own, part, say, when } from "./says.js";
import { dress, step } from "./steps.js";
import { draftOf, dropDraft, drafts, put } from "./store.js";

const UNDO_MS = 10_000;
const SENT_MS = 7 * 24 * 3_600_000;
const box = () => document.getElementById("kept");
const titleOf = ({ fields }) => own(fields["point-0"]?.trim() || fields.company?.trim() || say("untitled"));

async function begun() {
  const all = (await drafts()).sort((one, other) => other.at - one.at);
  const old = all.filter((draft) => draft.gone || (draft.sent && Date.now() - draft.sent > SENT_MS));
  for (const draft of old) await dropDraft(draft.key);
  return all.filter((draft) => !old.includes(draft) && draft.key !== key());
}

export async function goOn(draft, page = draft.page) {
  take(draft);
  fill({ ...draft.fields, key: draft.key, page });
  box().hidden = true;
  show(page);
  await dress();
  // The server then draws what follows from it; without a line it is all here as it was.
  await step("");
}

// Back then leads to the first page of it, not out of it.
export function goOnFromHere(draft) {
  history.replaceState({ page: "with", key: draft.key }, "");
  history.pushState({ page: draft.page, key: draft.key }, "");
  return goOn(draft);
}

function onPress(where, name, act) {
  const button = where.querySelector(`[data-act=${name}]`);
  button.addEventListener("click", act);
  return button;
}

function sayUndo(draft, line) {
  const left = part("draft-gone");
  left.querySelector("span").textContent = say("draft-gone", { title: titleOf(draft) });
  line.replaceWith(left);
  const late = setTimeout(() => dropDraft(draft.key).then(drawKept), UNDO_MS);
  onPress(left, "undo", async () => {
    clearTimeout(late);
    await put("drafts", draft);
    await drawKept();
    box().querySelector("button")?.focus();
  }).focus();
}

async function putAside(draft, line) {
  await put("drafts", { ...draft, gone: Date.now() });
  sayUndo(draft, line);
}

function askDelete(draft, line) {
  const ask = part("draft-delete");
  ask.querySelector("span").textContent = say("draft-delete", { title: titleOf(draft) });
  line.replaceWith(ask);
  onPress(ask, "delete", () => dropDraft(draft.key).then(drawKept));
  onPress(ask, "keep", () => ask.replaceWith(line)).focus();
}

function lineOf(draft, isAlone) {
  const line = part(draft.sent ? "draft-sent" : isAlone ? "draft" : "draft-short");
  const text = say(draft.sent ? "draft-sent" : isAlone ? "begun" : "begun-short", {
    title: titleOf(draft),
    when: when(draft.sent ?? draft.at),
  });
  line.querySelector("span").textContent = text;
  if (draft.sent) line.querySelector("a").href = draft.address;
  else onPress(line, "on", () => goOnFromHere(draft));
  if (!draft.sent && isAlone) onPress(line, "anew", () => putAside(draft, line));
  onPress(line, "ask", () => askDelete(draft, line));
  return line;
}

export async function drawKept() {
  const all = await begun();
  const open = all.filter((draft) => !draft.sent);
  const list = document.createElement("ul");
  list.className = "kept__list";
  list.append(...all.map((draft) => lineOf(draft, open.length === 1)));
  const title = open.length > 1 ? [Object.assign(document.createElement("p"), { textContent: say("begun-many") })] : [];
  box().replaceChildren(...title, list);
  box().hidden = !all.length;
}

// Back from a letter or a case: the browser has the page anew, and the draft is where it was left.
async function cameBack(state) {
  const asked = sessionStorage.getItem("prepare-on");
  sessionStorage.removeItem("prepare-on");
  const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const found = asked ?? (isBack ? state?.key : "");
  const draft = found ? await draftOf(found) : null;
  return draft && !draft.sent && !draft.gone ? [draft, asked ? draft.page : state.page] : null;
}

export async function startKept(state) {
  const back = await cameBack(state);
  if (!back) return drawKept();
  const [draft, page] = back;
  history.replaceState({ page, key: draft.key }, "");
  return goOn(draft, page);
}
