// The palette and the sheet of keys: dialogs that open by a key or by their button.
export function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
}

function options(palette) {
  return [...palette.querySelectorAll('[role="option"]')].filter((each) => !each.hidden);
}

function choose(palette, option) {
  palette.querySelector('[aria-selected="true"]')?.removeAttribute("aria-selected");
  option?.setAttribute("aria-selected", "true");
  const field = palette.querySelector("input");
  if (option) field.setAttribute("aria-activedescendant", option.id);
}

function offerActs(palette) {
  const list = palette.querySelector('[role="listbox"]');
  const last = list.querySelector("[data-palette-search]");
  for (const source of document.querySelectorAll("summary[data-key]")) {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "palette__item";
    option.setAttribute("role", "option");
    option.append(...[...source.cloneNode(true).childNodes]);
    option.addEventListener("click", () => {
      palette.close();
      source.parentElement.open = true;
      source.parentElement.querySelector("form input:not([type=hidden]), form textarea, form select")?.focus();
    });
    list.insertBefore(option, last);
  }
  options(palette).forEach((each, index) => (each.id = `palette-${index}`));
}

function filter(palette) {
  const words = palette.querySelector("input").value.trim();
  const search = palette.querySelector("[data-palette-search]");
  for (const option of palette.querySelectorAll('[role="option"]')) {
    option.hidden = option !== search && !option.textContent.toLocaleLowerCase().includes(words.toLocaleLowerCase());
  }
  const text = search.querySelector("[data-palette-words]");
  if (words) text.textContent = text.dataset.paletteWords.replace("{words}", words);
  search.href = `${search.href.split("?")[0]}?q=${encodeURIComponent(words)}`;
  choose(palette, options(palette)[0]);
}

function onPaletteKey(event, palette) {
  const all = options(palette);
  const at = all.findIndex((each) => each.hasAttribute("aria-selected"));
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    choose(palette, all[(at + by + all.length) % all.length]);
  } else if (event.key === "Enter" && !event.isComposing && all[at]) {
    event.preventDefault();
    all[at].click();
  }
}

export function startPalette() {
  for (const button of document.querySelectorAll("[data-opens]")) {
    button.hidden = false;
    button.addEventListener("click", () => openDialog(button.dataset.opens));
  }
  const palette = document.getElementById("palette");
  if (!palette) return;
  offerActs(palette);
  filter(palette);
  palette.addEventListener("input", () => filter(palette));
  palette.addEventListener("keydown", (event) => onPaletteKey(event, palette));
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
}
