/** The keys of the page: those of the board, as far as a browser leaves them to us. */

const PLAIN = {
  enter: "read",
  " ": "read",
  l: "live",
  e: "eraser",
  "[": "thinner",
  "]": "thicker",
  c: "clear",
  d: "glass",
  t: "theme",
  s: "save",
  h: "help",
  "?": "help",
  escape: "close",
  pageup: "earlier",
  pagedown: "later",
  arrowleft: "before",
  arrowright: "after",
};
const CONTROL = { z: "undo", y: "redo", o: "open", c: "copy", s: "save" };
const OF_BUTTONS = ["enter", " "];
const OF_CHOICES = ["arrowleft", "arrowright", " "];

/**
 * Call what a key is for; what answers false leaves it to the browser.
 *
 * @param {Record<string, () => unknown>} actions
 * @param {() => boolean} singleKeys whether keys without Ctrl are heard
 */
export function listenForKeys(actions, singleKeys) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const name = meant(event, singleKeys());
    if (!name) return;
    if (actions[name]() !== false) event.preventDefault();
  });
}

function meant(event, singleKeys) {
  const key = event.key.toLowerCase();
  if (event.altKey && !event.getModifierState("AltGraph")) return null;
  if (event.ctrlKey !== event.metaKey && !event.getModifierState("AltGraph")) {
    if (key === "z" && event.shiftKey) return "redo";
    return key === "c" && hasSelection() ? null : CONTROL[key];
  }
  if (ownedBy(event.target).includes(key)) return null;
  const isLetter = key.length === 1 && key !== " ";
  if (isLetter && (!singleKeys || event.repeat)) return null;
  return /^[0-9n]$/.test(key) ? `is ${key}` : PLAIN[key];
}

/** Return the keys that what has the focus needs itself. */
function ownedBy(target) {
  if (target.matches("input[type=radio]")) return OF_CHOICES;
  return target.matches("button, a, summary, input") ? OF_BUTTONS : [];
}

const hasSelection = () => !(getSelection()?.isCollapsed ?? true);
