// The small map on the page of an event or a place: land, borders and one sign; a picture, not a map to move.

import { answer } from "./answers.js";
import { ground, mercator } from "./ground.js";
import { across, beside, board } from "./labels.js";
import { lookOf } from "./look.js";
import { drawGround } from "./picture.js";

const WORLD = new URL("../vendor/world.json", import.meta.url).pathname;
// Degrees that the picture is wide, by how exactly the place is told.
const WIDE = { site: 3, town: 4.5, near: 4.5, district: 6, province: 9, region: 12, country: 20 };
let made = null;

/** Draw every small map of a part of the page that is not drawn yet. */
export async function drawSmallMaps(root = document) {
  const waiting = [...root.querySelectorAll(".small-map[data-lat]:not([data-drawn])")];
  if (!waiting.length) return;
  for (const element of waiting) element.dataset.drawn = "";
  made ??= answer(WORLD).then(ground);
  const outlines = await made.catch(() => null);
  for (const element of waiting) {
    if (outlines) set(element, outlines);
    else element.textContent = "The base map is not installed.";
  }
}

function set(element, outlines) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${element.dataset.label ?? "The place"} on a small map`);
  element.replaceChildren(canvas);
  const redraw = () => draw(canvas, element, outlines);
  new ResizeObserver(redraw).observe(element);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

function draw(canvas, element, outlines) {
  const density = devicePixelRatio || 1;
  const [width, height] = [element.clientWidth, element.clientHeight];
  if (!width) return;
  canvas.width = width * density;
  canvas.height = height * density;
  const ctx = canvas.getContext("2d");
  ctx.setTransform(density, 0, 0, density, 0, 0);
  const look = lookOf(element);
  const { lat, lon, precision, label } = element.dataset;
  const scale = (width / (WIDE[precision] ?? 4.5)) * 360;
  const [cx, cy] = mercator(+lat, +lon);
  const at = ([x, y]) => [(x - cx) * scale + width / 2, (y - cy) * scale + height / 2];
  const [dx, dy] = [width / 2 / scale, height / 2 / scale];
  drawGround(ctx, outlines, { at, box: [cx - dx, cy - dy, cx + dx, cy + dy], width, height, look });
  sign(ctx, width / 2, height / 2, look, ["site", "town"].includes(precision));
  const taken = board(width, height);
  const style = { colour: look.ink, halo: look.halo, face: look.face };
  if (label) beside(ctx, label, width / 2, height / 2, 7, { ...style, weight: 600, always: true }, taken);
  for (const name of outlines.names) {
    const [x, y] = at(mercator(name.lat, name.lon));
    if (x > 0 && y > 0 && x < width && y < height) across(ctx, name.name.toLocaleUpperCase(), x, y, { ...style, colour: look.country }, taken);
  }
}

/** A dot where the place is told exactly, else a wide hollow ring. */
function sign(ctx, x, y, look, exact) {
  ctx.beginPath();
  ctx.arc(x, y, exact ? 6 : 16, 0, 2 * Math.PI);
  ctx.lineWidth = exact ? 2 : 1.8;
  ctx.setLineDash(exact ? [] : [4, 3]);
  ctx.strokeStyle = exact ? look.halo : look.accent;
  ctx.fillStyle = look.accent;
  if (exact) ctx.fill();
  ctx.stroke();
  ctx.setLineDash([]);
}

drawSmallMaps();
document.addEventListener("drawer:open", (event) => drawSmallMaps(event.target));
