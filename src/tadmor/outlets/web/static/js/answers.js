// What the server answers, as objects; the last few answers are kept, so that going to and fro asks nothing.

const KEPT = 80;
const kept = new Map();

/** The JSON at an address; what says that it is not whole yet is not kept. Rejects with the server's own words where it answers with a problem. */
export function answer(address) {
  const known = kept.get(address);
  if (known) {
    kept.delete(address);
    kept.set(address, known);
    return known;
  }
  const coming = fetch(address, { headers: { Accept: "application/json" } }).then(read);
  kept.set(address, coming);
  coming.then((held) => held.whole === false && kept.delete(address), () => kept.delete(address));
  if (kept.size > KEPT) kept.delete(kept.keys().next().value);
  return coming;
}

async function read(response) {
  const held = await response.json().catch(() => null);
  if (response.ok && held) return held;
  throw new Error(held?.detail || held?.title || `the server answers ${response.status}`);
}

/** Rows as objects: they come as objects, or as lists with one list of columns. */
export function rows(columns, list) {
  if (!columns || !Array.isArray(list[0])) return list;
  return list.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
}

/**
 * Asks for the newest wish only: while one answer is on its way, later wishes wait, and of those only the last is asked.
 * `take(answer, wish)` gets what comes; `fail(error)` what does not.
 */
export function latest(ask, take, fail) {
  let busy = false;
  let next;
  const go = async (wish) => {
    busy = true;
    try {
      take(await ask(wish), wish);
    } catch (error) {
      fail(error);
    }
    busy = false;
    if (next !== undefined) {
      const wanted = next;
      next = undefined;
      go(wanted);
    }
  };
  return (wish) => (busy ? (next = wish) : go(wish));
}
