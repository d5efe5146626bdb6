// Discs, shapes and names on a canvas over the base map. Redrawn whole with each frame of the map: 3,000 discs take a
// few milliseconds, and no answer from a worker is waited for when the day moves.

import { clustered } from "./clusters.js";
import { mercator } from "./ground.js";
import { across, beside, board } from "./labels.js";
import { drawGround } from "./picture.js";
import { count, countRadius, disc, dot, freshness, radiusOf, reachOf, shape, signed } from "./symbols.js";

const NAMES = 140; // names of towns that are tried at most, the largest first
const EXACT = new Set(["site", "town"]); // places that are better told than by their district
const AREAS = new Set(["country", "adm1", "adm2", "region", "sea"]); // told of as a whole, and no disc could stand for them
const CORNERS = [[1, -1], [1, 1], [-1, -1], [-1, 1]]; // of a town, where its events may stand
const LARGEST = 12; // towns whose names are looked a place for farther off, too
const NEAR = 16; // pixels from a disc within which a place of the base map is taken for the same
const homeOf = (lat, lon) => `${lat.toFixed(3)},${lon.toFixed(3)}`;

export class Marks {
  /** `look` holds the page's colours; `legend` what /api/legend told. */
  constructor(canvas, look, legend) {
    this.canvas = canvas;
    this.ctx = canvas.getContext("2d");
    this.look = look;
    this.setLegend(legend);
    this.places = [];
    this.events = [];
    this.names = [];
    this.towns = [];
    this.covered = []; // [left, top, right, bottom] of what lies on the map
    this.native = new Map(); // names in the reader's script by the ids of places
    this.ground = null;
    this.steps = new Map();
    this.drawn = [];
    this.selected = null;
    this.hovered = null;
  }

  setLegend(legend) {
    this.colours = new Map(legend.holders.map((holder) => [holder.key, holder.colour]));
    this.unnamed = legend.unnamed.colour;
    this.fades = legend.fades;
    this.families = legend.families;
    this.order = new Map(legend.families.map((family, i) => [family.key, i]));
  }

  colourOf(key) {
    return (key && this.colours.get(key)) || this.unnamed;
  }

  setPlaces(places) {
    const drawn = places.filter((place) => !AREAS.has(place.feature) && place.lat != null && place.lon != null);
    this.areas = places.length - drawn.length;
    this.places = drawn.map((place) => this.placed({ ...place, own: this.native.get(place.id) }));
    this.places.sort((a, b) => a.rank - b.rank);
    this.byHome = new Map(this.places.map((place) => [place.home, place]));
  }

  /** Places of the base map: they are named where the record's own names leave room. */
  setTowns(towns) {
    this.towns = towns.map(({ name, lat, lon }) => ({ name, at: mercator(lat, lon) }));
  }

  placed(place) {
    const [x, y] = mercator(place.lat, place.lon);
    const rivals = [...new Set((place.rivals ?? []).map((rival) => this.colourOf(rival.holder ?? rival[0])))];
    const sign = signed({
      radius: place.holding === "unknown" ? 3.2 : radiusOf(place.population),
      colour: this.colourOf(place.holder),
      holding: place.holding,
      by: place.by ? this.colourOf(place.by) : null,
      rivals: rivals.filter((colour) => colour !== this.colourOf(place.holder)),
      fresh: freshness(place.stale_days, this.fades),
    });
    const rank = (place.population || 0) + (place.holding === "unknown" ? -1e9 : 0) + (place.weight || 0);
    return { kind: "place", id: place.id, place, x, y, sign, rank, home: homeOf(place.lat, place.lon) };
  }

  setEvents(events) {
    this.steps.clear();
    this.events = events
      .filter((event) => event.lat != null && event.lon != null)
      .map((event) => {
        const [x, y] = mercator(event.lat, event.lon);
        return { kind: "event", id: event.id, event, family: event.family, vague: !EXACT.has(event.precision), x, y, home: homeOf(event.lat, event.lon) };
      });
  }

  setNames(names) {
    this.names = names.map((name) => ({ ...name, at: mercator(name.lat, name.lon) }));
  }

