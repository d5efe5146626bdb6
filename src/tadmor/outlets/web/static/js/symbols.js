// Signs of the map on a canvas: discs of holders, shapes of events, counts. Each look is drawn once and then stamped.

const stamps = new Map();

/** Forget the stamps: the page's colours or the screen's density changed. */
export const forget = () => stamps.clear();

/** Put a sign at x, y; `key` names its look, `reach` is from its middle to its edge, `draw(ctx)` draws it around 0, 0. */
function stamp(ctx, key, reach, x, y, draw) {
  const density = devicePixelRatio || 1;
  let picture = stamps.get(key);
  if (!picture) {
    picture = document.createElement("canvas");
    picture.width = picture.height = Math.ceil(2 * (reach + 1) * density);
    const own = picture.getContext("2d");
    own.setTransform(density, 0, 0, density, picture.width / 2, picture.height / 2);
    draw(own);
    stamps.set(key, picture);
  }
  const size = picture.width / density;
  ctx.drawImage(picture, x - size / 2, y - size / 2, size, size);
}

const PALEST = 0.28;

/** 1 where somebody said so lately, falling to 0.28 as the last word grows old; as in drawing/signs.py. */
export function freshness(staleDays, [first, last]) {
  const share = (Math.max(staleDays ?? 0, 0) - first) / (last - first);
  return 1 - (1 - PALEST) * Math.min(1, Math.max(0, share));
}

/** The radius of a place's disc in pixels, by its people; as in drawing/signs.py. */
export const radiusOf = (population) =>
  Math.min(11, Math.max(5, 2.6 * Math.log10(Math.max(population || 1, 1)) - 5.4));

/** From a disc's middle to its outermost edge. */
export const reachOf = ({ radius, holding }) => radius + ({ contested: 5, besieged: 6.6 }[holding] ?? 1.6);

/** A sign with steps of size and freshness, so that few stamps serve all, and the name of its look. */
export function signed(sign) {
  const fresh = Math.round(sign.fresh * 8) / 8;
  const radius = Math.round(sign.radius * 2) / 2;
  const key = ["disc", radius, sign.colour, sign.holding, sign.by, sign.rivals.join(), fresh].join("|");
  return { ...sign, fresh, radius, key };
}

/** A disc: a sign of `signed({radius, colour, holding, by, rivals, fresh})`; colours of the page in `look`. */
export function disc(ctx, x, y, sign, look) {
  stamp(ctx, sign.key, reachOf(sign) + 1, x, y, (c) => drawDisc(c, sign, look));
}

/** A dot that says nothing but where a place of the base map is. */
export function dot(ctx, x, y, look) {
  ctx.beginPath();
  ctx.arc(x, y, 1.6, 0, 2 * Math.PI);
  ctx.fillStyle = look.quiet;
  ctx.fill();
}

