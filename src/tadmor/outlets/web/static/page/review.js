// The keys of the review: a accept, r reject, c correct, s same, d different, u undo; words picked in the text go into
// the field that was chosen last. Everything is a form, so that it works without.

let field = null;

function typing(target) {
  return target.closest?.("input, select, textarea, [contenteditable]");
}

function pressKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target)) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button) return;
  event.preventDefault();
  if (button.matches("summary")) openCorrection(button);
  else button.click();
}

function openCorrection(summary) {
  summary.parentElement.open = true;
  summary.parentElement.querySelector("[data-pick]").focus();
}

function chooseField(event) {
  if (!event.target.matches?.("[data-pick]")) return;
  field?.classList.remove("picking");
  field = event.target;
  field.classList.add("picking");
}

function pickWords() {
  const chosen = window.getSelection();
  const text = document.querySelector(".archived");
  if (!field || !text || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
  const words = chosen.toString().trim();
  if (!words) return;
  field.value = words;
  field.focus({ preventScroll: true });
}

document.addEventListener("keydown", pressKey);
document.addEventListener("focusin", chooseField);
document.addEventListener("mouseup", pickWords);

const words = document.querySelector("#words");
const pane = words?.closest(".archived");
if (pane) pane.scrollTop += words.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
