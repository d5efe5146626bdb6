// The page of the map: its parts put together, and kept in step with the address.

import { answer, latest, rows } from "./answers.js";
import { dayOf, inWords, today, written } from "./days.js";
import { followLinks, makeDrawer } from "./drawer.js";
import { ground } from "./ground.js";
import { fillLegend } from "./legend.js";
import { makeMap } from "./map.js";
import { makeScale } from "./scale.js";
import "./small.js";
import * as state from "./state.js";
import { makeTimeline } from "./timeline.js";
import { ofEvent, ofMark } from "./words.js";

const LATIN = "en"; // names as all else bears them
const SPAN = 30; // days before the day whose events are shown where no span is chosen
const AGAIN = 2000; // ms after which an answer that was not whole is asked for again
const page = document.getElementById("page");
const mapElement = document.getElementById("map");
const status = document.getElementById("status");
const say = (words) => (status.textContent = words);
const faulty = (error) => say(`The regional base map cannot be drawn: ${error?.message ?? error}.`);

async function start() {
  const { world, vendor, names } = page.dataset;
  const tiles = page.dataset.tiles ? JSON.parse(page.dataset.tiles) : null;
  const library = import(`${vendor}maplibre-gl.mjs`);
  library.catch(() => null); // told of where it is waited for
  const now = { day: dayNow(), known: dayOf(state.get("known")), span: spanNow() };
  const [legend, outlines, days, control, events, native] = await Promise.all([
    answer(page.dataset.legend + state.question(["known"])), answer(world), answer(page.dataset.days + state.question(["known"])),
    answer(controlAddress(now)), answer(eventsAddress(now)), names === LATIN ? null : answer(`/api/names?names=${names}`),
  ]);
  performance.mark("tadmor:answers");
  const labels = new Map(legend.holders.map((holder) => [holder.key, holder.label]));
  const label = (key) => labels.get(key) ?? key;
  const drawer = makeDrawer(document.getElementById("drawer"), () => state.change({ sel: null }, { push: true }));
  followLinks(drawer);

  const tip = makeTip();
  const view = await makeMap(mapElement, {
    library, ground: ground(outlines, names), legend, start: viewNow(control, events), tiles: tiles && { told: tiles, vendor, language: names },
    on: { select: (mark) => (tip(null), select(mark)), hover: (mark, x, y) => tip(mark && ofMark(mark, label), x, y), move: moved, fault: faulty },
  });
  performance.mark("tadmor:map");
  if (native) view.marks.native = new Map(Object.entries(native.names));
  const scale = makeScale(mapElement);
  makeButtons(view);
  let unplaced = 0;
  const legendNow = throttled(() => {
    fillLegend(document.getElementById("legend"), { legend, marks: view.marks, unplaced, look: view.marks.look, label, tiles, names: languagesNow() });
    cover();
  });

  /** Names keep clear of the legend and the status line where they lie on the map. */
  const cover = () => {
    const under = mapElement.getBoundingClientRect();
    const over = ["#legend > details", "#status"].map((part) => document.querySelector(part)?.getBoundingClientRect()).filter(Boolean);
    view.marks.covered = over
      .filter((box) => box.top < under.bottom && box.bottom > under.top && box.width < under.width)
      .map((box) => [box.left - under.left, box.top - under.top, box.right - under.left, box.bottom - under.top]);
    view.redraw();
  };
  new ResizeObserver(cover).observe(document.getElementById("legend"));

  function showControl(given) {
    const begun = performance.now();
    view.marks.setPlaces(rows(given.columns, given.places));
    view.draw();
    legendNow();
    aheadNow();
    performance.measure("tadmor:control", { start: begun, end: performance.now() });
  }

  /** Ask for the days beside this one before the reader steps there. */
  const aheadNow = throttled(() => {
    for (const step of [1, -1]) answer(controlAddress({ ...now, day: now.day + step })).catch(() => null);
  });

  function showEvents(given) {
    const list = rows(given.columns, given.events);
    view.marks.setEvents(list);
    unplaced = list.filter((event) => event.lat == null).length;
    view.redraw();
    legendNow();
    const left = given.cut ? given.total - list.length : 0;
    const more = left > 0 ? ` ${left.toLocaleString()} more are not drawn: choose a shorter span or a filter.` : "";
    say(`${view.marks.events.length.toLocaleString()} events on the map, ${spanWords(now)}.${more}`);
  }

  /** The bars; while the record's events are still being gathered they are asked for again. */
  function showDays(given) {
    line.setDays(daysOf(given));
    if (given.whole === false) setTimeout(() => askDays(state.get("known")), AGAIN);
  }

  function select(mark) {
    if (mark?.kind === "spot") {
      drawer.list(`${mark.spot.events.length.toLocaleString()} events here`, mark.spot.events.slice(0, 300).sort(byDay).map((m) => ({
        words: ofEvent(m.event), select: () => state.change({ sel: m.id }, { push: true }),
      })));
    } else {
      state.change({ sel: mark?.id ?? null }, { push: true });
    }
  }

  function showSelection() {
    const id = state.get("sel");
    view.marks.selected = id;
    view.redraw();
    if (!id) return drawer.close();
    view.keepInView(id);
    const kind = view.marks.events.some((mark) => mark.id === id) || !/[:]/.test(id) ? "event" : "place";
    drawer.open(`/${kind}/${encodeURIComponent(id)}`);
  }

  function moved(at) {
    state.change({ m: `${at.lat.toFixed(4)},${at.lon.toFixed(4)},${at.zoom.toFixed(2)}` });
    scale?.(at);
  }

  const failed = (error) => say(`The record does not answer: ${error.message}.`);
  const askControl = latest((wish) => answer(controlAddress(wish)), showControl, failed);
  const askEvents = latest((wish) => answer(eventsAddress(wish)), showEvents, failed);
  const askDays = latest((known) => answer(page.dataset.days + state.question([], { known })), showDays, failed);
  const askLater = latest(
    (wish) => (wish.known === null ? Promise.resolve(null) : answer(laterAddress("/api/learnt", wish, { limit: 1 }))),
    (found, wish) => line.setLater(found && { total: found.total, address: laterAddress("/learnt", wish) }), failed);
  let resting = null;
  /** Ask what came later once the handles rest: the answer counts claims, and may take long in a large record. */
  const laterAtRest = (wish) => {
    clearTimeout(resting);
    resting = setTimeout(() => askLater(wish), 300);
  };
  const push = (changes, done) => state.change(changes, { push: done && false });
  const line = makeTimeline(document.getElementById("timeline"), {
    families: legend.families, days: daysOf(days), now,
    on: {
      day: (day, done) => push({ day: written(day) }, done),
      known: (day, done) => push({ known: day === null ? null : written(day) }, done),
      span: (span, done) => push({ from: span && written(span[0]), to: span && written(span[1]) }, done),
    },
  });

  state.onChange((names) => {
    const has = (...wanted) => wanted.some((name) => names.includes(name));
    if (has("day")) now.day = dayOf(state.get("day")) ?? now.day;
    if (has("known")) now.known = dayOf(state.get("known"));
    if (has("from", "to")) now.span = spanNow();
    if (has("day", "known")) askControl({ ...now });
    if (has("known", "from", "to") || (has("day") && !now.span)) askEvents({ ...now });
    if (has("known", "from", "to") || (has("day") && !now.span)) laterAtRest({ ...now });
    if (has("known")) askDays(state.get("known"));
    if (has("day", "known", "from", "to")) {
      line.set(now);
      tellBar(now);
    }
    if (has("sel")) showSelection();
  });
  addEventListener("popstate", () => {
    const at = spotOf(state.get("m"));
    if (at) view.go(at);
  });

  showControl(control);
  showEvents(events);
  askLater({ ...now });
  if (days.whole === false) setTimeout(() => askDays(state.get("known")), AGAIN);
  const centre = view.map.getCenter();
  scale({ lat: centre.lat, zoom: view.map.getZoom() });
  tellBar(now);
  followKeys(view, line, select, label);
  followSelects(view);
  if (state.get("sel")) {
    view.marks.selected = state.get("sel");
    if (document.getElementById("drawer").hidden) showSelection();
    else document.getElementById("drawer").classList.add("open");
    view.keepInView(state.get("sel"));
  }
  carryLinks();
  document.documentElement.dataset.ready = "yes";
  performance.mark("tadmor:ready");
}

