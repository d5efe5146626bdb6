// Days as whole numbers since 1970-01-01, and as words.

const LENGTH = 86_400_000;
const PAGE_LANGUAGE = document.documentElement.lang || "en";
// British order of words, as the pages use it, unless the page is in another language.
const LANGUAGE = PAGE_LANGUAGE === "en" ? "en-GB" : PAGE_LANGUAGE;
const shown = (options) => new Intl.DateTimeFormat(LANGUAGE, { timeZone: "UTC", ...options });
const LONG = shown({ day: "numeric", month: "long", year: "numeric" });
const SHORT = shown({ day: "numeric", month: "short", year: "numeric" });
const MONTH = shown({ month: "short" });

/** The number of a day written as 2016-03-27; null for anything else. */
export function dayOf(written) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(written ?? "");
  return parts ? Date.UTC(+parts[1], +parts[2] - 1, +parts[3]) / LENGTH : null;
}

/** A day written as 2016-03-27. */
export const written = (day) => new Date(day * LENGTH).toISOString().slice(0, 10);

/** A day in words: "27 March 2016". */
export const inWords = (day) => LONG.format(day * LENGTH);

/** A day in few words: "27 Mar 2016". */
export const inShort = (day) => SHORT.format(day * LENGTH);

/** The name of a day's month, short. */
export const monthName = (day) => MONTH.format(day * LENGTH);

/** The day so many months later, and its first day of the month where `first`. */
export function monthsOn(day, months, first = false) {
  const date = new Date(day * LENGTH);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  const dayOfMonth = first ? 1 : Math.min(date.getUTCDate(), last);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, dayOfMonth) / LENGTH;
}

export const yearOf = (day) => new Date(day * LENGTH).getUTCFullYear();
export const monthOf = (day) => new Date(day * LENGTH).getUTCMonth();
export const today = () => Math.floor(Date.now() / LENGTH);
