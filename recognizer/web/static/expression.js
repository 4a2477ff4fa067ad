/** A sum as it was read and as one writes it: fractions one over the other, powers raised, roots under a roof. */

import { element } from "./answer.js";

/**
 * @param {import("./sums.js").Sum} sum
 * @param {(symbol: object) => HTMLElement} chip makes the element of one symbol
 * @returns {HTMLElement[]}
 */
export function expression({ tree, symbols, is_column }, chip) {
  const left = symbols.filter(({ label }) => label);
  const dirt = symbols.filter(({ label }) => !label);
  const line = is_column ? { ...left.pop(), label: "=" } : null; // of a column: it stands for the sign
  return [...write(tree, take), ...dirt.map(chip)];

  /** Return the elements of some signs, in the order of the tree; a sign without ink is mere text. */
  function take(signs) {
    return [...signs].map((sign) => {
      if (line && sign === "=") return chip(line);
      const isNext = left[0]?.label === sign;
      const made = isNext ? chip(left.shift()) : element("span", "implied", sign);
      if (sign === "=" && left[0]?.label === "=") left.shift(); // the lower bar
      return made;
    });
  }
}

const KINDS = {
  chain: ({ sides, signs }, take) => sides.flatMap((side, i) => [...write(side, take), ...take(signs[i] ?? "")]),
  number: ({ text }, take) => take(text),
  variable: ({ name }, take) => take(name),
  operation: ({ sign, left, right }, take) => [...write(left, take), ...take(sign), ...write(right, take)],
  negative: ({ inner }, take) => [...take("-"), ...write(inner, take)],
  percent: ({ inner }, take) => [...write(inner, take), ...take("%")],
  group: ({ inner }, take) => [...take("("), ...write(inner, take), ...take(")")],
  power: ({ base, exponent }, take) => [...write(base, take), element("span", "raised", ...write(exponent, take))],
  root: ({ radicand }, take) => [...take("√"), element("span", "roof", ...write(radicand, take))],
  mixed: ({ whole, part }, take) => [...write(whole, take), ...write(part, take)],
  bar({ top, bottom }, take) {
    const line = element("span", "line-of", ...take("-"));
    return [element("span", "fraction", row(top, take), line, row(bottom, take))];
  },
};

const write = (tree, take) => KINDS[tree.kind]?.(tree, take) ?? [];

const row = (tree, take) => element("span", "row", ...write(tree, take));

/** Return the figures of an answer: a fraction is set as one, powers are raised. */
export function figures(text) {
  const [, sign, top, bottom] = text.match(/^(-?)(\d+)\u2044(\d+)$/) ?? [];
  if (bottom) return [sign, element("span", "fraction", element("span", "row", top), element("span", "line-of"), element("span", "row", bottom))];
  const [plain, power] = text.split("^");
  return power ? [plain, element("span", "raised", power.replace(/[()]/g, ""))] : [plain];
}
