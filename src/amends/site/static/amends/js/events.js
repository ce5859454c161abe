// One stream of live events for the page in sight: it says what changed, never what it says now.
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
let stream = null;
let tries = 0;
let waiting = 0;

function close() {
  stream?.close();
  stream = null;
  clearTimeout(waiting);
}

// Each try waits twice as long, and somewhat apart from the others, so that a desk that comes back is not run over.
function again(open) {
  close();
  if (document.hidden) return;
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** tries++);
  waiting = setTimeout(open, most / 2 + (Math.random() * most) / 2);
}

export function listen(onChange, onReturn) {
  let wasAway = false;
  const open = () => {
    close();
    stream = new EventSource("/live");
    stream.addEventListener("open", () => {
      tries = 0;
      if (wasAway) onReturn();
      wasAway = true;
    });
    stream.addEventListener("message", (event) => onChange(event.data.split(" ")));
    stream.addEventListener("error", () => again(open));
  };
  // A browser opens six connections to one desk: a page out of sight gives its own back.
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  if (!document.hidden) open();
}
