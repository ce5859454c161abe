// Prepare without a line: its pages as the desk last answered them, and what they are drawn with. Nothing that
// anybody wrote is kept here, no answer to a form, no page of a case, nothing of the desk.
const KEPT = `prepare-${VERSION}`;
const LONGEST_MS = 4_000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const scope = new URL(registration.scope);

const isPage = (url) => url.origin === scope.origin && !url.search && /^([\w-]+\/)?$/.test(rest(url)) && !NEVER.has(rest(url));
const rest = (url) => (url.pathname.startsWith(scope.pathname) ? url.pathname.slice(scope.pathname.length) : "?");
const isDrawing = (url) => url.origin === scope.origin && (url.pathname.startsWith(STATIC) || url.pathname === BRANDS);
// These are no pages to open: what is sent, what is said during a call.
const NEVER = new Set(["send/", "call/"]);

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(fetchAll([OFFLINE]));
});

// A page that is already open needs no worker: one that came in the midst of it would have its parts fetched twice.
addEventListener("activate", (event) => event.waitUntil(dropOldVersions()));

async function dropOldVersions() {
  const old = (await caches.keys()).filter((name) => name.startsWith("prepare-") && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The answer goes out at once; its copy is put away beside it.
function keep(request, answer) {
  if (!answer.ok || answer.type !== "basic" || answer.redirected) return undefined;
  const copy = answer.clone();
  return caches.open(KEPT).then((kept) => kept.put(request, copy));
}

// The colours are asked for as by somebody who is not signed in: whom a colleague works for stays out of here.
const fetched = (request) => {
  const isColours = new URL(request.url ?? request, scope).pathname === BRANDS;
  return isColours ? fetch(BRANDS, { credentials: "omit" }) : fetch(request);
};

async function fetchAndKeep(event, request) {
  const answer = await fetched(request);
  const putting = keep(request, answer);
  if (putting) event.waitUntil(putting.catch(() => {}));
  return answer;
}

const found = (request) => caches.open(KEPT).then((kept) => kept.match(request, { ignoreVary: true }));

async function fetchAll(urls) {
  for (const url of urls) await keep(url, await fetched(url));
}

async function fetchMissing(urls) {
  for (const url of urls) if (!(await found(url))) await fetchAll([url]).catch(() => {});
}

// A file under a new hash takes the place of the one it was.
async function dropOlder(urls) {
  const stem = (url) => url.replace(HASHED, "");
  const now = new Set(urls);
  const stems = new Set(urls.filter((url) => HASHED.test(url)).map(stem));
  const kept = await caches.open(KEPT);
  for (const { url } of await kept.keys()) if (HASHED.test(url) && !now.has(url) && stems.has(stem(url))) await kept.delete(url);
}

// A line that is there and brings nothing is none: what was kept is shown after a while.
async function lineFirst(event, request) {
  const kept = await found(request);
  if (!kept) return request.mode === "navigate" ? orOffline(event, request) : fetchAndKeep(event, request);
  const answer = fetchAndKeep(event, request).then((fresh) => (fresh.status < 500 ? fresh : kept));
  event.waitUntil(answer.catch(() => {}));
  return Promise.race([answer.catch(() => kept), new Promise((done) => setTimeout(done, LONGEST_MS, kept))]);
}

async function keptFirst(event, request) {
  return (await found(request)) ?? fetchAndKeep(event, request);
}

function orOffline(event, request) {
  const answer = request.method === "GET" && isPage(new URL(request.url)) ? fetchAndKeep(event, request) : fetch(request);
  return answer.catch(async (error) => (await found(OFFLINE)) ?? Promise.reject(error));
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const isOurs = url.origin === scope.origin && url.pathname.startsWith(scope.pathname);
  if (request.method === "GET" && isDrawing(url)) {
    event.respondWith(HASHED.test(url.pathname) ? keptFirst(event, request) : lineFirst(event, request));
  } else if (request.method === "GET" && request.mode === "navigate" && isPage(url)) {
    event.respondWith(lineFirst(event, request));
  } else if (request.mode === "navigate" && isOurs) event.respondWith(orOffline(event, request));
});

addEventListener("message", (event) => {
  const { page, used, later } = event.data;
  const drawing = used.filter((one) => isDrawing(new URL(one)));
  const pages = page && isPage(new URL(page, scope)) ? [new URL(page, scope).href] : [];
  event.waitUntil(
    fetchMissing([...pages, ...drawing])
      .then(() => fetchAll(later.filter((one) => isDrawing(new URL(one)))))
      .then(() => dropOlder(drawing)),
  );
});
