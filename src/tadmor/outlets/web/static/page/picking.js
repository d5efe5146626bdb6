// Words of a report's text are picked into the field that was chosen last: by the mouse, by touch, or by keys alone.

const WORDS = new Intl.Segmenter(undefined, { granularity: "word" });

/** Let words of `pane` be picked into the fields [data-pick] of `form`; [data-picked] there says what was. */
export function startPicking(pane, form) {
  const text = wordsOf(pane);
  const told = form.querySelector("[data-picked]");
  const take = takeButton(form);
  let field = null;
  let held = null; // [first, last] word while keys pick

  const choose = (target) => {
    if (!target.matches?.("[data-pick]")) return;
    field?.classList.remove("picking");
    field = target;
    field.classList.add("picking");
  };

  /** Put words into the field: in place of what is there, or behind it. */
  const put = (words, add) => {
    const kept = add && field.value.trim() ? `${field.value.trim().replace(/;$/, "")}; ` : "";
    field.value = kept + words;
    told.textContent = `${nameOf(field)}: ${field.value}`;
    take.hidden = true;
  };

  /** The words that are marked in the text, whole ones only; "" where none are. */
  const marked = () => {
    const chosen = getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return "";
    const range = chosen.getRangeAt(0);
    if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) return "";
    const within = text.all.map((word, at) => at).filter((at) => text.meets(at, range));
    return within.length ? text.between(within[0], within.at(-1)) : "";
  };

  const pickByMouse = (event) => {
    const words = field && pane.contains(event.target) ? marked() : "";
    if (!words) return;
    put(words, event.ctrlKey || event.metaKey);
    field.focus({ preventScroll: true });
  };

  const hold = (first, last) => {
    held = [first, last];
    text.mark(Math.min(first, last), Math.max(first, last));
    told.textContent = text.between(Math.min(first, last), Math.max(first, last));
  };

  const leave = () => {
    held = null;
    getSelection().removeAllRanges();
    field.focus({ preventScroll: true });
  };

  const steps = (key) => {
    const along = getComputedStyle(pane).direction === "rtl" ? -1 : 1;
    return { ArrowRight: along, ArrowLeft: -along, ArrowDown: 10, ArrowUp: -10, Home: -Infinity, End: Infinity }[key];
  };

  const pressKey = (event) => {
    if (event.target === field && event.key === "ArrowDown" && !event.altKey && text.all.length) {
      event.preventDefault();
      pane.focus({ preventScroll: true });
      hold(text.nearest(pane.querySelector("#words")), text.nearest(pane.querySelector("#words")));
      return;
    }
    if (!held || !pane.contains(event.target)) return;
    const step = steps(event.key);
    if (step !== undefined) {
      const next = Math.min(Math.max(held[1] + step, 0), text.all.length - 1);
      hold(event.shiftKey ? held[0] : next, next);
    } else if (event.key === "Enter" || event.key === "+") {
      put(text.between(Math.min(...held), Math.max(...held)), event.key === "+");
      leave();
    } else if (event.key === "Escape") {
      leave();
    } else {
      return;
    }
    event.preventDefault();
  };

  const offer = () => {
    const words = field && !held && matchMedia("(pointer: coarse)").matches ? marked() : "";
    take.hidden = !words;
    if (words) take.textContent = `Put “${words}” into ${nameOf(field)}`;
  };

  form.addEventListener("focusin", (event) => choose(event.target));
  pane.addEventListener("focusout", () => { held = null; });
  pane.addEventListener("mouseup", pickByMouse);
  take.addEventListener("click", () => put(marked(), false));
  document.addEventListener("keydown", pressKey, true);
  document.addEventListener("selectionchange", offer);
}

function nameOf(field) {
  return field.closest("label").firstChild.textContent.trim();
}

/** A button for fingers, which no mouse's release tells of; it keeps the words marked when it is pressed. */
function takeButton(form) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "take main";
  button.hidden = true;
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  form.append(button);
  return button;
}

/** The words of a part of the page, each with the text node and the place where it stands. */
function wordsOf(pane) {
  const walk = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let whole = "";
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    nodes.push({ node, at: whole.length });
    whole += node.data;
  }
  const all = [...WORDS.segment(whole)].filter((part) => part.isWordLike)
    .map((part) => [part.index, part.index + part.segment.length]);

  /** The text node and offset of a place in the whole text. */
  const spot = (at, ends) => {
    const found = nodes.findLast((one) => (ends ? one.at < at : one.at <= at)) ?? nodes[0];
    return [found.node, at - found.at];
  };
  const rangeOf = (first, last) => {
    const range = document.createRange();
    range.setStart(...spot(all[first][0], false));
    range.setEnd(...spot(all[last][1], true));
    return range;
  };
  return {
    all,
    between: (first, last) => whole.slice(all[first][0], all[last][1]).replace(/\s+/g, " "),
    meets: (at, range) => {
      const word = rangeOf(at, at);
      return range.compareBoundaryPoints(Range.END_TO_START, word) < 0 && range.compareBoundaryPoints(Range.START_TO_END, word) > 0;
    },
    mark: (first, last) => {
      const range = rangeOf(first, last);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
    },
    nearest: (element) => {
      const at = element ? nodes.find((one) => element.contains(one.node))?.at ?? 0 : 0;
      return Math.max(0, all.findIndex(([, end]) => end > at));
    },
  };
}
