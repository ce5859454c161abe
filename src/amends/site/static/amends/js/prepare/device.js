// The box about this device: the draft in hand as a file, a file as the draft in hand, and its end.
import { keep, key } from "./draft.js";
import { goOnFromHere } from "./kept.js";
import { readParcel, writeParcel } from "./parcel.js";
import { say } from "./says.js";
import { dropDraft } from "./store.js";

const said = (name) => (document.querySelector("[data-device-said]").textContent = say(name));
const sure = (isAsked) => (document.querySelector("[data-device-sure]").hidden = !isAsked);

export async function onPress(act) {
  if (act === "ask" || act === "keep") return sure(act === "ask");
  await keep();
  if (act === "export") return said((await writeParcel(key())) ? "exported" : "export-nothing");
  await dropDraft(key());
  return location.reload();
}

export async function onFile(file) {
  await keep();
  const found = await readParcel(file).catch(() => null);
  if (!found) return said("import-wrong");
  await goOnFromHere(found);
  return said("imported");
}
