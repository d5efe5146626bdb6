// The keys of the review: a accept, r reject, c correct, s same, d different, u undo. Everything is a form, so that it
// works without.

import { startPicking } from "./picking.js";

let sent = false; // a decision is under way: a second one from this page would be of the same claim

function typing(target) {
  return target.closest?.("input, select, textarea, [contenteditable]");
}

function pressKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target) || event.repeat || sent) return;
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

function sendOnce(event) {
  if (sent) event.preventDefault();
  sent = true;
}

/** Scroll the claim's words into the upper third of the text's pane. */
function showWords(pane) {
  const words = pane.querySelector("#words");
  if (!words) return;
  pane.scrollTop += words.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
}

document.addEventListener("keydown", pressKey);
document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => { sent = false; });
const pane = document.querySelector(".reviewing .archived");
if (pane) {
  showWords(pane);
  const form = document.querySelector("[data-correct]");
  if (form) startPicking(pane, form);
}