const byDay = (a, b) => (a.event.day < b.event.day ? 1 : -1);
const daysOf = (given) => given.days.map(([day, ...counts]) => [dayOf(day), ...counts]).filter(([day]) => day !== null);

const dayNow = () => dayOf(state.get("day")) ?? dayOf(page.dataset.day) ?? today();

function spanNow() {
  const [from, to] = [dayOf(state.get("from")), dayOf(state.get("to"))];
  if (from === null && to === null) return null;
  return [from ?? to - SPAN, to ?? Math.max(from, today())];
}

const spanWords = ({ span, day }) =>
  span ? `${inWords(span[0])} to ${inWords(span[1])}` : `the ${SPAN} days up to ${inWords(day)}`;

const knownOf = (known) => (known === null || known === undefined ? null : written(known));

function controlAddress({ day, known }) {
  return page.dataset.control + state.question([], { day: written(day), known: knownOf(known) });
}

function eventsAddress({ day, known, span }) {
  const [from, to] = span ?? [day - SPAN, day];
  return page.dataset.events + state.question([], { from: written(from), to: written(to), known: knownOf(known) });
}

/** The languages in which places may be named, each with the address of this view in it. */
function languagesNow() {
  return page.dataset.languages.split(" ").map((code) => {
    const address = new URL(state.carried("/"));
    address.searchParams.set("names", code);
    return { code, address: `${address.pathname}${address.search}`, now: code === page.dataset.names };
  });
}

