// Land and borders on a plain canvas: for small maps, and under the marks until MapLibre has drawn its own.

import { mercator } from "./ground.js";

/** Draw the outlines of `ground()`: `at([x, y])` gives the pixel of a place in world units, `box` is what is seen of it. */
export function drawGround(ctx, outlines, { at, box, width, height, look }) {
  ctx.fillStyle = look.water;
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = look.land;
  for (const rings of projected(outlines).land) {
    if (!meet(rings[0].box, box)) continue;
    ctx.beginPath();
    for (const ring of rings) trace(ctx, ring.points, at);
    ctx.fill("evenodd");
  }
  ctx.lineWidth = 1;
  for (const { kind, lines } of projected(outlines).strokes) {
    ctx.strokeStyle = kind === "coast" ? look.coast : look.border;
    ctx.setLineDash(kind === "disputed" ? [4, 3] : []);
    ctx.beginPath();
    for (const line of lines) if (meet(line.box, box)) trace(ctx, line.points, at);
    ctx.stroke();
  }
  ctx.setLineDash([]);
}

/** The outlines in world units with the box around each line, worked out once. */
function projected(outlines) {
  outlines.projected ??= {
    land: outlines.countries.features.flatMap(({ geometry }) => geometry.coordinates.map((polygon) => polygon.map(boxed))),
    strokes: outlines.borders.features.map(({ properties, geometry }) => ({
      kind: properties.kind, lines: geometry.coordinates.map(boxed),
    })),
  };
  return outlines.projected;
}

function boxed(line) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const points = line.map(([lon, lat]) => {
    const point = mercator(lat, lon);
    box[0] = Math.min(box[0], point[0]);
    box[1] = Math.min(box[1], point[1]);
    box[2] = Math.max(box[2], point[0]);
    box[3] = Math.max(box[3], point[1]);
    return point;
  });
  return { points, box };
}

const meet = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

function trace(ctx, points, at) {
  for (let i = 0; i < points.length; i++) {
    const [x, y] = at(points[i]);
    if (i) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
  }
}
