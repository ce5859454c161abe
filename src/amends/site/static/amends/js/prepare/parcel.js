// A draft as one file, to take to another device; and back, only if it is one.
import { told } from "./says.js";
import { draftOf, filesOf, newKey, put } from "./store.js";

const SIGN = "amends-prepare";
const NAME = /^[a-z][a-z_-]{0,40}(-\d{1,2})?$/;
const KEY = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PAGE = /^[a-z]{1,20}(\.\d{1,2})?$/;

function base64Of(blob) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}

// What somebody feels stays where it was written: a file goes further than one thinks.
export async function writeParcel(key) {
  const draft = await draftOf(key);
  if (!draft) return false;
  const files = [];
  for (const { point, name, type, blob } of await filesOf(key)) files.push({ point, name, type, data: await base64Of(blob) });
  const { page, fields, at } = draft;
  const whole = JSON.stringify({ sign: SIGN, version: 1, draft: { key, page, fields, at }, files });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([whole], { type: "application/json" }));
  link.download = `${told("fileName")}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return true;
}

function check(fits) {
  if (!fits) throw new Error("not a draft");
}

function checkedFile({ point, name, type, data }) {
  check(Number.isInteger(point) && point >= 0 && point < 9 && typeof name === "string" && typeof type === "string");
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  return { point, name: name.slice(0, 300), type: type.slice(0, 120), blob: new Blob([bytes], { type }) };
}

// Everything is read and checked before anything is kept.
export async function readParcel(file) {
  const { sign, version, draft, files } = JSON.parse(await file.text());
  check(sign === SIGN && version === 1 && KEY.test(draft.key) && PAGE.test(draft.page) && Array.isArray(files));
  check(Object.entries(draft.fields).every(([name, value]) => NAME.test(name) && typeof value === "string"));
  check(files.length <= Number(told("mostFiles")));
  const ours = files.map(checkedFile);
  // A key leads to what was sent with it: none is taken from a file that somebody else may have made.
  const key = newKey();
  const whole = { key, page: draft.page, fields: draft.fields, at: Date.now(), files: ours.length };
  for (const [at, one] of ours.entries()) await put("files", { ...one, id: newKey(), draft: key, at });
  await put("drafts", whole);
  return whole;
}
