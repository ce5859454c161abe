// The form as it stands: read, filled, stepped through; names and numbers are the ones the server gives.
import { part, say, told } from "./says.js";

const GROUPS = {
  point: { named: ["point", "day", "proof", "bare"], by: ["point"] },
  tried: { named: ["tried", "tried-day", "tried-way", "tried-who"], by: ["tried", "tried-who"] },
  told: { named: ["told", "told-who", "told-day", "told-hour"], by: ["told"] },
};
const NUMBERED = ["id", "name", "for", "aria-labelledby", "aria-describedby", "data-page", "data-files"];

export const form = () => document.getElementById("prepare");
export const sections = () => [...form().querySelectorAll("section[data-page]")];
export const here = () => form().elements.page.value;

export function read() {
  const fields = {};
  for (const [name, value] of new FormData(form())) if (typeof value === "string") fields[name] = value;
  return fields;
}

function renumber(part, at) {
  for (const each of [part, ...part.querySelectorAll("*")]) {
    for (const name of NUMBERED) {
      const value = each.getAttribute(name);
      if (value) each.setAttribute(name, value.replace(/\d+$/, at));
    }
    if (each.matches("input[type=checkbox]")) each.checked = false;
    else if (each.matches("input, select, textarea")) each.value = "";
  }
  return part;
}

export function addRow(list) {
  const all = list.querySelectorAll("[data-row]");
  if (all.length >= Number(list.dataset.most)) return null;
  const row = renumber(all[0].cloneNode(true), all.length);
  list.append(row);
  return row;
}

function setRows(list, count) {
  while (list.children.length > Math.max(1, count)) list.lastElementChild.remove();
  while (list.children.length < count && addRow(list));
}

const counted = (fields, group) => {
  let count = 0;
  while (GROUPS[group].by.some((name) => fields[`${name}-${count}`]?.trim())) count += 1;
  return count;
};

// Each point has a page that asks what shows it, also where no server draws it.
export function drawPoints(fields = read()) {
  const count = counted(fields, "point");
  const shows = () => sections().filter((each) => each.dataset.page.startsWith("shows."));
  while (shows().length > Math.max(1, count)) shows().at(-1).remove();
  while (shows().length < count) {
    const section = renumber(shows()[0].cloneNode(true), shows().length);
    section.hidden = true;
    section.querySelector(".files__list").replaceChildren();
    shows().at(-1).after(section);
  }
  shows().forEach((section, at) => {
    const line = section.querySelector(".point");
    line.hidden = at >= count;
    line.querySelector("span").textContent = say("point", { at: at + 1, count });
    line.querySelector("b").textContent = fields[`point-${at}`] ?? "";
  });
}

// What it is found by depends on what it is about, which may have been said without a line.
export function drawNumbers(fields = read()) {
  const wanted = JSON.parse(told("foundBy"))[fields.thing || "other"] ?? [];
  const rows = form().querySelector("section[data-page=numbers]").querySelectorAll(".field");
  for (const code of wanted) if (!form().elements[`number-${code}`]) rows[0].before(part(`number-${code}`));
}

// What the page has no field for is carried along, so that nothing is lost until the server draws it.
function carry(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  form().append(field);
}

export function set(name, value) {
  const found = [...form().elements].filter((each) => each.name === name && each.type !== "submit");
  for (const field of found) {
    if (field.type === "checkbox") field.checked = value !== undefined;
    else if (field.type === "radio") field.checked = field.value === value;
    else if (field.type !== "file") field.value = value ?? "";
  }
  if (!found.length && value) carry(name, value);
}

export function fill(fields) {
  for (const list of form().querySelectorAll("[data-rows]")) setRows(list, counted(fields, list.dataset.rows));
  drawPoints(fields);
  drawNumbers(fields);
  for (const name of new Set([...Object.keys(fields), ...[...form().elements].map((each) => each.name)])) {
    if (name) set(name, fields[name]);
  }
}

// Empty rows between full ones would be left out by the server, and files would show another point.
export function tidied(fields) {
  const next = { ...fields };
  const moved = new Map();
  for (const [group, { named, by }] of Object.entries(GROUPS)) {
    let to = 0;
    for (let at = 0; at < 9; at += 1) {
      const isFull = by.some((name) => fields[`${name}-${at}`]?.trim());
      if (!isFull && group === "point") moved.set(at, Math.max(0, to - 1));
      if (!isFull) continue;
      if (group === "point") moved.set(at, to);
      if (at !== to) {
        for (const name of named) {
          delete next[`${name}-${at}`];
          delete next[`${name}-${to}`];
          if (`${name}-${at}` in fields) next[`${name}-${to}`] = fields[`${name}-${at}`];
        }
      }
      to += 1;
    }
  }
  return { fields: next, moved, isChanged: JSON.stringify(next) !== JSON.stringify(fields) };
}

export function show(name) {
  const all = sections();
  const at = Math.max(0, all.findIndex((each) => each.dataset.page === name));
  for (const [place, each] of all.entries()) each.hidden = place !== at;
  form().elements.page.value = form().dataset.page = all[at].dataset.page;
  form().querySelector("[data-line]").textContent = all[at].dataset.line;
  const step = Number(all[at].dataset.step);
  form().querySelectorAll(".progress i").forEach((bar, place) => {
    bar.className = place + 1 < step ? "is-done" : place + 1 === step ? "is-here" : "";
  });
  form().querySelector(".back").hidden = at === 0;
  form().querySelector("[data-on]").hidden = at === all.length - 1;
  focusTitle();
}

export function focusTitle() {
  const part = form().querySelector("section[data-page]:not([hidden])");
  (part?.querySelector("[role=alert]:not([hidden])") ?? part?.querySelector("h1"))?.scrollIntoView({ block: "nearest" });
  part?.querySelector("h1").focus({ preventScroll: true });
  if (!part?.querySelector("[role=alert]:not([hidden])")) scrollTo(0, 0);
}
