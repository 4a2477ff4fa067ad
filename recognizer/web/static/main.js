/** The start of the page: connects buttons, keys, pointers and files with what they do. */

import { KeyPen } from "./keypen.js";
import { listenForKeys } from "./keys.js";
import { tendMenu } from "./menu.js";
import { Pad } from "./pad.js";
import { Page } from "./page.js";
import { listenForPictures } from "./pictures.js";
import { Theme } from "./theme.js";
import { Tools } from "./tools.js";

const find = (id) => document.getElementById(id);
const page = new Page();
const tools = new Tools(page);
const theme = new Theme(find("theme"), () => page.repaint());
const help = find("help");

/** What each action of the table does. A key is passed as the argument; a button passes nothing. */
const actions = {
  read: () => page.read(),
  live: () => tools.toggleLive(),
  pen: (key) => (key ? tools.changePen(key === "[" ? -1 : 1) : tools.changePen(1, true)),
  eraser: () => tools.toggleEraser(),
  clear: () => page.clear(),
  glass: () => tools.toggleGlass(),
  theme: () => page.message.tell(theme.next()),
  save: () => tools.save(),
  help: () => help.showModal(),
  close: () => page.close(),
  "choose-picture": (key) => page.turnTo(page.album.index + (key === "Page Up" ? -1 : 1)),
  "choose-symbol": (key) => page.shown.chooseNext(key === "←" ? -1 : 1),
  sums: () => page.shown.help?.marking.next(),
  alphabet: () => chooseAlphabet(find("alphabet")),
  teach: (key) => page.teach(key === "N" ? "" : key),
  play: () => location.assign(`play${location.search}`),
  undo: () => page.undo(),
  redo: () => page.redo(),
  open: () => find("chooser").click(),
  camera: () => import("./camera.js").then((it) => it.openCamera(page)), // few use it
  copy: () => tools.copy(),
  more: () => {}, // the browser does
};

for (const button of document.querySelectorAll("button[data-action]")) {
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") actions[button.dataset.action]();
  });
}
tendMenu(find("more"), find("menu"));
find("back").addEventListener("click", () => page.closePicture());
find("close-help").addEventListener("click", () => help.close());
help.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "h") return;
  event.preventDefault(); // else the page would open the card again
  help.close();
});
find("stage").addEventListener("pointermove", (event) => {
  if (page.preview.file) page.shown.chooseAt(...within(find("stage"), event));
});

find("stage").addEventListener("click", (event) => {
  if (page.preview.file) page.shown.help?.tapAt(...within(find("stage"), event));
});

new Pad(find("pad"), page.hand, (x, y) => page.shown.chooseAt(x, y));
new KeyPen(find("pad"), page.hand, find("cross"), (text) => page.message.say(text, "pen"));
listenForKeys(help, actions, () => find("single-keys").checked);
listenForPictures(find("chooser"), find("stage"), (files) => page.open(files));
page.lessons.renewBy(page.asking);
if (matchMedia("(min-width: 60rem) and (min-height: 40rem)").matches) tools.toggleGlass();

function within(element, event) {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** Let the user choose what is written. The page is loaded anew, and keeps its drawing. */
function chooseAlphabet(select) {
  select.focus();
  select.showPicker?.(); // older browsers have none
}

find("alphabet")?.addEventListener("change", ({ target }) => {
  location.search = new URLSearchParams({ alphabet: target.value });
});
