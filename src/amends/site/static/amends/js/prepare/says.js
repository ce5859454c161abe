// Every sentence comes from the page, in its language; here are none.
const whole = () => document.getElementById("says");
const language = () => document.documentElement.lang || "en";

export const told = (name) => whole().dataset[name];

export function say(name, said = {}) {
  const text = whole().content.querySelector(`[data-say="${name}"]`).textContent.trim();
  return text.replace(/\{(\w+)\}/g, (_all, key) => said[key]);
}

export function part(name) {
  return document.importNode(whole().content.querySelector(`[data-part="${name}"]`), true);
}

// Somebody's own words keep their direction within ours.
export const own = (text) => `\u2068${text}\u2069`;
export const when = (moment) => new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(moment);
export const amount = (number, digits = 0) => new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(number);
export const megabytes = (bytes) => amount(Math.max(0.1, bytes / 2 ** 20), bytes < 2 ** 20 ? 1 : 0);

export function sayWaiting(text) {
  const line = document.querySelector("[data-wait]");
  if (line) line.textContent = text;
}
