// Names on the map, none over another: the chosen one first, then towns by their people, then countries.

const widths = new Map();

/** A board that remembers what is taken. */
export function board(width, height) {
  const boxes = [];
  const clear = ([left, top, right, bottom]) => !boxes.some((b) => left < b[2] && b[0] < right && top < b[3] && b[1] < bottom);
  return {
    take: (box) => boxes.push(box),
    clear,
    free: (box) => box[0] > 2 && box[1] > 2 && box[2] < width - 2 && box[3] < height - 2 && clear(box),
  };
}

/** Write a name beside a disc of `reach` at x, y, where there is room; `far` looks farther off, too; `always` writes it in any case. */
export function beside(ctx, words, x, y, reach, { size = 12.5, colour, halo, face, weight = 400, always = false, far = false }, taken) {
  const font = `${weight} ${size}px ${face}`;
  const wide = widthOf(ctx, words, font);
  const tries = (far ? [3, 13, 24] : [3]).flatMap((more) => spots(reach + more, wide, size));
  const boxed = ([dx, dy]) => [x + dx - 1, y + dy - size * 0.85, x + dx + wide + 1, y + dy + size * 0.25];
  const found = tries.find((to) => taken.free(boxed(to))) ?? (always ? tries[0] : null);
  if (!found) return false;
  taken.take(boxed(found));
  text(ctx, words, x + found[0], y + found[1], font, colour, halo);
  return true;
}

/** Where a name may stand around a disc: beside it, over and under it, and at its corners. */
function spots(gap, wide, size) {
  const [up, down, slant] = [-gap - 1, gap + size * 0.8, gap * 0.75];
  return [
    [gap, size * 0.35], [-gap - wide, size * 0.35], [-wide / 2, up], [-wide / 2, down], [slant, down - 2], [-slant - wide, down - 2],
    [-slant - wide, up + 2], [slant, up + 2],
  ];
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
