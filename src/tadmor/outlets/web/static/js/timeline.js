// The time line: bars of events, a span that is dragged, a handle for the day and a thinner one for the day of knowledge.

import { binOf, drawBars } from "./bars.js";
import { inShort, inWords, monthsOn, today } from "./days.js";
import { lookOf } from "./look.js";

const PLAY = 220; // ms a step
const LEAST = 14; // days that are shown at least
const MOST = 60_000;

/**
 * A time line in `element`. `now` is `{day, known, span}` in days (known and span may be null).
 * `on.day(day)`, `on.known(day or null)`, `on.span([from, to] or null)` are called as the reader moves things; the second
 * argument is true when they let go.
 */
export function makeTimeline(element, { families, days, now, on }) {
  const view = fitted(days, now);
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  const plot = made("div", "plot", canvas);
  const shade = made("div", "span");
  const dayHandle = handle("day", "Day in the world");
  const knownHandle = handle("known", "As known on");
  const tools = made("div", "tools");
  const play = button("▶", "Play: one step after another (space)");
  const out = button("−", "Show a longer time");
  const into = button("+", "Show a shorter time");
  const all = button("All", "Show all days, take the span away");
  const later = document.createElement("a");
  later.className = "later";
  later.hidden = true;
  Object.assign(later.dataset, { drawer: "", own: "from to" });
  tools.append(later, play, out, into, all);
  plot.append(shade, knownHandle, dayHandle);
  element.replaceChildren(tools, plot);
  let playing = null;

  const at = (day) => ((day - view.from) / (view.to - view.from)) * plot.clientWidth;
  const dayAt = (x) => Math.floor(view.from + (x / plot.clientWidth) * (view.to - view.from));
  const step = () => Math.max(1, Math.round(binOf(plot.clientWidth / (view.to - view.from)) / 7));

  function draw() {
    if (!plot.clientWidth) return;
    const { border: rule, quiet, edge, face } = lookOf(element);
    const look = { rule, quiet, edge, face };
    const { bin } = drawBars(canvas, days, { ...view, span: now.span, families, look });
    const unit = { 1: "day", 7: "week", 30: "30 days", 91: "quarter", 365: "year" }[bin];
    canvas.setAttribute("aria-label", `Events a ${unit}, ${inWords(Math.floor(view.from))} to ${inWords(Math.floor(view.to))}`);
    place();
  }

  function place() {
    stand(dayHandle, now.day + 0.5, inShort(now.day), now.day, inWords(now.day));
    const known = now.known ?? null;
    const words = known === null ? "as known today" : `as known on ${inShort(known)}`;
    stand(knownHandle, known === null ? view.to : known + 0.5, words, known ?? today(), words);
    knownHandle.classList.toggle("open", known === null);
    shade.hidden = !now.span;
    if (now.span) {
      const [left, right] = [Math.max(0, at(now.span[0])), Math.min(plot.clientWidth, at(now.span[1] + 1))];
      shade.style.left = `${left}px`;
      shade.style.width = `${Math.max(0, right - left)}px`;
    }
  }

  function stand(mark, where, words, value, spoken) {
    const x = at(where);
    const inside = Math.min(Math.max(x, 0), plot.clientWidth);
    mark.style.left = `${inside}px`;
    mark.classList.toggle("beyond", x < -1 || x > plot.clientWidth + 1);
    mark.classList.toggle("late", inside > plot.clientWidth - 150);
    mark.firstChild.textContent = words;
    for (const [name, held] of [["valuenow", value], ["valuetext", spoken], ["valuemin", Math.floor(view.from)], ["valuemax", Math.ceil(view.to)]]) {
      mark.setAttribute(`aria-${name}`, held);
    }
  }

  function setDay(day, done = true) {
    now.day = day;
    if (day < view.from || day >= view.to) slide(day);
    place();
    on.day(day, done);
  }

  function setKnown(day, done = true) {
    now.known = day !== null && day >= today() ? null : day;
    place();
    on.known(now.known, done);
  }

  function setSpan(span, done = true) {
    now.span = span;
    draw();
    on.span(span, done);
  }

  /** Move the view so that a day stands in its middle. */
  function slide(day) {
    const half = (view.to - view.from) / 2;
    Object.assign(view, { from: day - half, to: day + half });
    draw();
  }

  function zoom(factor, around = (view.from + view.to) / 2) {
    const wide = Math.min(MOST, Math.max(LEAST, (view.to - view.from) * factor));
    const share = (around - view.from) / (view.to - view.from);
    Object.assign(view, { from: around - share * wide, to: around + (1 - share) * wide });
    draw();
  }

  function toggle() {
    if (playing) {
      clearInterval(playing);
      playing = null;
    } else {
      playing = setInterval(() => (now.day >= Math.min(today(), lastDay(days) + 30) ? toggle() : setDay(now.day + step(), false)), PLAY);
    }
    play.textContent = playing ? "❚❚" : "▶";
    play.setAttribute("aria-pressed", Boolean(playing));
    if (!playing) on.day(now.day, true);
  }

  const keys = (get, set) => (event) => {
    const day = get();
    const far = event.shiftKey ? 7 : 1;
    const to = {
      ArrowLeft: day - far, ArrowDown: day - far, ArrowRight: day + far, ArrowUp: day + far, PageUp: monthsOn(day, 1),
      PageDown: monthsOn(day, -1), Home: days[0]?.[0] ?? day, End: lastDay(days),
    }[event.key];
    if (event.key === " ") toggle();
    else if (to !== undefined) set(to);
    else if (event.key === "+" || event.key === "-") zoom(event.key === "+" ? 0.5 : 2, day);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  dayHandle.addEventListener("keydown", keys(() => now.day, setDay));
  knownHandle.addEventListener("keydown", keys(() => now.known ?? today(), setKnown));
  drag(dayHandle, plot, (x, done) => setDay(dayAt(x), done));
  drag(knownHandle, plot, (x, done) => setKnown(x >= plot.clientWidth ? null : dayAt(x), done));
  spanned(canvas, plot, dayAt, setDay, setSpan);
  play.addEventListener("click", toggle);
  out.addEventListener("click", () => zoom(2));
  into.addEventListener("click", () => zoom(0.5, now.day >= view.from && now.day < view.to ? now.day : undefined));
  all.addEventListener("click", () => {
    Object.assign(view, fitted(days, { ...now, span: null }));
    setSpan(null);
  });
  plot.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = plot.getBoundingClientRect();
    const far = Math.abs(event.deltaX) > Math.abs(event.deltaY);
    const wide = view.to - view.from;
    if (far) {
      Object.assign(view, { from: view.from + (event.deltaX / plot.clientWidth) * wide, to: view.to + (event.deltaX / plot.clientWidth) * wide });
      draw();
    } else {
      zoom(event.deltaY > 0 ? 1.2 : 1 / 1.2, view.from + ((event.clientX - box.left) / plot.clientWidth) * wide);
    }
  }, { passive: false });
  new ResizeObserver(draw).observe(plot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  draw();
  return {
    toggle,
    step: (far) => setDay(now.day + far),
    /** Say how many claims came to be known later, and where they are listed; null says nothing. */
    setLater(found) {
      later.hidden = !found;
      if (!found) return;
      later.textContent = found.total ? `${found.total.toLocaleString()} ${found.total === 1 ? "claim" : "claims"} came later` : "Nothing came later";
      later.href = found.address;
      later.title = "What became known after the upper handle's day, of the days shown on the map";
    },
    setDays(given) {
      days = given;
      draw();
    },
    set(wanted) {
      Object.assign(now, wanted);
      if (now.day < view.from || now.day >= view.to) slide(now.day);
      draw();
    },
  };
}

