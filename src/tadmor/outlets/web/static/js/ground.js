// The base map's outlines: world.json, made from Natural Earth when the package was built.

/** [lon, lat] lists of all lines of the file. */
export function linesOf(world) {
  return world.lines.map((steps) => {
    const line = new Array(steps.length / 2);
    let x = 0;
    let y = 0;
    for (let i = 0; i < line.length; i++) {
      x += steps[2 * i];
      y += steps[2 * i + 1];
      line[i] = [x * world.step, y * world.step];
    }
    return line;
  });
}

/** Countries, named in `language`, as GeoJSON polygons, and borders, disputed borders and coasts as lines. */
export function ground(world, language = "en") {
  const lines = linesOf(world);
  const ring = (numbers) => numbers.flatMap((n) => (n < 0 ? lines[~n].slice().reverse() : lines[n]));
  const countries = world.countries.map(([key, name, polygons]) => ({
    type: "Feature",
    properties: { key, name: nameOf(key, name, language) },
    geometry: { type: "MultiPolygon", coordinates: polygons.map((polygon) => polygon.map(ring)) },
  }));
  const strokes = (kind) => ({
    type: "Feature",
    properties: { kind },
    geometry: { type: "MultiLineString", coordinates: world[kind].map((n) => lines[n]) },
  });
  const borders = ["borders", "disputed", "coast"].map(strokes);
  return { countries: collection(countries), borders: collection(borders), names: countries.map(named).filter(Boolean) };
}

const collection = (features) => ({ type: "FeatureCollection", features });

/** A country's name in the reader's language; the canonical form of a locale with its ISO number has its ISO letters. */
function nameOf(key, name, language) {
  if (!/^\d{3}$/.test(key)) return name;
  try {
    const letters = Intl.getCanonicalLocales(`und-${key}`)[0].slice(4);
    return new Intl.DisplayNames([language], { type: "region", fallback: "none" }).of(letters) ?? name;
  } catch {
    return name;
  }
}

/** A country's name with the middle of its widest part, and how wide that is in degrees. */
function named({ properties, geometry }) {
  const rings = geometry.coordinates.map((polygon) => polygon[0]);
  const largest = rings.reduce((best, ring) => (area(ring) > area(best) ? ring : best), rings[0]);
  if (!largest) return null;
  const lats = largest.map((p) => p[1]);
  const [south, north] = [lats.reduce((a, b) => Math.min(a, b)), lats.reduce((a, b) => Math.max(a, b))];
  let best = null;
  for (const share of [0.5, 0.42, 0.58, 0.34, 0.66]) {
    const lat = south + (north - south) * share;
    const found = widest(largest, lat);
    if (found && (!best || found[1] - found[0] > 1.15 * (best.east - best.west))) best = { lat, west: found[0], east: found[1] };
  }
  return best && { name: properties.name, lat: best.lat, lon: (best.west + best.east) / 2, wide: best.east - best.west };
}

function widest(ring, lat) {
  const crossings = [];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [a, b] = [ring[j], ring[i]];
    if (a[1] > lat !== b[1] > lat) crossings.push(a[0] + ((lat - a[1]) / (b[1] - a[1])) * (b[0] - a[0]));
  }
  crossings.sort((a, b) => a - b);
  let best = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    if (!best || crossings[i + 1] - crossings[i] > best[1] - best[0]) best = [crossings[i], crossings[i + 1]];
  }
  return best;
}

function area(ring) {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
  return Math.abs(sum / 2);
}

/** Mercator's place in world units, 0 to 1, from the north-west. */
export function mercator(lat, lon) {
  const turn = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + turn) / (1 - turn)) / (4 * Math.PI)];
}
