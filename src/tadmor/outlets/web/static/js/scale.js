// The map's scale bar: a round distance in kilometres.

const EARTH = 40_075.017;

/** Makes the bar in `element`; the answer sets it for a latitude and a zoom. */
export function makeScale(element) {
  const bar = document.createElement("div");
  bar.className = "scale";
  element.append(bar);
  return ({ lat, zoom }) => {
    const kmOfPixel = (EARTH * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
    const most = 110 * kmOfPixel;
    const power = 10 ** Math.floor(Math.log10(most));
    const km = [5, 2, 1].map((step) => step * power).find((distance) => distance <= most) ?? power;
    bar.style.width = `${Math.round(km / kmOfPixel)}px`;
    bar.textContent = `${km.toLocaleString()} km`;
  };
}
