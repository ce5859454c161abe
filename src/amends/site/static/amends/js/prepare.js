// Prepare works without this: one form, one answer for each step. Here it keeps the draft on this device, steps
// without waiting and without a line, and keeps photos and files until they are sent.
import { keep, key, take, writtenElsewhere } from "./prepare/draft.js";
import { startFiles } from "./prepare/files.js";
import { form, here } from "./prepare/form.js";
import { say, sayWaiting, told } from "./prepare/says.js";
import { dress, goBackTo, step } from "./prepare/steps.js";
import { draftOf, drafts, newKey } from "./prepare/store.js";

const LATER = ["kept", "photos", "send", "device", "parcel"].map((name) => new URL(`./prepare/${name}.js`, import.meta.url).href);

function onSubmit(event) {
  const press = event.submitter;
  if (event.target !== form()) return;
  if (press?.name === "lang") {
    keep();
    return;
  }
  if (press?.matches("[data-leaves]")) {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    sayWaiting(say("needs-line"));
    return;
  }
  if (press?.hasAttribute("formaction") && !press.matches("[data-send]")) return;
  event.preventDefault();
  if (press?.matches("[data-send]")) {
    import("./prepare/send.js").then(({ send }) => send(press)).catch(() => sayWaiting(say("needs-line")));
  } else step(press?.value ?? "next", press?.dataset.more);
}

// An untouched page begins a draft of its own, for a page that was kept would give the same key again; one that the
// server filled is the draft it holds.
async function startDraft() {
  const state = history.state;
  const isFresh = form().hasAttribute("data-fresh");
  if (isFresh) form().elements.key.value = newKey();
  history.replaceState({ page: here(), key: key() }, "");
  const was = isFresh ? null : await draftOf(key());
  if (was) take(was);
  if (isFresh && (await drafts()).length) await (await import("./prepare/kept.js")).startKept(state);
}

// What few people open is fetched when they do; a press that comes before it has arrived waits for it.
function withDevice(act) {
  import("./prepare/device.js").then(act).catch(() => sayWaiting(say("needs-line")));
}

function onDevicePress({ target }) {
  const act = target.closest?.("[data-device]")?.dataset.device;
  if (act) withDevice(({ onPress }) => onPress(act));
}

function onDeviceFile({ target }) {
  if (!target.matches?.("[data-import]")) return;
  const [file] = target.files;
  target.value = "";
  if (file) withDevice(({ onFile }) => onFile(file));
}

// Whoever comes back to this window reads what they wrote in another one, and does not write over it.
async function catchUp() {
  if (document.visibilityState !== "visible") return;
  const newer = await writtenElsewhere();
  if (!newer) return;
  await (await import("./prepare/kept.js")).goOn(newer, here());
  sayWaiting(say("caught-up"));
}

// The worker keeps this page and what it is drawn with, so that it opens without a line.
async function startWorker() {
  if (!navigator.serviceWorker || !told("worker")) return;
  await navigator.serviceWorker.register(told("worker"), { scope: told("scope"), updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const used = performance.getEntriesByType("resource").map((one) => one.name.split("#")[0]);
  active.postMessage({ page: form().hasAttribute("data-fresh") ? location.pathname : "", used, later: LATER });
}

document.addEventListener("submit", onSubmit);
document.addEventListener("input", (event) => event.target.closest("#prepare") && keep());
document.addEventListener("change", (event) => event.target.closest("#prepare") && keep());
document.addEventListener("click", onDevicePress);
document.addEventListener("change", onDeviceFile);
document.addEventListener("toggle", ({ target }) => target.matches?.("[data-kept-here]") && withDevice(() => {}), true);
addEventListener("popstate", (event) => goBackTo(event.state));
addEventListener("online", () => sayWaiting(""));
startFiles();
await startDraft().catch(() => sayWaiting(say("unkept")));
await dress();
form().dataset.ready = "yes";
for (const back of ["focus", "pageshow", "visibilitychange"]) addEventListener(back, () => catchUp().catch(() => {}));
startWorker().catch(() => {});