/** The stretch of days to begin with: the span with as much on both sides, else the days that most events are of. */
function fitted(days, { day, span }) {
  if (span) {
    const wide = Math.max(LEAST, span[1] - span[0] + 1);
    return { from: Math.min(span[0] - wide, day - 7), to: Math.max(span[1] + wide, day + 7) };
  }
  if (!days.length) return { from: day - 180, to: day + 180 };
  const [first, last] = densest(days);
  const [from, to] = [Math.min(first, day), Math.max(last, day)];
  const edge = Math.max(10, (to - from) * 0.12);
  return { from: from - edge, to: to + edge };
}

/** The shortest stretch of days with four fifths of all events. */
function densest(days) {
  const totals = days.map((row) => row.slice(1).reduce((a, b) => a + b, 0));
  const wanted = 0.8 * totals.reduce((a, b) => a + b, 0);
  let best = [days[0][0], days.at(-1)[0]];
  for (let low = 0, high = 0, seen = 0; low < days.length; seen -= totals[low++]) {
    while (seen < wanted && high < days.length) seen += totals[high++];
    if (seen < wanted) break;
    const found = [days[low][0], days[high - 1][0]];
    if (found[1] - found[0] < best[1] - best[0]) best = found;
  }
  return best;
}

const lastDay = (days) => days.at(-1)?.[0] ?? today();

function made(tag, name, ...children) {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...children);
  return element;
}

function button(sign, words) {
  const element = made("button", "", sign);
  element.type = "button";
  element.title = words;
  element.setAttribute("aria-label", words);
  return element;
}

function handle(name, words) {
  const element = made("div", `handle ${name}`, made("span", "flag"));
  element.tabIndex = 0;
  element.setAttribute("role", "slider");
  element.setAttribute("aria-label", words);
  return element;
}

/** Follow the pointer from a press on `mark`; `move(x, done)` with x in pixels of the plot. */
function drag(mark, plot, move) {
  mark.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    event.stopPropagation();
    mark.focus({ preventScroll: true });
    mark.setPointerCapture(event.pointerId);
    const x = (e) => Math.min(Math.max(e.clientX - plot.getBoundingClientRect().left, 0), plot.clientWidth);
    const moved = (e) => move(x(e), false);
    mark.addEventListener("pointermove", moved);
    mark.addEventListener("lostpointercapture", (e) => {
      mark.removeEventListener("pointermove", moved);
      if (e.clientX) move(x(e), true);
    }, { once: true });
  });
}

/** A press on the bars sets the day, a drag over them the span. */
function spanned(canvas, plot, dayAt, setDay, setSpan) {
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const left = plot.getBoundingClientRect().left;
    const begin = event.clientX - left;
    let span = null;
    canvas.setPointerCapture(event.pointerId);
    const moved = (e) => {
      const x = e.clientX - left;
      if (!span && Math.abs(x - begin) < 5) return;
      const ends = [dayAt(begin), dayAt(x)].sort((a, b) => a - b);
      span = ends;
      setSpan(span, false);
    };
    canvas.addEventListener("pointermove", moved);
    canvas.addEventListener("lostpointercapture", () => {
      canvas.removeEventListener("pointermove", moved);
      if (span) setSpan(span, true);
      else setDay(dayAt(begin), true);
    }, { once: true });
  });
}
