// What the map says of a mark in words: for the tip, the status line and readers who do not see it.

import { dayOf, inWords } from "./days.js";

const number = (count, word) => `${count.toLocaleString()} ${word}${count === 1 ? "" : "s"}`;

/** "Palmyra: held by Islamic State since 20 May 2015; last said 12 days before." */
export function ofPlace(place, label) {
  const holder = place.holder ? label(place.holder) : "somebody not named";
  const by = place.by ? label(place.by) : null;
  const state = {
    held: `held by ${holder}`,
    contested: `contested; last held by ${holder}${by ? `, contested by ${by}` : ""}`,
    besieged: `held by ${holder}, besieged${by ? ` by ${by}` : ""}`,
    partly: `partly held by ${holder}${by ? `, with ${by}` : ""}`,
    lost: `lost by ${holder}; nobody says to whom`,
    unknown: "nobody in this record says who held it",
  }[place.holding];
  const since = place.since && place.holding !== "unknown" ? ` since ${inWords(dayOf(place.since))}` : "";
  const stale = place.stale_days > 0 ? `; last said ${number(place.stale_days, "day")} before` : "";
  const told = place.stale_days < 0 ? `; told only ${number(-place.stale_days, "day")} later` : "";
  const rivals = place.rivals?.length ? `; ${number(place.rivals.length, "other version")}` : "";
  const name = place.own ? `\u2068${place.own}\u2069 (${place.name})` : place.name;
  return `${name}: ${state}${since}${stale}${told}${rivals}.`;
}

/** "Airstrike, Raqqa, 3 June 2015; at least 12 killed; sources differ." */
export function ofEvent(event) {
  const day = dayOf(event.day);
  const words = event.label || (day === null ? event.kind : `${event.kind}, ${inWords(day)}`); // a label tells the day as exactly as it is told
  const killed = event.killed ? `; ${number(event.killed, "death")} told` : "";
  const place = ["site", "town"].includes(event.precision) ? "" : "; place not told exactly";
  const origins = event.origins > 1 ? `; ${event.origins} origins` : "";
  return `${words}${killed}${origins}${event.disputed ? "; sources differ" : ""}${place}.`;
}

export const ofSpot = (spot) => `${number(spot.events.length, "event")}${spot.spread ? " near here" : " here"}.`;

/** The words of any mark. */
export function ofMark(mark, label) {
  if (mark.kind === "place") return ofPlace(mark.place, label);
  return mark.kind === "event" ? ofEvent(mark.event) : ofSpot(mark.spot);
}
