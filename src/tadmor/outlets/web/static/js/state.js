// The address is the state: every view can be sent as a link, and Back goes back.

const FILTERS = ["place", "within_km", "actor", "kind", "speaker", "outlet", "disputed", "q"];
export const SHARED = ["day", "known", "from", "to", ...FILTERS, "sel", "m", "names"];
const listeners = new Set();
const REST = 250; // ms between writes of the address: browsers refuse more than a few a second
let params = new URLSearchParams(location.search);
let waiting = null;

/** The value of a parameter, or null. */
export const get = (name) => params.get(name) || null;

/** The question part for a fetch: `given` names, then all filters. */
export function question(names, more = {}) {
  const asked = new URLSearchParams();
  for (const name of [...names, ...FILTERS]) for (const value of params.getAll(name)) asked.append(name, value);
  for (const [name, value] of Object.entries(more)) if (value != null) asked.set(name, value);
  return `?${asked}`.replaceAll("%2C", ",");
}

/** Set parameters (null takes one away). `push` makes a step that Back takes back. */
export function change(changes, { push = false } = {}) {
  const changed = Object.keys(changes).filter((name) => (params.get(name) ?? null) !== (changes[name] ?? null));
  if (!changed.length) return;
  for (const name of changed) {
    if (changes[name] == null || changes[name] === "") params.delete(name);
    else params.set(name, changes[name]);
  }
  if (push) {
    write("pushState");
  } else if (waiting === null) {
    waiting = setTimeout(() => write("replaceState"), REST);
  }
  tell(changed);
}

/** Call `listener(names)` whenever parameters change; what it returns ends that. */
export function onChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** An address on this site with the state's shared parameters in place of its own. */
export function carried(address, without = []) {
  const url = new URL(address, location.href);
  for (const name of SHARED) {
    if (without.includes(name)) continue;
    url.searchParams.delete(name);
    for (const value of params.getAll(name)) url.searchParams.append(name, value);
  }
  return url;
}

function write(how) {
  clearTimeout(waiting);
  waiting = null;
  const asked = params.toString().replaceAll("%2C", ",");
  history[how](null, "", asked ? `?${asked}` : location.pathname);
}

function tell(names) {
  for (const listener of listeners) listener(names);
}

addEventListener("popstate", () => {
  const before = params;
  params = new URLSearchParams(location.search);
  const names = new Set([...before.keys(), ...params.keys()]);
  tell([...names].filter((name) => before.getAll(name).join("\n") !== params.getAll(name).join("\n")));
});
addEventListener("pagehide", () => waiting !== null && write("replaceState"));
