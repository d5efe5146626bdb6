// The regional base map: tiles of a .pmtiles file, which the same server sends in parts. Loaded only where there is one.

const SOURCE = "tiles";
const MOST = 120; // names of places that are handed on, the largest first
const STROKES = ["coast", "borders", "disputed"];
// Tiles of the schema's third version and before call the kind otherwise.
const kind = ["coalesce", ["get", "kind"], ["get", "pmap:kind"], ""];
const isKind = (...names) => ["in", kind, ["literal", names]];
const ofShape = (name) => ["in", ["geometry-type"], ["literal", [name, `Multi${name}`]]];
const wide = (...stops) => ["interpolate", ["exponential", 1.5], ["zoom"], ...stops];

/** [id, layer of the tiles, what is drawn of it, paint with names of the page's colours, first zoom]. */
const LAYERS = [
  ["earth", "earth", ofShape("Polygon"), { "fill-color": "land", "fill-antialias": false }],
  ["lakes", "water", ofShape("Polygon"), { "fill-color": "water", "fill-outline-color": "coast" }],
  ["rivers", "water", ["all", ofShape("LineString"), isKind("river", "canal", "")], { "line-color": "river", "line-width": wide(6, 0.5, 14, 2.5) }],
  ["lanes", "roads", isKind("minor_road"), { "line-color": "road", "line-width": wide(11, 0.3, 15, 1.6) }, 11],
  ["roads", "roads", isKind("major_road", "medium_road"), { "line-color": "road", "line-width": wide(7, 0.4, 14, 2) }, 7],
  ["highways", "roads", isKind("highway"), { "line-color": "road", "line-width": wide(5, 0.6, 14, 3) }],
  ["provinces", "boundaries", isKind("region"), { "line-color": "border", "line-width": 0.6, "line-dasharray": [1, 3] }],
  ["frontiers", "boundaries", ["all", isKind("country"), ["!=", ["get", "disputed"], true]], { "line-color": "border", "line-width": 1.1 }],
  ["differed", "boundaries", ["all", isKind("country"), ["==", ["get", "disputed"], true]],
    { "line-color": "border", "line-width": 1.1, "line-dasharray": [3, 2.5] }],
];

/**
 * Put the tiles that `told` names ({address, kind, bounds, zooms}) under the marks of a map. `names(list)` gets the
 * places of the tiles in view, {name, lat, lon}, largest first. The answer sets the colours anew.
 */
export async function addTiles(map, { maplibre, vendor, told, borders, look, language, names }) {
  const { PMTiles, Protocol } = await import(`${vendor}pmtiles.mjs`);
  const archive = new PMTiles(new URL(told.address, location.href).href);
  const protocol = new Protocol();
  protocol.add(archive);
  maplibre.addProtocol("pmtiles", protocol.tile);
  const source = {
    type: told.kind, tiles: [`pmtiles://${archive.source.getKey()}/{z}/{x}/{y}`], bounds: told.bounds, minzoom: told.zooms[0],
    maxzoom: told.zooms[1],
  };
  map.addSource(SOURCE, told.kind === "raster" ? { ...source, tileSize: 256 } : source);
  if (told.kind === "raster") {
    map.addLayer({ id: "tiles-picture", type: "raster", source: SOURCE, paint: shaded(look) }, "coast");
  } else {
    for (const layer of LAYERS) map.addLayer(layerOf(layer, look), "coast");
    giveWay(map, borders, told);
    map.on("idle", () => names(placesOf(map, language)));
  }
  map.once("idle", () => performance.mark("tadmor:tiles"));
  return (fresh) => paint(map, told.kind, fresh);
}

function layerOf([id, layer, filter, paint, minzoom = 0], look) {
  const type = Object.keys(paint)[0].split("-")[0];
  return { id: `tiles-${id}`, type, source: SOURCE, "source-layer": layer, filter, minzoom, paint: painted(paint, look) };
}

/** The paint with the page's own colours in place of their names. */
const painted = (paint, look) =>
  Object.fromEntries(Object.entries(paint).map(([name, value]) => [name, name.includes("color") ? look[value] : value]));

/** A picture's colours are drawn back, so that the marks stand out. */
const shaded = (look) => ({
  "raster-saturation": -0.6, "raster-opacity": 0.7, "raster-brightness-max": look.edge === "#ffffff" ? 0.5 : 1,
});

function paint(map, sort, look) {
  if (sort === "raster") {
    for (const [name, value] of Object.entries(shaded(look))) map.setPaintProperty("tiles-picture", name, value);
    return;
  }
  for (const [id, , , own] of LAYERS) {
    for (const [name, value] of Object.entries(painted(own, look))) map.setPaintProperty(`tiles-${id}`, name, value);
  }
}

/** The plain outlines give way to the finer ones of the tiles where these have them: two lines would be drawn as two borders. */
function giveWay(map, borders, { bounds: [west, south, east, north], zooms: [first] }) {
  const within = ([lon, lat]) => lon >= west && lon <= east && lat >= south && lat <= north;
  const features = borders.features.flatMap(({ properties, geometry }) => {
    const halves = [[], []];
    for (const line of geometry.coordinates) for (const [inside, run] of runs(line, within)) halves[+inside].push(run);
    return halves.map((coordinates, i) => ({
      type: "Feature", properties: { ...properties, within: i === 1 }, geometry: { type: "MultiLineString", coordinates },
    }));
  });
  map.getSource("borders").setData({ type: "FeatureCollection", features });
  for (const stroke of STROKES) {
    map.setFilter(stroke, ["all", ["==", ["get", "kind"], stroke], ["any", ["!", ["get", "within"]], ["<", ["zoom"], first]]]);
  }
}

/** [whether it is within, points] of the stretches of a line. */
function runs(line, within) {
  const found = [];
  for (let i = 1; i < line.length; i++) {
    const inside = within(line[i - 1]) && within(line[i]);
    const last = found.at(-1);
    if (last && last[0] === inside) last[1].push(line[i]);
    else found.push([inside, [line[i - 1], line[i]]]);
  }
  return found;
}

function placesOf(map, language) {
  const found = new Map();
  for (const { properties, geometry } of map.querySourceFeatures(SOURCE, { sourceLayer: "places" })) {
    const name = properties[`name:${language}`] ?? properties["name:en"] ?? properties.name;
    if (geometry.type !== "Point" || !name || (properties.kind ?? properties["pmap:kind"]) !== "locality") continue;
    const rank = properties.population_rank ?? properties["pmap:population_rank"] ?? 0;
    const [lon, lat] = geometry.coordinates;
    found.set(`${name} ${lon.toFixed(2)} ${lat.toFixed(2)}`, { name, lat, lon, rank });
  }
  return [...found.values()].sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1)).slice(0, MOST);
}