/** The claims of the span that came to be known after the day of knowledge. */
function laterAddress(path, { day, known, span }, more = {}) {
  const [from, to] = span ?? [day - SPAN, day];
  return path + state.question([], { from: written(from), to: written(to), known: knownOf(known), ...more });
}

function spotOf(words) {
  const [lat, lon, zoom] = (words ?? "").split(",").map(Number);
  return Number.isFinite(lat) && Number.isFinite(lon) && Number.isFinite(zoom) ? { lat, lon, zoom } : null;
}

/** Where the map looks first: as the address says, else at the places of the record, without the few far away. */
function viewNow(control, events) {
  const given = spotOf(state.get("m"));
  if (given) return given;
  const held = rows(control.columns, control.places).filter((p) => p.holding !== "unknown" && p.lat != null);
  const spots = held.length ? held : rows(events.columns, events.events).filter((e) => e.lat != null);
  if (!spots.length) return { lat: 20, lon: 20, zoom: 1.6 };
  const part = (name, share) => spots.map((s) => s[name]).sort((a, b) => a - b)[Math.round((spots.length - 1) * share)];
  const [south, north, west, east] = [part("lat", 0.04), part("lat", 0.96), part("lon", 0.04), part("lon", 0.96)];
  const wide = Math.max(east - west, 3) / ((mapElement.clientWidth || 800) - covered());
  const high = (Math.max(north - south, 3) / (mapElement.clientHeight || 600)) * 1.25;
  const zoom = Math.min(Math.max(Math.log2(360 / (512 * Math.max(wide, high))) - 0.3, 1.4), 9);
  const aside = ((covered() / 2) * 360) / (512 * 2 ** zoom);
  return { lat: (south + north) / 2, lon: (west + east) / 2 - aside, zoom };
}

/** Pixels of the map's left side that the legend covers. */
const covered = () => (matchMedia("(min-width: 900px)").matches && mapElement.clientWidth > 600 ? 250 : 0);

