/** The menu behind "...": in words, what has no button of its own. The browser opens and closes it. */

const SPACE = 8; // pixels, to its button and to the edges of the window

let opened = null;

/**
 * Have `menu` stand over `button`, close when something is chosen, and follow the arrow keys.
 *
 * @param {HTMLElement} button
 * @param {HTMLElement} menu
 */
export function tendMenu(button, menu) {
  menu.addEventListener("beforetoggle", ({ newState }) => (opened = newState === "open" ? menu : null));
  menu.addEventListener("toggle", ({ newState }) => newState === "open" && place(button, menu));
  const isBeside = ({ target }) => !menu.contains(target) && !button.contains(target);
  const closeBeside = (event) => {
    if (isBeside(event) && closeMenu()) event.stopPropagation(); // it draws nothing
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

/** Close the menu; tells whether it was open. */
export function closeMenu() {
  const wasOpen = opened !== null;
  opened?.hidePopover();
  return wasOpen;
}

function place(button, menu) {
  const { left, top, width } = button.getBoundingClientRect();
  const fits = (wanted, most) => `${Math.max(SPACE, Math.min(wanted, most - SPACE))}px`;
  menu.style.left = fits(left + width / 2 - menu.offsetWidth / 2, innerWidth - menu.offsetWidth);
  menu.style.top = fits(top - menu.offsetHeight - SPACE, innerHeight - menu.offsetHeight);
  menu.querySelector("button").focus();
}
