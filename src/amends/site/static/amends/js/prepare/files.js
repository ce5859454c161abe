// Photos and files of each point, kept on this device until they are sent.
import { add, key } from "./draft.js";
import { form } from "./form.js";
import { amount, megabytes, own, part, say, told } from "./says.js";
import { drop, filesOf, newKey, put } from "./store.js";

const THUMB = 96;
const UNDO_MS = 10_000;
let drawn = 0;

export function canvasOf(image, most) {
  const scale = Math.min(1, most / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function sayWrong(box, lines) {
  const wrong = box.querySelector(".wrong");
  wrong.hidden = !lines.length;
  wrong.replaceChildren(...lines.flatMap((line) => [line, document.createElement("br")]).slice(0, -1));
}

async function addFiles(box, files) {
  const most = Number(told("mostFiles"));
  const room = most - (await filesOf(key())).length;
  const { taken } = await import("./photos.js");
  const wrong = [];
  const draft = key();
  const point = Number(box.dataset.files);
  let fits = 0;
  for (const [at, file] of files.entries()) {
    if (fits >= room) {
      wrong.push(say("files-many", { most: amount(most), left: amount(files.length - at) }));
      break;
    }
    const one = await taken(file);
    if (typeof one === "string") wrong.push(one);
    else {
      await put("files", { ...one, id: newKey(), draft, point, at: Date.now() + at / 1000 });
      fits += 1;
      if (draft === key()) await drawFiles();
    }
  }
  if (draft !== key()) return;
  if (fits) sayProof(point, true);
  // The answer to a step may have put a new box in the place of the one that was pressed.
  sayWrong(boxOf(point) ?? box, wrong);
}

const boxOf = (point) => form().querySelector(`[data-files="${point}"]`);

// Who answers reads that there is something to see; the meter counts it as shown.
function sayProof(point, has) {
  const field = form().elements[`proof-${point}`];
  if (!field) return;
  if (has && !field.value.trim()) field.value = say("proof-files");
  if (!has && field.value === say("proof-files")) field.value = "";
}

async function takeOut(file, line) {
  const left = part("file-out");
  left.querySelector("span").textContent = say("file-out", { name: own(file.name) });
  line.replaceWith(left);
  await put("files", { ...file, gone: Date.now() });
  await sumUp(file.point);
  const late = setTimeout(async () => {
    await drop("files", file.id);
    left.remove();
  }, UNDO_MS);
  const undo = left.querySelector("button");
  undo.addEventListener("click", async () => {
    clearTimeout(late);
    await put("files", file);
    sayProof(file.point, true);
    await drawFiles();
    form().querySelector(`[data-id="${file.id}"] button`)?.focus();
  });
  undo.focus();
}

async function thumb(file, canvas) {
  try {
    if (!file.type.startsWith("image/")) throw new Error("no picture");
    const image = await createImageBitmap(file.blob);
    const small = canvasOf(image, THUMB);
    canvas.width = small.width;
    canvas.height = small.height;
    canvas.getContext("2d").drawImage(small, 0, 0);
    image.close();
  } catch {
    canvas.hidden = true;
    canvas.nextElementSibling.hidden = false;
  }
}

function lineOf(file) {
  const line = part("file");
  line.dataset.id = file.id;
  line.querySelector("bdi").textContent = file.name;
  line.querySelector("small").textContent = say("file-size", { size: megabytes(file.blob.size) });
  const button = line.querySelector("button");
  button.setAttribute("aria-label", say("file-remove", { name: own(file.name) }));
  button.addEventListener("click", () => takeOut(file, line));
  thumb(file, line.querySelector("canvas"));
  return line;
}

async function sumUp(point) {
  const files = await filesOf(key());
  const line = form().querySelector("[data-kept-files]");
  if (line) {
    line.hidden = !files.length;
    line.textContent = say("files-kept", { count: amount(files.length) });
  }
  if (point !== undefined && !files.some((file) => file.point === point)) sayProof(point, false);
  await add({ files: files.length });
}

export async function drawFiles() {
  const mine = (drawn += 1);
  const files = await filesOf(key()).catch(() => null);
  if (mine !== drawn || !files) return;
  for (const box of form().querySelectorAll("[data-files]")) {
    box.hidden = false;
    const list = box.querySelector(".files__list");
    const had = new Map([...list.children].map((line) => [line.dataset.id, line]));
    const ours = files.filter((file) => file.point === Number(box.dataset.files));
    list.replaceChildren(...ours.map((file) => had.get(file.id) ?? lineOf(file)));
  }
  await sumUp();
}

export async function moveFiles(moved) {
  for (const file of await filesOf(key()).catch(() => [])) {
    const point = moved.get(file.point) ?? file.point;
    if (point !== file.point) await put("files", { ...file, point });
  }
}

export function startFiles() {
  document.addEventListener("change", (event) => {
    const box = event.target.closest?.("[data-files]");
    if (!box || event.target.type !== "file") return;
    const files = [...event.target.files];
    event.target.value = "";
    addFiles(box, files).catch(() => sayWrong(box, [say("unkept")]));
  });
}
