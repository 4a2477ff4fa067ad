/** Shapes of a drawing in SVG. */

const SVG = document.querySelector("svg").namespaceURI;

export function shape(name, attributes, ...content) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...content);
  return made;
}
