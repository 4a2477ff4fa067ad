/** The menu behind "...": the actions without a button, in words. The browser opens and closes it. */

const SPACE_PIXELS = 8; // to its button, and to the edges of the window

let opened = null;

/**
 * Make `menu` stand over `button`, close after a choice, and follow the arrow keys.
 *
 * @param {HTMLElement} button
 * @param {HTMLElement} menu
 */
export function tendMenu(button, menu) {
  menu.addEventListener("beforetoggle", ({ newState }) => (opened = newState === "open" ? menu : null));
  menu.addEventListener("toggle", ({ newState }) => newState === "open" && place(button, menu));
  const isBeside = ({ target }) => !menu.contains(target) && !button.contains(target);
  const closeBeside = (event) => {
    if (isBeside(event) && closeMenu()) event.stopPropagation(); // this press draws nothing
  };
  document.addEventListener("pointerdown", closeBeside, true);
  menu.addEventListener("click", ({ target }) => {
    if (target.closest("button:not([aria-disabled=true])")) menu.hidePopover();
  });
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const lines = [...menu.querySelectorAll("button")];
    lines.at((lines.indexOf(document.activeElement) + step) % lines.length).focus();
    event.preventDefault();
  });
}

/** Close the menu. Return whether it was open. */
export function closeMenu() {
  const wasOpen = opened !== null;
  opened?.hidePopover();
  return wasOpen;
}

function place(button, menu) {
  const { left, top, width } = button.getBoundingClientRect();
  const fits = (wanted, most) => `${Math.max(SPACE_PIXELS, Math.min(wanted, most - SPACE_PIXELS))}px`;
  menu.style.left = fits(left + width / 2 - menu.offsetWidth / 2, innerWidth - menu.offsetWidth);
  menu.style.top = fits(top - menu.offsetHeight - SPACE_PIXELS, innerHeight - menu.offsetHeight);
  menu.querySelector("button").focus();
}
