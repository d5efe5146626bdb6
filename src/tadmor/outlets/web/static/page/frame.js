// What script adds to every page: filters fold and stay so, the share link copies itself, a band tells its sentence.

const FOLDED = "tadmor.filters";
const NARROW = window.matchMedia("(max-width: 860px)");

function foldFilters() {
  const filters = document.querySelector("[data-folds]");
  if (!filters) return;
  const kept = keptWord();
  filters.open = NARROW.matches ? false : kept !== "folded";
  filters.addEventListener("toggle", () => keepWord(filters.open ? "open" : "folded"));
}

function keptWord() {
  try { return window.localStorage.getItem(FOLDED); } catch { return null; }
}

function keepWord(word) {
  if (NARROW.matches) return;
  try { window.localStorage.setItem(FOLDED, word); } catch { /* a browser that keeps nothing forgets it */ }
}

function copyShared(event) {
  const link = event.target.closest("[data-share]");
  if (!link || !navigator.clipboard) return;
  event.preventDefault();
  const words = link.textContent;
  navigator.clipboard.writeText(window.location.href).then(() => {
    link.textContent = "Copied";
    window.setTimeout(() => { link.textContent = words; }, 1500);
  }, () => { window.location.assign(link.href); });
}

function sayBand(event) {
  const band = event.target.closest?.("[data-says]");
  const line = band?.closest("section")?.querySelector("[data-saying]");
  if (line) line.textContent = `${band.dataset.says}.`;
}

function openTarget() {
  const target = window.location.hash.length > 1 && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const folded = target && target.closest("details:not([open])");
  if (!folded) return;
  folded.open = true;
  target.scrollIntoView();
}

/** Where a claim's words are reached, the claim beside them is shown too, without moving the page. */
function showReached() {
  for (const item of document.querySelectorAll(".claim-list .reached")) item.classList.remove("reached");
  const item = window.location.hash.startsWith("#w-") && document.getElementById(`c-${window.location.hash.slice(3)}`);
  if (!item) return;
  item.classList.add("reached");
  const list = item.closest(".claims");
  list.scrollTop += item.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
}

function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.key === "Escape" || (event.type === "click" && !menu.contains(event.target))) menu.open = false;
  }
}

/** Fields left empty ask for nothing, so the address of a view does without them. */
function leaveEmpty(event) {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
}

foldFilters();
openTarget();
showReached();
document.addEventListener("click", copyShared);
document.addEventListener("click", closeMenus);
document.addEventListener("formdata", leaveEmpty);
document.addEventListener("keydown", closeMenus);
document.addEventListener("focusin", sayBand);
document.addEventListener("mouseover", sayBand);
window.addEventListener("hashchange", openTarget);
window.addEventListener("hashchange", showReached);
