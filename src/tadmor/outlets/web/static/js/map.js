// The map: MapLibre draws land and borders, marks.js everything that the record tells.

import { lookOf } from "./look.js";
import { Marks } from "./marks.js";
import { mercator } from "./ground.js";
import { forget } from "./symbols.js";
import { forgetWidths } from "./labels.js";

const ZOOMS = [1, 14];
const EDGE = 36; // pixels from the map's edge that a chosen mark keeps

/**
 * A map in `element`. `on.select(mark)`, `on.hover(mark, x, y)` and `on.move({lat, lon, zoom})` are called.
 * `library` is a promise of MapLibre; `tiles` is null, or what tiles.js is told of the regional base map. Rejects where the browser draws no WebGL or the parts of the page are missing.
 */
export async function makeMap(element, { library, ground, legend, start, tiles, on }) {
  const maplibre = await library;
  const base = document.createElement("div");
  base.className = "base";
  const canvas = document.createElement("canvas");
  canvas.className = "marks";
  canvas.setAttribute("aria-hidden", "true");
  element.append(base, canvas);
  let look = lookOf(element);
  const map = new maplibre.Map({
    container: base, style: styleOf(ground, look), center: [start.lon, start.lat], zoom: start.zoom, minZoom: ZOOMS[0],
    maxZoom: ZOOMS[1], attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    renderWorldCopies: false, fadeDuration: 0, trackResize: true,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const marks = new Marks(canvas, look, legend);
  marks.setNames(ground.names);

  const view = () => {
    const zoom = map.getZoom();
    const corner = map.unproject([0, 0]);
    const [x, y] = mercator(corner.lat, corner.lng);
    const scale = 512 * 2 ** zoom;
    return { zoom, left: x * scale, top: y * scale };
  };
  const draw = () => marks.draw(view());
  let asked = false;
  /** Draw the marks before the next picture; many wishes in one frame are one drawing. */
  const redraw = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  };
  marks.ground = ground; // until the base map is there: a first view waits for no worker and no shader
  map.once("load", () => {
    marks.ground = null;
    draw();
    performance.mark("tadmor:base");
  });
  let repaint = null;
  if (tiles) {
    const names = (list) => {
      marks.setTowns(list);
      redraw();
    };
    map.once("load", () => import("./tiles.js")
      .then(({ addTiles }) => addTiles(map, { ...tiles, maplibre, borders: ground.borders, look, names }))
      .then((done) => (repaint = done))
      .catch(on.fault));
    map.on("error", ({ error, sourceId }) => sourceId === "tiles" && on.fault(error));
  }
  map.on("render", draw);
  map.on("moveend", () => {
    const { lat, lng } = map.getCenter();
    on.move({ lat, lon: lng, zoom: map.getZoom() });
  });
  listen(base, canvas, marks, redraw, on);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    look = lookOf(element);
    marks.look = look;
    forget();
    for (const [layer, property, name] of PAINTS) map.setPaintProperty(layer, property, look[name]);
    repaint?.(look);
    redraw();
  });
  document.fonts?.ready.then(() => {
    forgetWidths();
    redraw();
  });
  base.querySelector("canvas").setAttribute("aria-label", element.getAttribute("aria-label") ?? "Map");
  /** Move no farther than needed for a mark to be seen, once the drawer has taken its room. */
  const keepInView = (id) => setTimeout(() => {
    const found = marks.find(id);
    if (!found) return;
    const { zoom, left, top } = view();
    const [x, y] = [found.x * 512 * 2 ** zoom - left, found.y * 512 * 2 ** zoom - top];
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (x < EDGE || y < EDGE || x > width - EDGE || y > height - EDGE) {
      map.easeTo({ center: map.unproject([x, y]), duration: 250 });
    }
  }, 80);
  return { map, marks, redraw, draw, keepInView, zoomBy: (step) => map.zoomTo(map.getZoom() + step), go: (at) => goTo(map, at) };
}

function goTo(map, { lat, lon, zoom }) {
  map.jumpTo({ center: [lon, lat], ...(zoom ? { zoom } : {}) });
}

const PAINTS = [
  ["water", "background-color", "water"], ["land", "fill-color", "land"], ["borders", "line-color", "border"],
  ["disputed", "line-color", "border"], ["coast", "line-color", "coast"],
];

function styleOf(ground, look) {
  const line = (id, kind, paint) => ({
    id, type: "line", source: "borders", filter: ["==", ["get", "kind"], kind], layout: { "line-join": "round" }, paint,
  });
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: ground.countries, tolerance: 0.3, buffer: 32, maxzoom: 8 },
      borders: { type: "geojson", data: ground.borders, tolerance: 0.3, buffer: 32, maxzoom: 8 },
    },
    layers: [
      { id: "water", type: "background", paint: { "background-color": look.water } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": look.land, "fill-antialias": false } },
      line("coast", "coast", { "line-color": look.coast, "line-width": 0.8 }),
      line("borders", "borders", { "line-color": look.border, "line-width": 1.1 }),
      line("disputed", "disputed", { "line-color": look.border, "line-width": 1.1, "line-dasharray": [3, 2.5] }),
    ],
  };
}

function listen(base, canvas, marks, redraw, on) {
  const under = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  let down = null;
  base.addEventListener("pointermove", (event) => {
    const [x, y] = under(event);
    const mark = event.buttons ? null : marks.at(x, y);
    base.classList.toggle("over", Boolean(mark));
    if ((mark?.id ?? null) !== marks.hovered) {
      marks.hovered = mark?.id ?? null;
      redraw();
    }
    on.hover(mark, x, y);
  });
  base.addEventListener("pointerleave", () => {
    marks.hovered = null;
    on.hover(null);
    redraw();
  });
  base.addEventListener("pointerdown", (event) => (down = under(event)));
  base.addEventListener("click", (event) => {
    const [x, y] = under(event);
    if (down && Math.hypot(down[0] - x, down[1] - y) > 5) return;
    on.select(marks.at(x, y));
  });
}