function makeTip() {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  mapElement.append(tip);
  return (words, x, y) => {
    tip.hidden = !words;
    if (!words) return;
    tip.textContent = words;
    const right = x + 16 + tip.offsetWidth > mapElement.clientWidth;
    const low = y + 16 + tip.offsetHeight > mapElement.clientHeight;
    const [left, top] = [right ? x - 12 - tip.offsetWidth : x + 14, low ? y - 12 - tip.offsetHeight : y + 14];
    tip.style.transform = `translate(${Math.max(2, left)}px, ${Math.max(2, top)}px)`;
  };
}

function makeButtons(view) {
  const box = document.createElement("div");
  box.className = "buttons";
  for (const [sign, words, step] of [["+", "Nearer", 1], ["−", "Farther", -1]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => view.zoomBy(step));
    box.append(button);
  }
  mapElement.append(box);
}

/** Keys of the map: n and p step through what is in view, Enter opens it; space plays, comma and full stop move the day. */
function followKeys(view, line, select, label) {
  let at = null;
  mapElement.addEventListener("keydown", (event) => {
    if (event.target.closest("button, input, a")) return;
    const step = { n: 1, p: -1 }[event.key];
    if (step) {
      const marks = view.marks.inOrder();
      const index = marks.findIndex((mark) => mark === at || (mark.id && mark.id === at?.id));
      at = marks[(index + step + marks.length) % marks.length] ?? null;
      if (!at) return;
      view.marks.hovered = at.id ?? at.spot?.events[0].id;
      view.redraw();
      say(ofMark(at, label));
    } else if (event.key === "Enter" && at) {
      select(at);
    } else if (event.key === " ") {
      line.toggle();
    } else if (event.key === "," || event.key === ".") {
      line.step(event.key === "." ? 1 : -1);
    } else {
      return;
    }
    event.preventDefault();
  });
}

/** Links with `data-select` show a thing on this map, where it is, in place of a new page. */
function followSelects(view) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-select]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    const day = new URL(link.href).searchParams.get("day");
    state.change({ sel: link.dataset.select, ...(day ? { day } : {}) }, { push: true });
    if (link.dataset.lat) view.map.easeTo({ center: [+link.dataset.lon, +link.dataset.lat], duration: 300 });
  });
}

/** The day and the day of knowledge in the bar follow the handles. */
function tellBar({ day, known }) {
  for (const input of document.querySelectorAll(".clock input[name=day]")) input.value = written(day);
  for (const input of document.querySelectorAll(".clock input[name=known]")) input.value = knownOf(known) ?? "";
}

/** Links and forms outside the map were written for the state that the page came with; they leave with the newest. */
function carryLinks() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".bar a[href], #filters a[href]");
    if (!link || new URL(link.href).origin !== location.origin) return;
    const own = new URL(link.href).searchParams;
    const without = ["sel", "m"].filter((name) => !own.has(name));
    if (link.closest("#filters")) without.push("place", "within_km", "actor", "kind", "speaker", "outlet", "disputed", "q", "from", "to");
    link.href = state.carried(link.href, without);
  }, true);
  document.addEventListener("formdata", (event) => {
    const own = event.target.closest(".clock") ? ["day", "known"] : event.target.closest("#filters") ? ["from", "to"] : [];
    const kept = event.target.closest(".clock") ? ["sel"] : []; // what is read stays open while the day changes
    for (const name of ["day", "known", "from", "to", "m", ...kept]) {
      if (own.includes(name)) continue;
      event.formData.delete(name);
      if (state.get(name)) event.formData.set(name, state.get(name));
    }
  });
}

/** The function at most once in 200 ms, the last wish always. */
function throttled(act) {
  let waiting = null;
  return () => (waiting ??= setTimeout(() => {
    waiting = null;
    act();
  }, 200));
}

start().catch((error) => {
  const note = document.createElement("p");
  note.className = "note";
  const drawn = /webgl/i.test(String(error?.message));
  note.textContent = drawn
    ? "This browser draws no WebGL, so the map cannot be shown. All else works: see Events, or Map as SVG under Export."
    : `The map could not be made: ${error?.message ?? error}.`;
  mapElement.append(note);
  say(note.textContent);
  document.documentElement.dataset.ready = "failed";
});
