// Sending: the form with its files, by the same key each time, so that it arrives once however often it is pressed.
import { add, keep, key } from "./draft.js";
import { focusTitle, form, read } from "./form.js";
import { megabytes, say } from "./says.js";
import { swap } from "./steps.js";
import { filesOf } from "./store.js";

let isSending = false;

function sayState(name, said = {}) {
  const line = form().querySelector("[data-sending]");
  line.hidden = false;
  line.textContent = say(name, said);
  line.classList.toggle("wrong", name === "send-no-line");
}

async function bodyOf() {
  const body = new FormData(form());
  body.delete("files");
  for (const file of await filesOf(key()).catch(() => [])) body.append(`file-${file.point}`, file.blob, file.name);
  return body;
}

function post(address, body, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.upload.addEventListener("progress", onProgress);
    request.addEventListener("loadend", () => done(request));
    request.send(body);
  });
}

export async function send(button) {
  if (isSending) return;
  isSending = true;
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  await keep();
  sayState("send-begins");
  const before = read();
  const address = button.formAction;
  const answer = await post(address, await bodyOf(), (event) => {
    sayState("sending", { done: megabytes(event.loaded), whole: megabytes(event.total) });
  });
  isSending = false;
  if (answer.status === 200 && answer.responseURL !== address) {
    await add({ sent: Date.now(), address: answer.responseURL });
    location.href = answer.responseURL;
    return;
  }
  if (answer.status && answer.status < 500 && swap(answer.responseText, before)) {
    focusTitle();
    return;
  }
  button.removeAttribute("aria-busy");
  button.removeAttribute("aria-disabled");
  button.textContent = say("send-again");
  sayState(answer.status ? "send-failed" : "send-no-line");
}
