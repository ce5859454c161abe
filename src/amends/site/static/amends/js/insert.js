// An approved fact goes into the reply where the caret stands, as a paragraph of its own.
function put(button) {
  const text = document.getElementById(button.dataset.into);
  const said = document.getElementById(button.dataset.insert).textContent.trim();
  const before = text.value.slice(0, text.selectionStart);
  const gap = before && !before.endsWith("\n") ? "\n\n" : "";
  text.setRangeText(`${gap}${said}\n`, text.selectionStart, text.selectionEnd, "end");
  button.closest("details").open = false;
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

export function startInserts() {
  // Without this file the words can be copied; the buttons would do nothing.
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.hidden = document.getElementById(button.dataset.into)?.readOnly ?? true;
    button.addEventListener("click", () => put(button));
  }
}
