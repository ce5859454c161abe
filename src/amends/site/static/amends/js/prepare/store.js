// What is kept on this device and nowhere else: drafts by their key, files by their own with the draft they belong to.
let opening = null;

function open() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open("amends-prepare", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "key" });
      asked.result.createObjectStore("files", { keyPath: "id" }).createIndex("draft", "draft");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = () => {
      opening = null;
      fail(asked.error);
    };
  });
  return opening;
}

async function run(name, mode, act) {
  const deal = (await open()).transaction(name, mode);
  return new Promise((done, fail) => {
    const asked = act(deal.objectStore(name));
    deal.oncomplete = () => done(asked.result);
    deal.onabort = () => fail(deal.error);
  });
}

export const put = (name, value) => run(name, "readwrite", (store) => store.put(value));
export const drop = (name, key) => run(name, "readwrite", (store) => store.delete(key));
export const draftOf = (key) => run("drafts", "readonly", (store) => store.get(key));
export const drafts = () => run("drafts", "readonly", (store) => store.getAll());

export async function filesOf(key) {
  const found = await run("files", "readonly", (store) => store.index("draft").getAll(key));
  // Taken out, and the page was left before the time for undoing was over.
  for (const file of found) if (Date.now() - file.gone > 60_000) drop("files", file.id);
  return found.filter((file) => !file.gone).sort((one, other) => one.at - other.at);
}

export async function dropDraft(key) {
  for (const file of await run("files", "readonly", (store) => store.index("draft").getAll(key))) {
    await drop("files", file.id);
  }
  await drop("drafts", key);
}

// Without https there is no randomUUID; the key has to be as hard to guess all the same.
export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((each) => each.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
