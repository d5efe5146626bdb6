// The legend: who holds what is seen, what the signs mean, and what the map does not say.

import { disc, reachOf, shape, signed } from "./symbols.js";

const GREY = "#b9b9b9";
const DARK = "#4a4a4a";
const NAMED = 6; // holders that are named at once; the others on demand
const SIGNS = [
  ["contested", "contested: a ring in the challenger’s colour", { holding: "contested", by: DARK }],
  ["besieged", "besieged: a barred ring", { holding: "besieged", by: DARK }],
  ["rivals", "versions compete; left, the better founded", { rivals: [DARK] }],
  ["partly", "held in part", { holding: "partly" }],
  ["lost", "lost, nobody says to whom", { holding: "lost" }],
  ["fading", "fading: half a year and more without a word", { fresh: 0.28 }],
];

/** Fill `element` for these places and events; `look` holds the page's colours. */
export function fillLegend(element, { legend, marks, unplaced, look, label, tiles, names }) {
  const shown = marks.places;
  const folds = document.createElement("details");
  folds.open = element.querySelector("details")?.open ?? innerWidth > 700;
  const wide = element.querySelector(".more")?.open ?? false;
  const head = document.createElement("summary");
  head.textContent = "Legend";
  folds.append(head, ...groups(shown, { legend, marks, unplaced, look, label, tiles, names }));
  element.replaceChildren(folds);
  const more = element.querySelector(".more");
  if (more) more.open = wide;
}

function groups(shown, { legend, marks, unplaced, look, label, tiles, names }) {
  const counts = new Map();
  for (const { place } of shown) {
    if (place.holding !== "unknown") counts.set(place.holder ?? null, (counts.get(place.holder ?? null) ?? 0) + 1);
  }
  const holders = [...counts].sort((a, b) => b[1] - a[1]).map(([key, count]) => {
    const words = `${key ? label(key) : "somebody not named"} (${count})`;
    return row(words, 7, (ctx) => disc(ctx, 0, 0, plain({ colour: marks.colourOf(key) }), look));
  });
  const there = {
    contested: (m) => m.sign.holding === "contested", besieged: (m) => m.sign.holding === "besieged", rivals: (m) => m.sign.rivals.length,
    partly: (m) => m.sign.holding === "partly", lost: (m) => m.sign.holding === "lost", fading: (m) => m.sign.fresh < 1,
  };
  const signs = SIGNS.filter(([key]) => shown.some(there[key])).map(([, words, sign]) => {
    const full = plain({ colour: GREY, radius: 5.5, ...sign });
    return row(words, reachOf(full), (ctx) => disc(ctx, 0, 0, full, look));
  });
  const told = new Set(marks.events.map((mark) => mark.family));
  const families = legend.families.filter((family) => told.has(family.key)).map((family) =>
    row(family.label, 9, (ctx) => shape(ctx, 0, 0, family, false, look)));
  if (marks.events.some(({ event }) => !["site", "town"].includes(event.precision))) {
    const first = legend.families[0];
    families.push(row("hollow: the place is not told exactly", 9, (ctx) => shape(ctx, 0, 0, first, true, look)));
  }
  return [
    group("Held by", named(holders)), group("Not known", silence(shown, marks.areas, unplaced, look)), group("Signs", signs),
    group("Events of the span", families),
    group("Base map", ground(tiles)), group("Names of places", [languages(names)]),
  ].filter(Boolean);
}

function silence(shown, areas, unplaced, look) {
  const rows = [];
  const silent = shown.filter(({ place }) => place.holding === "unknown").length;
  const ring = (ctx) => disc(ctx, 0, 0, plain({ radius: 4, holding: "unknown", colour: GREY }), look);
  if (silent) rows.push(row(`${silent.toLocaleString()} places told of, but nobody says who held them`, 7, ring));
  if (areas) rows.push(row(`${areas.toLocaleString()} areas told of as a whole: not drawn`));
  if (unplaced) rows.push(row(`${unplaced.toLocaleString()} events have no place that could be found`));
  if (shown.length === silent) rows.push(row("Nobody in this record says who held any place on this day."));
  rows.push(row("Discs are towns; the land between is not claimed."));
  return rows;
}

/** Whose lines the base map shows, and what they do not say. */
function ground(tiles) {
  const rows = [row("Dashed borders are disputed by a party to them; where a line runs says nothing about whose land it is.")];
  const whose = ["Outlines: Natural Earth."];
  if (tiles) whose.push(tiles.attribution ? `Regional map: ${tiles.attribution}.` : "Regional map: its file does not say whose it is.");
  rows.push(row(whose.join(" ")));
  return rows;
}

/** The languages in which places may be named: `[{code, address, now}]`. */
function languages(names) {
  const item = document.createElement("li");
  const line = document.createElement("span");
  for (const { code, address, now } of names) {
    const link = document.createElement(now ? "b" : "a");
    link.lang = code;
    if (!now) link.href = address;
    link.textContent = new Intl.DisplayNames([code], { type: "language" }).of(code);
    line.append(line.childNodes.length ? " · " : "", link);
  }
  item.append(line);
  return item;
}

/** The first few rows, and the others behind "and 9 more". */
function named(rows) {
  if (rows.length <= NAMED + 2) return rows;
  const more = document.createElement("details");
  more.className = "more";
  const head = document.createElement("summary");
  head.textContent = `and ${rows.length - NAMED} more`;
  const list = document.createElement("ul");
  list.append(...rows.slice(NAMED));
  more.append(head, list);
  const item = document.createElement("li");
  item.append(more);
  return [...rows.slice(0, NAMED), item];
}

const plain = (sign) => signed({ radius: 6.5, holding: "held", by: null, rivals: [], fresh: 1, ...sign });

function group(title, rows) {
  if (!rows.length) return null;
  const list = document.createElement("ul");
  list.append(...rows);
  const head = document.createElement("h3");
  head.textContent = title;
  const section = document.createElement("div");
  section.append(head, list);
  return section;
}

function row(words, reach, draw) {
  const item = document.createElement("li");
  if (draw) item.append(picture(reach, draw));
  const text = document.createElement("span");
  text.textContent = words;
  item.append(text);
  return item;
}

function picture(reach, draw) {
  const canvas = document.createElement("canvas");
  const density = devicePixelRatio || 1;
  const side = 28;
  canvas.width = canvas.height = side * density;
  canvas.style.width = canvas.style.height = `${side}px`;
  canvas.setAttribute("aria-hidden", "true");
  const ctx = canvas.getContext("2d");
  const shrink = Math.min(1, 13 / reach);
  ctx.setTransform(density * shrink, 0, 0, density * shrink, canvas.width / 2, canvas.height / 2);
  draw(ctx);
  return canvas;
}
