// Many events at one spot become a count: a grid of the screen's size, worked out once for each step of zoom.

const CELL = 44; // pixels

/**
 * The spots of events on one step of zoom: `{x, y, events, shares, home}`, x and y in world units.
 * A spot stands at the place that most of its events have; `home` is that place's key.
 */
export function clustered(events, zoom, families) {
  const side = CELL / (512 * 2 ** zoom);
  const cells = new Map();
  for (const event of events) {
    const key = Math.floor(event.x / side) * 4_194_304 + Math.floor(event.y / side);
    const cell = cells.get(key);
    if (cell) cell.push(event);
    else cells.set(key, [event]);
  }
  return [...cells.values()].map((cell) => spot(cell, families));
}

function spot(events, families) {
  const at = new Map();
  const shares = new Array(families.size).fill(0);
  for (const event of events) {
    shares[families.get(event.family) ?? 0] += 1;
    at.set(event.home, (at.get(event.home) ?? 0) + 1);
  }
  let home = events[0].home;
  for (const [key, number] of at) if (number > at.get(home)) home = key;
  const first = events.find((event) => event.home === home);
  return { x: first.x, y: first.y, events, shares, home, spread: at.size > 1, vague: events.every((e) => e.vague) };
}
