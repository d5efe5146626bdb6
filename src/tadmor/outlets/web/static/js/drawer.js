// Opens events and places beside the map: the server's own pages, fetched without their frame.

import { carried } from "./state.js";

/** The drawer in `element`; `onClose()` is called when the reader closes it. */
export function makeDrawer(element, onClose) {
  let turn = 0;
  let before = null;

  const show = (...content) => {
    if (element.hidden || !element.classList.contains("open")) before = document.activeElement;
    element.replaceChildren(...content);
    element.hidden = false;
    element.classList.add("open");
    element.scrollTop = 0;
  };

  /** Show the page at a path, as the state asks now; `own` parameters stay as the path has them. */
  const open = async (path, own = []) => {
    const mine = ++turn;
    const address = carried(path, ["sel", "m", ...own]);
    let response;
    try {
      response = await fetch(address, { headers: { "X-Part": "article", Accept: "text/html" } });
    } catch {
      if (mine === turn) show(note("The page's server does not answer. Is tadmor serve still running?"));
      return;
    }
    const words = await response.text();
    if (mine !== turn) return;
    const page = new DOMParser().parseFromString(words, "text/html");
    const main = page.querySelector("main") ?? page.body;
    const nodes = [...main.childNodes].map((node) => document.importNode(node, true));
    show(...(response.ok || nodes.length ? nodes : [note("There is no such page.")]));
    element.dispatchEvent(new CustomEvent("drawer:open", { bubbles: true, detail: { path } }));
  };

  /** Show a list of {words, id, select()}; the reader picks one. */
  const list = (title, items) => {
    turn++;
    const head = document.createElement("h2");
    head.textContent = title;
    const rows = document.createElement("ol");
    rows.className = "spot";
    for (const item of items) {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = item.words;
      button.addEventListener("click", item.select);
      row.append(button);
      rows.append(row);
    }
    show(closer(), head, rows);
  };

  const close = () => {
    turn++;
    if (!element.classList.contains("open")) return;
    element.classList.remove("open");
    element.hidden = true;
    element.replaceChildren();
    before?.focus?.();
    onClose();
  };

  element.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      close();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  return { open, list, close, element };
}

function note(words) {
  const line = document.createElement("p");
  line.className = "note";
  line.textContent = words;
  return line;
}

function closer() {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.close = "";
  button.className = "close";
  button.textContent = "Close";
  return button;
}

/** Links with `data-drawer` open in the drawer, unless the reader asks for a new tab. */
export function followLinks(drawer) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-drawer]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    if (new URL(link.href).origin !== location.origin) return;
    event.preventDefault();
    drawer.open(link.getAttribute("href"), link.dataset.own?.split(" "));
  });
}
