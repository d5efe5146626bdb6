// Names on the map, none over another: the chosen one first, then towns by their people, then countries.

const widths = new Map();

/** A board that remembers what is taken. */
export function board(width, height) {
  const boxes = [];
  return {
    take: (box) => boxes.push(box),
    free: ([left, top, right, bottom]) =>
      left > 2 && top > 2 && right < width - 2 && bottom < height - 2 &&
      !boxes.some((b) => left < b[2] && b[0] < right && top < b[3] && b[1] < bottom),
  };
}

/** Write a name beside a disc of `reach` at x, y, where there is room; `always` writes it in any case. */
export function beside(ctx, words, x, y, reach, { size = 12.5, colour, halo, face, weight = 400, always = false }, taken) {
  const font = `${weight} ${size}px ${face}`;
  const wide = widthOf(ctx, words, font);
  const gap = reach + 3;
  const tries = [
    [gap, size * 0.35], [-gap - wide, size * 0.35], [-wide / 2, -gap - 1], [-wide / 2, gap + size * 0.8],
  ];
  const boxed = ([dx, dy]) => [x + dx - 1, y + dy - size * 0.85, x + dx + wide + 1, y + dy + size * 0.25];
  const found = tries.find((to) => taken.free(boxed(to))) ?? (always ? tries[0] : null);
  if (!found) return false;
  taken.take(boxed(found));
  text(ctx, words, x + found[0], y + found[1], font, colour, halo);
  return true;
}

/** Write a country's name around x, y, spaced, where there is room. */
export function across(ctx, words, x, y, { colour, halo, face }, taken) {
  ctx.letterSpacing = "0.14em";
  const font = `400 12px ${face}`;
  const wide = widthOf(ctx, words, font, "spaced");
  const box = [x - wide / 2 - 4, y - 10, x + wide / 2 + 4, y + 6];
  if (taken.free(box)) {
    taken.take(box);
    text(ctx, words, x - wide / 2, y + 3, font, colour, halo);
  }
  ctx.letterSpacing = "0px";
}

/** Forget how wide names are: the face changed. */
export const forgetWidths = () => widths.clear();

function widthOf(ctx, words, font, how = "") {
  const key = `${how}${font}|${words}`;
  let wide = widths.get(key);
  if (wide === undefined) {
    ctx.font = font;
    wide = ctx.measureText(words).width;
    widths.set(key, wide);
  }
  return wide;
}

function text(ctx, words, x, y, font, colour, halo) {
  ctx.font = font;
  ctx.textAlign = "left"; // right-to-left words are set by the browser within their own box
  ctx.textBaseline = "alphabetic";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  ctx.strokeStyle = halo;
  ctx.strokeText(words, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(words, x, y);
}
