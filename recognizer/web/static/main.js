/** Begins: ties the page's buttons, keys, pointers and files to what they do. */

import { KeyPen } from "./keypen.js";
import { listenForKeys } from "./keys.js";
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

const actions = {
  read: () => page.read(),
  live: () => tools.toggleLive(),
  pen: () => tools.changePen(1, true),
  eraser: () => tools.toggleEraser(),
  thinner: () => tools.changePen(-1),
  thicker: () => tools.changePen(1),
  clear: () => page.clear(),
  glass: () => tools.toggleGlass(),
  theme: () => page.message.tell(theme.next()),
  save: () => tools.save(),
  help: () => help.showModal(),
  back: () => page.closePicture(),
  close: () => page.close(),
  earlier: () => page.turnTo(page.album.index - 1),
  later: () => page.turnTo(page.album.index + 1),
  before: () => page.shown.chooseNext(-1),
  after: () => page.shown.chooseNext(1),
  undo: () => page.undo(),
  redo: () => page.redo(),
  open: () => find("chooser").click(),
  copy: () => tools.copy(),
};
for (const label of "0123456789") actions[`is ${label}`] = () => page.teach(label);
actions["is n"] = () => page.teach("");
const buttons = {
  ...{ read: "read", live: "live", eraser: "eraser", clear: "clear", look: "glass", copy: "copy" },
  ...{ pen: "pen", undo: "undo", redo: "redo", open: "open", back: "back", keys: "help" },
};

for (const [id, name] of Object.entries(buttons)) {
  find(id).addEventListener("click", ({ currentTarget }) => {
    if (currentTarget.getAttribute("aria-disabled") !== "true") actions[name]();
  });
}
find("close-help").addEventListener("click", () => help.close());
help.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "h") return;
  event.preventDefault(); // else the page would open it again
  help.close();
});
find("stage").addEventListener("pointermove", (event) => {
  if (page.preview.file) page.shown.chooseAt(...within(find("stage"), event));
});

new Pad(find("pad"), page.hand, (x, y) => page.shown.chooseAt(x, y));
new KeyPen(find("pad"), page.hand, find("cross"), (text) => page.message.say(text, "pen"));
listenForKeys(actions, () => find("single-keys").checked);
listenForPictures(find("chooser"), find("stage"), (files) => page.open(files));
page.renewLessons();
if (matchMedia("(min-width: 60rem) and (min-height: 40rem)").matches) tools.toggleGlass();

function within(element, event) {
  const { left, top } = element.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}
