// The colours of the map, as its style sheet sets them for light and dark.

/** The page's colours, as custom properties of the map's element give them. */
export function lookOf(element) {
  const style = getComputedStyle(element);
  const of = (name) => style.getPropertyValue(`--map-${name}`).trim();
  const names = ["land", "water", "border", "coast", "ink", "quiet", "halo", "edge", "accent", "country", "road", "river"];
  return { ...Object.fromEntries(names.map((name) => [name, of(name)])), face: style.fontFamily };
}
