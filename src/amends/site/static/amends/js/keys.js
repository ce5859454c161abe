// Keys by their place on the board (event.code), so that they act in every script.
import { moveRow, currentRow } from "./rows.js";
import { openDialog } from "./palette.js";

const GO_WAIT_MS = 1200;
const PLACES = { KeyT: "today", KeyC: "customers" };
const ANYWHERE = { KeyC: "contact", KeyN: "next" };
let goUntil = 0;

function isTyping(target) {
  if (target.isContentEditable || target.closest("select, textarea")) return true;
  const field = target.closest("input");
  return Boolean(field) && !["radio", "checkbox", "button", "submit"].includes(field.type);
}

function lettersAct() {
  return document.documentElement.dataset.keys !== "off";
}

export function isShown(element) {
  return element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
}

function firstField(within) {
  return within.querySelector(
    'input:not([type="hidden"], [type="file"]), textarea, select, .button--primary, button, a[href]',
  );
}

function revealPanel(element) {
  if (isShown(element)) return;
  const panel = element.closest("#talk, #right, #who");
  if (panel) location.hash = panel.id;
}

function press(element) {
  revealPanel(element);
  if (element.tagName !== "SUMMARY") {
    element.focus();
    element.click();
    return;
  }
  const act = element.parentElement;
  const wasOpen = act.open;
  act.open = true;
  const field = firstField(act.querySelector("form") ?? act);
  if (wasOpen && act.contains(document.activeElement) && document.activeElement !== element) return;
  (field ?? element).focus();
  act.scrollIntoView({ block: "nearest" });
}

function goTo(code, place = PLACES[code]) {
  const link = document.querySelector(`#palette [data-place="${place}"]`);
  link?.click();
  return Boolean(link);
}

function focusFirst(selector) {
  const found = [...document.querySelectorAll(selector)].find(isShown) ?? document.querySelector(selector);
  if (!found) return false;
  revealPanel(found);
  found.focus();
  return true;
}

function actOn(code) {
  if (Date.now() < goUntil && PLACES[code]) {
    goUntil = 0;
    return goTo(code);
  }
  if (code === "KeyG") {
    goUntil = Date.now() + GO_WAIT_MS;
    return true;
  }
  const isTaken = document.querySelector(`[data-key~="${code}"]`);
  if (code === "KeyJ" && !isTaken) return moveRow(1);
  if (code === "KeyK" && !isTaken) return moveRow(-1);
  if (code === "KeyR") return focusFirst("#reply-text");
  const found = [...document.querySelectorAll(`[data-key~="${code}"]`)];
  const element = found.find(isShown) ?? found[0];
  if (!element && ANYWHERE[code]) return goTo(code, ANYWHERE[code]);
  if (!element) return false;
  press(element);
  return true;
}

function send(event) {
  const open = document.querySelector("form[data-busy]:has(:focus)") ?? event.target.form;
  if (!open || open.getAttribute("method") === "get") return;
  event.preventDefault();
  const button = [...document.querySelectorAll("button")].find(
    (each) => each.form === open && each.type === "submit" && isShown(each),
  );
  open.requestSubmit(button);
}

function closeOpen(event) {
  const act = event.target.closest(".act[open], .disclose[open]");
  if (act && !act.classList.contains("step__now")) {
    act.open = false;
    act.querySelector("summary").focus();
    return;
  }
  const line = document.querySelector(".case__who-line");
  if (location.hash.startsWith("#who") && line && isShown(line)) location.hash = "talk";
  else if (isTyping(event.target)) event.target.blur();
}

// By its sign where the board has one there, else by its place, as on a Cyrillic or Hebrew board.
function isKey(event, sign, withShift) {
  return event.key === sign || (event.code === "Slash" && event.shiftKey === withShift && !"/?".includes(event.key));
}

function onKey(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const withCtrl = event.ctrlKey || event.metaKey;
  if (withCtrl && event.key === "Enter") return send(event);
  if (withCtrl && event.code === "KeyK") {
    event.preventDefault();
    return openDialog("palette");
  }
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return closeOpen(event);
  if (withCtrl || event.altKey || isTyping(event.target) || !lettersAct()) return;
  if (isKey(event, "?", true)) return openDialog("keys-sheet");
  if (isKey(event, "/", false)) {
    event.preventDefault();
    return focusFirst("#search-q, #customers-q, #top-search") || openDialog("palette");
  }
  if (event.key === "Enter" && event.target === document.body) {
    currentRow()?.querySelector("a")?.click();
    return;
  }
  const mayRepeat = event.code === "KeyJ" || event.code === "KeyK";
  if (event.shiftKey || (event.repeat && !mayRepeat)) return;
  if (actOn(event.code)) event.preventDefault();
}

export function startKeys() {
  document.addEventListener("keydown", onKey);
}
