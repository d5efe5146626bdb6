// The time line's picture: events a day (a week, a month) as bars, stacked by family, with an axis of dates.

import { inShort, monthName, monthOf, monthsOn, yearOf } from "./days.js";
import { toned } from "./symbols.js";

const NARROW = 3; // pixels that a bar is wide at least
export const AXIS = 20; // pixels under the bars

/** Days that one bar stands for at so many pixels a day. */
export const binOf = (perDay) => [1, 7, 30, 91, 365].find((days) => days * perDay >= NARROW) ?? 365;

/** `{first, counts: [[…by family], …], bin}`: the bars of a stretch of days. */
export function binned(days, from, to, bin, families) {
  const first = Math.floor(from / bin) * bin;
  const counts = Array.from({ length: Math.ceil((to - first) / bin) + 1 }, () => new Uint32Array(families));
  for (let i = firstAfter(days, first); i < days.length && days[i][0] < to + bin; i++) {
    const bar = counts[Math.floor((days[i][0] - first) / bin)];
    if (bar) for (let f = 0; f < families; f++) bar[f] += days[i][f + 1];
  }
  return { first, counts, bin };
}

function firstAfter(days, day) {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle][0] < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Draw the bars of a view `{from, to}` (days) with the span bright, and the axis. */
export function drawBars(canvas, days, { from, to, span, families, look }) {
  const density = devicePixelRatio || 1;
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  canvas.width = Math.round(width * density);
  canvas.height = Math.round(height * density);
  const ctx = canvas.getContext("2d");
  ctx.setTransform(density, 0, 0, density, 0, 0);
  ctx.clearRect(0, 0, width, height);
  const perDay = width / (to - from);
  const x = (day) => (day - from) * perDay;
  axis(ctx, from, to, x, width, height, look);
  const { first, counts, bin } = binned(days, from, to, binOf(perDay), families.length);
  const totals = counts.map((bar) => bar.reduce((a, b) => a + b, 0));
  const most = Math.max(4, ...totals);
  const room = height - AXIS - 4;
  const colours = families.map((family) => toned(family.colour, look));
  counts.forEach((bar, i) => {
    if (!totals[i]) return;
    const [left, right] = [x(first + i * bin), x(first + (i + 1) * bin)];
    const wide = Math.max(1, right - left - (right - left > 4 ? 1 : 0.4));
    const bright = !span || (first + (i + 1) * bin > span[0] && first + i * bin <= span[1]);
    ctx.globalAlpha = bright ? 1 : 0.28;
    let y = height - AXIS;
    const scale = room / Math.sqrt(most) / Math.sqrt(totals[i]); // roots: a quiet day is seen beside a loud one
    bar.forEach((number, f) => {
      if (!number) return;
      const high = Math.max(0.75, number * scale);
      ctx.fillStyle = colours[f];
      ctx.fillRect(left, y - high, wide, high);
      y -= high;
    });
  });
  ctx.globalAlpha = 1;
  return { bin, most };
}

function axis(ctx, from, to, x, width, height, look) {
  const floor = height - AXIS;
  ctx.strokeStyle = look.rule;
  ctx.fillStyle = look.quiet;
  ctx.font = `11px ${look.face}`;
  ctx.textBaseline = "middle";
  ctx.textAlign = "left"; // in a page from right to left, too: time runs to the right
  ctx.beginPath();
  ctx.moveTo(0, floor + 0.5);
  ctx.lineTo(width, floor + 0.5);
  let free = -1;
  for (const [day, words, strong] of ticks(from, to, width)) {
    const at = Math.round(x(day)) + 0.5;
    ctx.moveTo(at, floor);
    ctx.lineTo(at, floor + (strong ? 7 : 4));
    const wide = ctx.measureText(words).width;
    if (at + 3 > free && at + 3 + wide < width) {
      ctx.fillText(words, at + 3, floor + 11);
      free = at + wide + 14;
    }
  }
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** [day, words, whether a year begins] of an axis. */
function ticks(from, to, width) {
  const days = to - from;
  if (days * 46 < width) return daily(from, to, 1);
  if (days * 12 < width) return daily(from, to, 7);
  const months = [1, 3, 6, 12, 24, 60, 120].find((step) => (days / 30.4 / step) * (step < 12 ? 36 : 44) < width) ?? 240;
  const found = [];
  let day = monthsOn(from, -(monthOf(from) % Math.min(months, 12)) - (months > 12 ? (yearOf(from) % (months / 12)) * 12 : 0), true);
  for (; day <= to; day = monthsOn(day, months, true)) {
    const year = monthOf(day) === 0;
    found.push([day, year ? String(yearOf(day)) : monthName(day), year]);
  }
  return found.filter(([at]) => at >= from);
}

function daily(from, to, step) {
  const found = [];
  for (let day = Math.ceil(from / step) * step; day <= to; day += step) found.push([day, inShort(day), false]);
  return found;
}