function circle(ctx, radius, fill, stroke, width = 1, dashes = []) {
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, 2 * Math.PI);
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (stroke) {
    ctx.strokeStyle = stroke;
    ctx.lineWidth = width;
    ctx.setLineDash(dashes);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function drawDisc(ctx, { radius, colour, holding, by, rivals, fresh }, look) {
  if (holding === "unknown") return circle(ctx, radius, look.halo, look.quiet, 1.2);
  const edge = mixed(colour, look.edge, 0.4);
  if (holding === "contested") {
    circle(ctx, radius + 3.2, look.halo, mixed(by ?? look.ink, look.edge, 0.4), 3.6);
    circle(ctx, radius + 3.2, null, by ?? look.ink, 2.4);
  } else if (holding === "besieged") {
    bars(ctx, radius, by ?? look.ink, look);
  }
  circle(ctx, radius + 0.9, look.halo);
  if (holding === "lost") return circle(ctx, radius, null, edge, 1.8, [2.6, 1.8]);
  if (holding === "partly") circle(ctx, radius, null, edge);
  ctx.globalAlpha = fresh;
  if (holding === "partly") {
    circle(ctx, radius * 0.58, colour);
  } else if (rivals.length) {
    slices(ctx, radius, [colour, ...rivals.slice(0, 3)]);
  } else {
    circle(ctx, radius, colour);
  }
  ctx.globalAlpha = 1;
  if (holding !== "partly") circle(ctx, radius, null, fresh < 0.7 ? look.quiet : edge, 0.9, fresh < 0.7 ? [2, 1.4] : []);
}

function bars(ctx, radius, colour, look) {
  const [inner, outer] = [radius + 1.8, radius + 6];
  circle(ctx, outer, look.halo, colour, 1.1);
  const count = Math.max(12, Math.round(outer * 2));
  ctx.beginPath();
  for (let i = 0; i < count; i++) {
    const turn = (2 * Math.PI * i) / count;
    ctx.moveTo(inner * Math.cos(turn), inner * Math.sin(turn));
    ctx.lineTo(outer * Math.cos(turn), outer * Math.sin(turn));
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

function slices(ctx, radius, colours) {
  const turn = (2 * Math.PI) / colours.length;
  colours.forEach((colour, i) => {
    ctx.beginPath();
    ctx.moveTo(0, 0);
    ctx.arc(0, 0, radius, Math.PI / 2 + i * turn, Math.PI / 2 + (i + 1) * turn);
    ctx.fillStyle = colour;
    ctx.fill();
  });
}

/** The shape of a family of events; hollow where the place is imprecise. */
export function shape(ctx, x, y, family, hollow, look) {
  stamp(ctx, ["shape", family.key, hollow, look.halo].join("|"), 9, x, y, (c) => {
    const path = new Path2D(family.shape);
    c.scale(0.92, 0.92);
    c.lineJoin = "round";
    c.strokeStyle = look.halo;
    c.lineWidth = hollow ? 5 : 3;
    c.stroke(path);
    const colour = toned(family.colour, look);
    c.fillStyle = hollow ? look.halo : colour;
    c.fill(path);
    c.strokeStyle = hollow ? mixed(colour, look.ink, 0.15) : mixed(colour, look.edge, 0.35);
    c.lineWidth = hollow ? 1.8 : 0.9;
    c.stroke(path);
  });
}

/** The radius of the ring that stands for so many events. */
export const countRadius = (count) => 8.5 + Math.min(9, 2.2 * Math.log10(count) * 1.6);

/** A count of events with a ring of their families' colours; broken where no place of them is told exactly. */
export function count(ctx, x, y, total, { shares, vague }, families, look) {
  const radius = countRadius(total);
  ctx.save();
  ctx.translate(x, y);
  circle(ctx, radius + 1.2, look.halo);
  let from = -Math.PI / 2;
  ctx.setLineDash(vague ? [2.5, 2.5] : []);
  shares.forEach((share, i) => {
    if (!share) return;
    const to = from + (2 * Math.PI * share) / total;
    ctx.beginPath();
    ctx.arc(0, 0, radius - 1.2, from, to);
    ctx.strokeStyle = toned(families[i].colour, look);
    ctx.lineWidth = 2.6;
    ctx.stroke();
    from = to;
  });
  ctx.fillStyle = vague ? look.quiet : look.ink;
  ctx.font = `600 ${total > 999 ? 9.5 : 10.5}px ${look.face}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(total > 9999 ? `${Math.round(total / 1000)}k` : String(total), 0, 0.5);
  ctx.restore();
}

/** A family's colour on the page's ground: lighter on a dark one. */
export const toned = (colour, look) => (look.edge === "#ffffff" ? mixed(colour, "#ffffff", 0.35) : colour);

/** The first colour with a share of the second. */
export function mixed(first, second, share) {
  const parts = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const [a, b] = [parts(first), parts(second)];
  return `#${a.map((part, i) => Math.round(part + (b[i] - part) * share).toString(16).padStart(2, "0")).join("")}`;
}
