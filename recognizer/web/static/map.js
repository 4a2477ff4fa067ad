/** The map of digits: an island for each digit of many hands, and a dot where the ink lies. As on the board. */

import { shape } from "./svg.js";

const SENTENCE = "Where the digits of many hands lie for both networks. The dot is yours: write another, and see where it lies.";
const ABOUT_FLAGS = " A flag is a lesson; it sways only what is near it.";
const REACH = 4; // standard deviations, where an island ends
const SHADES = [1, 0.8, 0.41, 0.14, 0]; // how much of an island is there, one standard deviation after the other
const LETTER = 0.055; // heights and radii, in sides of the map
const DOT = 0.018;
const POLE = 0.08;
const CLOTH = 0.05;

/** Return the elements that show a map as the server gives it. */
export function mapOf({ regions, spot, flags, label }) {
  const [name, says] = ["h4", "p"].map((tag) => document.createElement(tag));
  name.textContent = "A map of the digits";
  says.textContent = flags.length ? SENTENCE + ABOUT_FLAGS : SENTENCE;
  says.style.color = "var(--muted)";
  const islands = [island("quiet", "--outline"), island("lit", "--accent")];
  const shapes = regions.map((each) => ground(each, each.label === label));
  const picture = shape("svg", { viewBox: "0 0 1 1", role: "img" }, ...islands, ...shapes, ...regions.map(letter), ...flags.map(flag), ...(spot ? [dot(spot)] : []));
  picture.setAttribute("aria-label", spot ? `A map of the digits: your ink lies near the ${nearest(regions, spot)}` : "A map of the digits");
  Object.assign(picture.style, { display: "block", width: "100%", maxWidth: "20rem", background: "var(--board)", borderRadius: "0.5rem" });
  return [name, says, picture];
}

/** Return the colors of an island, from its middle to its shore. */
function island(id, color) {
  const stops = SHADES.map((share, deviations) => {
    const stop = shape("stop", { offset: deviations / REACH });
    Object.assign(stop.style, { stopColor: `var(${color})`, stopOpacity: 0.6 * share });
    return stop;
  });
  return shape("radialGradient", { id: `island-${id}` }, ...stops);
}

function ground({ place: [x, y], axes: [[a, c], [b, d]] }, isLit) {
  const transform = `matrix(${[a, b, c, d, x, y]})`;
  return shape("circle", { r: REACH, transform, fill: `url(#island-${isLit ? "lit" : "quiet"})` });
}

function letter({ label, place: [x, y] }) {
  const made = shape("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central", "font-size": LETTER }, label);
  made.style.fill = "var(--text)";
  return made;
}

/** Return a flag: the foot of its pole is the place of the lesson. */
function flag({ label, place: [x, y] }) {
  const top = Math.max(0, y - POLE);
  const width = CLOTH * (0.5 + 0.5 * label.length);
  const left = Math.min(x, 1 - width);
  const [pole, cloth] = [[x, DOT / 4, y - top], [left, width, CLOTH]].map(([at, across, height]) => shape("rect", { x: at, y: top, width: across, height }));
  const says = shape("text", { x: left + width / 2, y: top + CLOTH / 2, "text-anchor": "middle", "dominant-baseline": "central", "font-size": 0.8 * CLOTH }, label);
  for (const [made, color] of [[pole, "--text"], [cloth, "--accent"], [says, "--on-accent"]]) made.style.fill = `var(${color})`;
  return shape("g", { class: "flag" }, pole, cloth, says);
}

function dot([cx, cy]) {
  const made = shape("circle", { cx, cy, r: DOT, class: "spot", "stroke-width": DOT / 3 });
  Object.assign(made.style, { fill: "var(--warning)", stroke: "var(--board)" });
  return made;
}

function nearest(regions, [x, y]) {
  const away = ({ place }) => Math.hypot(place[0] - x, place[1] - y);
  return regions.reduce((best, each) => (away(each) < away(best) ? each : best)).label;
}
