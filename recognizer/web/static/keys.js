/** The keys of the page: those on its key card, except those that the browser keeps for itself. */

import { closeMenu } from "./menu.js";

const NAMES = {
  ...{ " ": "Space", Escape: "Esc", PageUp: "Page Up", PageDown: "Page Down" },
  ...{ ArrowLeft: "←", ArrowRight: "→" },
};
const OF_BUTTONS = ["Enter", "Space"];
const OF_CHOICES = ["←", "→", "Space"];

/**
 * Call the action of each key that is pressed, with the key. If it returns false, the browser gets
 * the key.
 *
 * @param {Element} card its elements name keys in `data-keys` and their action in `data-action`
 * @param {Record<string, (key: string) => unknown>} actions
 * @param {() => boolean} singleKeys whether keys without Ctrl count now
 */
export function listenForKeys(card, actions, singleKeys) {
  const ids = new Map();
  for (const { dataset } of card.querySelectorAll("[data-keys]")) {
    for (const key of JSON.parse(dataset.keys)) ids.set(key, dataset.action);
  }
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]")) return;
    const key = pressed(event, singleKeys()).find((each) => ids.has(each));
    if (!key) return;
    const isAllForMenu = closeMenu() && key === "Esc";
    if (isAllForMenu || actions[ids.get(key)](key) !== false) event.preventDefault();
  });
}

/** Return the names that the card may use for the key that was pressed. */
function pressed(event, singleKeys) {
  const isCharacter = event.key.length === 1 && event.key !== " ";
  const name = NAMES[event.key] ?? (isCharacter ? event.key.toUpperCase() : event.key);
  if (event.target.matches("select")) return []; // letters choose in its list
  const isAltGraph = event.getModifierState("AltGraph");
  if (event.altKey && !isAltGraph) return [];
  if (event.ctrlKey !== event.metaKey && !isAltGraph) {
    if (name === "C" && hasSelection()) return [];
    return event.shiftKey ? [`Ctrl+Shift+${name}`, `Ctrl+${name}`] : [`Ctrl+${name}`];
  }
  if (ownedBy(event.target).includes(name)) return [];
  return isCharacter && (!singleKeys || event.repeat) ? [] : [name];
}

/** Return the keys that the focused element needs for itself. */
function ownedBy(target) {
  if (target.matches("input[type=radio]")) return OF_CHOICES;
  return target.matches("button, a, summary, input") ? OF_BUTTONS : [];
}

const hasSelection = () => !(getSelection()?.isCollapsed ?? true);
