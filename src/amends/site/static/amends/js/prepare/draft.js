// The draft in hand: what the form holds, kept on this device with each change.
import { form, here, read } from "./form.js";
import { say, sayWaiting } from "./says.js";
import { draftOf, put } from "./store.js";

// These stand in an untouched form too.
const GIVEN = new Set(["page", "key", "zone", "brand", "company", "medium", "first-result"]);
let extra = {};
let writing = null;
let again = false;
let seen = 0;

export const key = () => form().elements.key.value;
const feeling = () => document.querySelector("[data-never-sent]");

function now() {
  const fields = read();
  if (feeling()) extra.feeling = feeling().value;
  return { ...extra, key: key(), page: here(), fields, at: Date.now() };
}

function isEmpty(draft) {
  const isFree = form().elements.company?.type !== "hidden";
  const said = ([name, value]) => value.trim() && (!GIVEN.has(name) || (name === "company" && isFree));
  return !draft.feeling && !draft.files && !Object.entries(draft.fields).some(said);
}

async function write() {
  do {
    again = false;
    const draft = now();
    if (isEmpty(draft) && !(await draftOf(draft.key))) continue;
    await put("drafts", draft);
    seen = draft.at;
  } while (again);
}

// One writing at a time: what is typed meanwhile goes with the next one.
export function keep() {
  if (writing) {
    again = true;
    return writing;
  }
  writing = write()
    .catch(() => sayWaiting(say("unkept")))
    .finally(() => (writing = null));
  return writing;
}

// What a draft holds beside the form: files that are kept, that it was sent.
export function add(more) {
  Object.assign(extra, more);
  return keep();
}

export function take({ key: _key, page: _page, fields: _fields, at, ...more }) {
  extra = more;
  seen = at;
  dressFeeling();
}

// What another window wrote into this draft since this one wrote or took it last.
export async function writtenElsewhere() {
  if (writing) return null;
  const draft = await draftOf(key());
  return draft && draft.at > seen && !draft.gone ? draft : null;
}

export function dressFeeling() {
  if (feeling()) feeling().value = extra.feeling ?? "";
}
