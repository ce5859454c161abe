// A photo is drawn anew before it is kept, so that it no longer says where and by whom it was taken.
import { canvasOf } from "./files.js";
import { megabytes, own, say, told } from "./says.js";

const MOST_SIDE = 2_000;
const QUALITY = 0.85;
const PHOTO = /^(\xff\xd8\xff|\x89PNG|GIF8|RIFF....WEBP|II\*\0|MM\0\*|....ftyp(hei|hev|mif1|msf1|avi[fs]))/s;

async function isPhoto(file) {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  return PHOTO.test(String.fromCharCode(...head)) || (file.type.startsWith("image/") && !file.type.includes("svg"));
}

async function redrawn(file) {
  const image = await createImageBitmap(file);
  const blob = await new Promise((done) => canvasOf(image, MOST_SIDE).toBlob(done, "image/jpeg", QUALITY));
  image.close();
  if (!blob) throw new Error("no picture");
  return { blob, name: `${file.name.replace(/\.\w{1,5}$/, "")}.jpg`, type: "image/jpeg" };
}

// Answers what is kept of a file, or the word for why it is not.
export async function taken(file) {
  if (!file.size) return say("file-empty", { name: own(file.name) });
  let one = { blob: file, name: file.name, type: file.type };
  if (await isPhoto(file)) {
    try {
      one = await redrawn(file);
    } catch {
      const isHeic = /hei[cf]/i.test(file.type + file.name);
      return say(isHeic ? "file-heic" : "file-no-photo", { name: own(file.name) });
    }
  }
  const most = Number(told("mostBytes"));
  return one.blob.size > most ? say("file-large", { name: own(file.name), most: megabytes(most) }) : one;
}