  /** Draw everything for a view: `{zoom, left, top}`, the last two in pixels of the whole world. */
  draw({ zoom, left, top }) {
    const { ctx, canvas } = this;
    const density = devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * density) || canvas.height !== Math.round(height * density)) {
      canvas.width = Math.round(width * density);
      canvas.height = Math.round(height * density);
    }
    ctx.setTransform(density, 0, 0, density, 0, 0);
    ctx.clearRect(0, 0, width, height);
    const scale = 512 * 2 ** zoom;
    if (this.ground) {
      const at = ([x, y]) => [x * scale - left, y * scale - top];
      const box = [left / scale, top / scale, (left + width) / scale, (top + height) / scale];
      drawGround(ctx, this.ground, { at, box, width, height, look: this.look });
    }
    const seen = (mark, margin = 24) => {
      mark.sx = mark.x * scale - left;
      mark.sy = mark.y * scale - top;
      return mark.sx > -margin && mark.sy > -margin && mark.sx < width + margin && mark.sy < height + margin;
    };
    const discs = this.places.filter((mark) => seen(mark));
    const spots = this.spots(zoom).filter((mark) => seen(mark));
    const taken = board(width, height);
    this.drawn = [];
    this.covered.forEach(taken.take); // nobody reads what is written under the legend
    for (const mark of discs) this.drawDisc(mark);
    for (const mark of spots) this.drawSpot(mark, taken);
    this.drawSelection();
    this.drawNames(discs, spots, taken, { scale, left, top });
  }

  spots(zoom) {
    const step = Math.floor(zoom);
    let found = this.steps.get(step);
    if (!found) {
      if (this.steps.size > 6) this.steps.clear();
      found = clustered(this.events, step, this.order);
      this.steps.set(step, found);
    }
    return found;
  }

  drawDisc(mark) {
    disc(this.ctx, mark.sx, mark.sy, mark.sign, this.look);
    this.drawn.push({ mark, x: mark.sx, y: mark.sy, r: Math.max(reachOf(mark.sign), 8) });
  }

  /** An event, or a count; beside the disc where a town has both. */
  drawSpot(mark, taken) {
    const total = mark.events.length;
    const one = total === 1 ? mark.events[0].event : null;
    const radius = one ? 8 : countRadius(total);
    const town = this.byHome?.get(mark.home);
    const away = town ? (reachOf(town.sign) + radius) * 0.72 : 0;
    const box = ([dx, dy]) => [mark.sx + dx - radius, mark.sy + dy - radius, mark.sx + dx + radius, mark.sy + dy + radius];
    const tries = CORNERS.map(([right, down]) => [right * (away || radius), down * (away || radius)]);
    if (!away) tries.unshift([0, 0]);
    const [dx, dy] = tries.find((to) => taken.clear(box(to))) ?? tries[0];
    const [x, y] = [mark.sx + dx, mark.sy + dy];
    if (one) {
      const family = this.families[this.order.get(one.family) ?? 0];
      shape(this.ctx, x, y, family, mark.vague, this.look);
    } else {
      count(this.ctx, x, y, total, mark, this.families, this.look);
    }
    taken.take([x - radius, y - radius, x + radius, y + radius]);
    const drawn = { mark: one ? mark.events[0] : { kind: "spot", id: null, spot: mark, x: mark.x, y: mark.y }, x, y, r: radius };
    this.drawn.push(drawn);
  }

  drawSelection() {
    for (const [id, width] of [[this.hovered, 1.6], [this.selected, 2.6]]) {
      const found = id && this.drawn.find((drawn) => drawn.mark.id === id || drawn.mark.spot?.events.some((e) => e.id === id));
      if (!found) continue;
      this.ctx.beginPath();
      this.ctx.arc(found.x, found.y, found.r + 3.5, 0, 2 * Math.PI);
      this.ctx.lineWidth = width;
      this.ctx.strokeStyle = this.look.accent;
      this.ctx.stroke();
    }
  }

  drawNames(discs, spots, taken, { scale, left, top }) {
    const style = { colour: this.look.ink, halo: this.look.halo, face: this.look.face };
    const written = discs.slice(-NAMES).reverse();
    for (const mark of discs) {
      const reach = mark.sign.holding === "unknown" ? 2 : reachOf(mark.sign) - 1;
      taken.take([mark.sx - reach, mark.sy - reach, mark.sx + reach, mark.sy + reach]);
    }
    const first = written.findIndex((mark) => mark.id === this.selected);
    if (first > 0) written.unshift(...written.splice(first, 1));
    const largest = new Set(written.filter((mark) => mark.sign.holding !== "unknown").slice(0, LARGEST));
    for (const mark of written) {
      const chosen = mark.id === this.selected || mark.id === this.hovered;
      const silent = mark.sign.holding === "unknown";
      const own = { ...style, weight: chosen ? 600 : 400, always: chosen, far: chosen || largest.has(mark) };
      if (silent && !chosen) Object.assign(own, { size: 11, colour: this.look.quiet });
      beside(this.ctx, mark.place.own ?? mark.place.name, mark.sx, mark.sy, reachOf(mark.sign) + (chosen ? 4 : 0), own, taken);
    }
    this.drawTowns(discs, taken, { scale, left, top });
    for (const name of this.names) {
      const [x, y] = [name.at[0] * scale - left, name.at[1] * scale - top];
      if ((name.wide / 360) * scale > 60) {
        across(this.ctx, name.name.toLocaleUpperCase(), x, y, { ...style, colour: this.look.country }, taken);
      }
    }
  }

  drawTowns(discs, taken, { scale, left, top }) {
    const style = { colour: this.look.quiet, halo: this.look.halo, face: this.look.face, size: 11 };
    for (const { name, at } of this.towns) {
      const [x, y] = [at[0] * scale - left, at[1] * scale - top];
      if (discs.some((disc) => Math.abs(disc.sx - x) < NEAR && Math.abs(disc.sy - y) < NEAR)) continue;
      if (beside(this.ctx, name, x, y, 1, style, taken)) dot(this.ctx, x, y, this.look);
    }
  }

  /** The mark of an id, where it has a place on the map. */
  find(id) {
    return this.places.find((mark) => mark.id === id) ?? this.events.find((mark) => mark.id === id) ?? null;
  }

  /** What is drawn at a pixel, the uppermost; null where nothing is. */
  at(x, y) {
    let best = null;
    for (const drawn of this.drawn) {
      const gap = Math.hypot(drawn.x - x, drawn.y - y) - drawn.r;
      if (gap <= 3 && (!best || gap <= best.gap)) best = { ...drawn, gap };
    }
    return best?.mark ?? null;
  }

  /** What is in view, from left to right in rows of 60 pixels: the order in which keys step. */
  inOrder() {
    const rank = (d) => Math.round(d.y / 60) * 1e5 + d.x;
    const full = this.drawn.filter(({ mark }) => mark.kind !== "place" || mark.sign.holding !== "unknown");
    return full.sort((a, b) => rank(a) - rank(b)).map((d) => d.mark);
  }
}
