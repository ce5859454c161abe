// The sheet during a call: what is said already, how long it takes, what they promise. All of it is kept on the device.
//
// The page gives these hooks, and works without this file as a form that is posted to the wizard:
//   form.call[data-key]        the draft's key; its hidden fields are the draft, for who keeps nothing
//     data-back                the address of the wizard, where "told" stands
//     data-no-hour             words when a promise has no day or no hour
//   input[data-tick="…"]       one point, ticked when it was said; its `li` gets `is-here` while it is the next one
//   [data-timer]               minutes and seconds since the sheet was opened
//   button[data-waiting]       pressed while one waits; the form then has the class `is-waiting`
//   [data-waited]              data-text="waiting {time}": how long one has waited, hidden until then
//   [data-putoff]              sentences for who is put off: one is shown, button[data-putoff-next] shows the next one
//   call-who, call-what, call-day, call-hour     fields by name
//   button[data-promise]       writes the promise down; [data-promises] data-text="{what}: {day}, {hour}" lists them
//   button[data-end]           back to the wizard, with every promise in its rows
import { draftOf, put } from "./store.js";

const MOST_TOLD = 6;
const STALE_MS = 3 * 3_600_000;
const FIELDS = ["call-who", "call-what", "call-day", "call-hour"];
const form = document.querySelector("form.call");
const field = (name) => form.elements[name];
const all = (hook) => [...form.querySelectorAll(`[data-${hook}]`)];
const one = (hook) => document.querySelector(`[data-${hook}]`);
const SHOWN = ["timer", "waiting", "putoff-next", "promise"];
let draft = null;
let call = null;
let last = Promise.resolve();

function keep() {
  call.ticks = all("tick").filter((each) => each.checked).map((each) => each.dataset.tick);
  for (const name of FIELDS) call[name] = field(name).value;
  // A call about a case that is there already belongs to no draft.
  if (!form.dataset.key) return last;
  const whole = structuredClone({ ...draft, call, at: Date.now() });
  last = last.then(() => put("drafts", whole)).catch(() => {});
  return last;
}

const clock = (ms) => `${String(Math.floor(ms / 60_000)).padStart(2, "0")}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
const waited = () => call.waits.reduce((sum, [from, to]) => sum + (to ?? Date.now()) - from, 0);

function drawTime() {
  one("timer").textContent = clock(Date.now() - call.began);
  const line = one("waited");
  line.hidden = !call.waits.length;
  line.textContent = line.dataset.text.replace("{time}", clock(waited()));
}

function drawWaiting() {
  const isWaiting = call.waits.at(-1)?.[1] === null;
  one("waiting").setAttribute("aria-pressed", isWaiting);
  form.classList.toggle("is-waiting", isWaiting);
  drawTime();
}

function toggleWaiting() {
  const open = call.waits.at(-1);
  if (open?.[1] === null) open[1] = Date.now();
  else call.waits.push([Date.now(), null]);
  drawWaiting();
}

function drawPlace() {
  const next = all("tick").find((each) => !each.checked);
  for (const each of all("tick")) {
    const line = each.closest("li");
    line.classList.toggle("is-here", each === next);
    if (each === next) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  }
}

function drawPutOff(by) {
  const lines = all("putoff");
  if (!lines.length) return;
  call.putoff = ((call.putoff ?? 0) + by) % lines.length;
  for (const [at, line] of lines.entries()) line.hidden = at !== call.putoff;
}

function told() {
  const rows = Array.from({ length: MOST_TOLD }, (_none, at) => at);
  return rows.filter((at) => draft.fields[`told-${at}`]);
}

// A full list gives its last row away rather than losing what was just said.
function writeDown() {
  const at = Math.min(told().length, MOST_TOLD - 1);
  const said = { told: "call-what", "told-who": "call-who", "told-day": "call-day", "told-hour": "call-hour" };
  const before = draft.fields[`told-${at}`];
  for (const [name, from] of Object.entries(said)) draft.fields[`${name}-${at}`] = field(from).value.trim();
  if (before) draft.fields[`told-${at}`] = `${before}; ${draft.fields[`told-${at}`]}`;
  for (const name of FIELDS.slice(1)) field(name).value = "";
  drawPromises();
}

function drawPromises() {
  const list = one("promises");
  if (!list) return;
  const lines = told().map((at) => {
    const line = document.createElement("li");
    const said = { what: draft.fields[`told-${at}`], day: draft.fields[`told-day-${at}`], hour: draft.fields[`told-hour-${at}`] };
    line.dir = "auto";
    line.textContent = list.dataset.text.replace(/\{(\w+)\}/g, (_all, name) => said[name] || "–");
    return line;
  });
  list.replaceChildren(...lines);
}

// Only this press asks for an hour: who ends the call without one is told so by the wizard.
function isWhole() {
  for (const name of ["call-day", "call-hour"]) field(name).setCustomValidity(field(name).value ? "" : form.dataset.noHour);
  field("call-what").required = true;
  const fits = form.reportValidity();
  field("call-what").required = false;
  for (const name of ["call-day", "call-hour"]) field(name).setCustomValidity("");
  return fits;
}

async function end() {
  if (field("call-what").value.trim()) writeDown();
  if (call.waits.at(-1)?.[1] === null) call.waits.at(-1)[1] = Date.now();
  call.ended = Date.now();
  draft.page = "told";
  await keep();
  sessionStorage.setItem("prepare-on", draft.key);
  location.href = form.dataset.back;
}

function onClick(event) {
  const press = event.target.closest("button");
  if (!press || !form.contains(press)) return;
  const acts = { waiting: toggleWaiting, putoffNext: () => drawPutOff(1), promise: () => isWhole() && writeDown(), end };
  const act = Object.keys(acts).find((name) => name in press.dataset);
  if (!act) return;
  event.preventDefault();
  acts[act]();
  keep();
}

async function stayAwake() {
  if (!document.hidden) await navigator.wakeLock?.request("screen").catch(() => {});
}

function begun() {
  const old = draft.call;
  const isOn = old && !old.ended && Date.now() - old.began < STALE_MS;
  if (isOn) {
    for (const each of all("tick")) each.checked = old.ticks.includes(each.dataset.tick);
    for (const name of FIELDS) field(name).value = old[name] ?? "";
  }
  return isOn ? old : { began: Date.now(), waits: [], ticks: [] };
}

function ofForm() {
  const fields = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && !FIELDS.includes(name)) fields[name] = value;
  return { key: form.dataset.key, page: "told", fields };
}

async function start() {
  draft = (form.dataset.key && (await draftOf(form.dataset.key))) || ofForm();
  call = begun();
  for (const hook of SHOWN) one(hook)?.removeAttribute("hidden");
  drawWaiting();
  drawPlace();
  drawPutOff(0);
  drawPromises();
  setInterval(drawTime, 1000);
  document.addEventListener("click", onClick);
  form.addEventListener("input", () => {
    drawPlace();
    keep();
  });
  document.addEventListener("visibilitychange", stayAwake);
  await keep();
  await stayAwake();
  form.dataset.ready = "yes";
}

// Where nothing can be kept, the form is posted as it is.
if (form) start().catch(() => {});
