// What is found in a reply while it is written: asked for after a pause, shown beside the text, its place selected.
const PAUSE_MS = 400;

const textOf = (part) => document.getElementById(part.dataset.check);

// The desk counts signs; a text field counts halves of those beyond the first plane.
const unitsIn = (text, signs) => [...text].slice(0, signs).join("").length;

function put(part, content) {
  const held = part.contains(document.activeElement) && document.activeElement.dataset.key;
  if (part.innerHTML.trim() === content.trim()) return;
  part.innerHTML = content;
  if (held) (part.querySelector(`[data-key="${held}"]`) ?? textOf(part)).focus();
}

async function ask(part, signal) {
  const said = new URLSearchParams();
  for (const [name, value] of new FormData(textOf(part).form)) if (typeof value === "string") said.append(name, value);
  try {
    const answer = await fetch(part.dataset.checkUrl, { method: "POST", body: said, credentials: "same-origin", signal });
    if (answer.ok && !answer.redirected) put(part, await answer.text());
  } catch {
    // Without a network nothing is shown; the check at sending holds.
  }
}

function watch(part) {
  let waiting = 0;
  let asking = new AbortController();
  const soon = () => {
    clearTimeout(waiting);
    asking.abort();
    asking = new AbortController();
    waiting = setTimeout(ask, PAUSE_MS, part, asking.signal);
  };
  const text = textOf(part);
  text.addEventListener("input", soon);
  text.form.addEventListener("change", soon);
  // A draft that was kept, or a text that was refused, is looked at as well.
  if (text.value.trim()) soon();
}

function select(part, button) {
  const text = textOf(part);
  const [start, end] = [button.dataset.start, button.dataset.end].map((signs) => unitsIn(text.value, Number(signs)));
  text.focus();
  text.setSelectionRange(start, end);
}

function onPress(event) {
  const button = event.target.closest?.("[data-check] [data-start]");
  if (button) select(button.closest("[data-check]"), button);
}

// From within the text, Ctrl and a full stop go from one finding to the next.
function onKey(event) {
  if (!(event.ctrlKey || event.metaKey) || event.key !== ".") return;
  const part = document.querySelector(`[data-check="${CSS.escape(event.target.id)}"]`);
  const buttons = part ? [...part.querySelectorAll("[data-start]")] : [];
  if (!buttons.length) return;
  event.preventDefault();
  const at = buttons.findIndex((each) => each.dataset.key === part.dataset.last);
  const next = buttons[(at + 1) % buttons.length];
  part.dataset.last = next.dataset.key;
  select(part, next);
}

export function startChecks() {
  document.querySelectorAll("[data-check]").forEach(watch);
  document.addEventListener("click", onPress);
  document.addEventListener("keydown", onKey);
}
