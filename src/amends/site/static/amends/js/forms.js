// Forms: sent once, drafts kept on this machine until they are sent, file names shown.
function onSubmit(event) {
  const form = event.target;
  if (!form.matches("[data-busy]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
}

function draftKey(form) {
  return `draft:${form.dataset.draft}`;
}

// Whoever signs out leaves no words of customers on the machine.
function forgetDrafts() {
  for (const key of Object.keys(localStorage)) if (key.startsWith("draft:")) localStorage.removeItem(key);
  sessionStorage.clear();
}

function hasLeft(words) {
  const ours = [...document.querySelectorAll(".bubble--ours .bubble__text")];
  const said = words.trim();
  // Below an answer stand the options and bodies that went with it.
  return ours.map((each) => each.textContent.trim()).some((each) => each === said || each.startsWith(`${said}\n\n`));
}

// A draft goes only when its words stand in the conversation: a failed sending loses nothing.
function keepDraft(form) {
  const text = form.querySelector("textarea");
  const kept = localStorage.getItem(draftKey(form));
  if (kept && hasLeft(kept)) localStorage.removeItem(draftKey(form));
  else if (kept && !text.value && !text.readOnly) text.value = kept;
  text.addEventListener("input", () => {
    if (text.value) localStorage.setItem(draftKey(form), text.value);
    else localStorage.removeItem(draftKey(form));
  });
}

function showFiles(input) {
  const label = input.parentElement.querySelector("[data-file-name]");
  if (!label) return;
  const unset = label.textContent;
  input.addEventListener("change", () => {
    label.textContent = [...input.files].map((file) => file.name).join(", ") || unset;
  });
}

function closeOthers(event) {
  if (!event.target.open || !event.target.matches?.(".act--float")) return;
  for (const other of document.querySelectorAll(".act--float[open]")) {
    if (other !== event.target) other.open = false;
  }
}

function closeOutside(event) {
  for (const act of document.querySelectorAll(".act--float[open]")) {
    if (!act.contains(event.target) && !act.querySelector("textarea")?.value) act.open = false;
  }
}

export function startForms() {
  document.addEventListener("submit", onSubmit);
  for (const form of document.querySelectorAll("[data-signs-out]")) form.addEventListener("submit", forgetDrafts);
  document.addEventListener("toggle", closeOthers, true);
  document.addEventListener("pointerdown", closeOutside);
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    }
  });
  document.querySelectorAll("form[data-draft]").forEach(keepDraft);
  document.querySelectorAll('input[type="file"]').forEach(showFiles);
}
