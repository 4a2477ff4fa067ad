/** The start of the page of games: connects buttons, keys and the pad with what they do. */

import { Choosing } from "./choosing.js";
import { EndCard, bestTold, showHistory } from "./endcard.js";
import { Face } from "./face.js";
import { Message } from "./message.js";
import { Pad } from "./pad.js";
import { Phase } from "./course.js";
import { Playing } from "./playing.js";
import { ScoreBook } from "./scorebook.js";
import { Theme } from "./theme.js";

const UNHEARD_MS = 700; // at the end of a round, in which keys do nothing

const find = (id) => document.getElementById(id);
const main = document.querySelector("main");
const rules = JSON.parse(main.dataset.rules);
const message = new Message(find("banner"), find("note"), find("spoken"), main);
const book = new ScoreBook(rules.scores, (text) => message.tell(text));
const end = new EndCard(book, rules);
const playing = new Playing(find("stage"), rules, book, { shown: () => face.show(), over, trouble });
const face = new Face(playing, (text) => message.say(text, "round"));
const choosing = new Choosing(find("choice"), showBest);
const theme = new Theme(find("theme"), () => {
  playing.hand.repaint();
  end.repaint();
});
let given = null; // the game that is played: its set, digits to practice, and mode

/** Show one of the screens: choice, round or end. */
function turnTo(screen) {
  main.dataset.screen = screen;
  document.body.classList.toggle("writes", screen === "round");
  for (const id of ["choice", "round", "end"]) find(id).hidden = id !== screen;
}

function choose() {
  playing.leave();
  turnTo("choice");
  showBest();
}

function showBest() {
  find("best").textContent = bestTold(book.rounds, choosing.set, rules.modes[choosing.mode]);
  find("choice").append(find("history"));
  showHistory(book.rounds, rules.chartRounds);
}

/** Begin a round of a set. The tasks come from the server. */
async function begin(asked) {
  given = asked;
  try {
    const { mode, ...set } = asked;
    const tasks = await playing.asking.tasks(new URLSearchParams(set));
    message.settle();
    turnTo("round");
    playing.begin(tasks, rules.modes[mode]);
    find("pad").focus({ preventScroll: true });
  } catch (error) {
    message.error(error.message, () => begin(asked));
  }
}

function over(result) {
  turnTo("end");
  find("below").append(find("history"));
  end.show(result);
  message.say(find("score").textContent, "round");
  // Not at once: who presses Enter once more for the last task would begin again, unseen.
  setTimeout(() => end.end === result && find("again").focus({ preventScroll: true }), UNHEARD_MS);
}

function trouble(error) {
  if (error) message.error(error.message, error.mayPass ? () => playing.read() : null);
  else message.settle();
}

function leave() {
  location.assign(find("leave").href);
}

const deeds = {
  yes: () => playing.say(true),
  no: () => playing.say(false),
  "go-on": () => playing.goOn(),
  all: () => playing.enter(), // a finger has no Enter
  show: () => playing.showAnswer(),
  clear: () => playing.clear(),
  skip: () => playing.skip(),
  stop: stop,
  "stop-paused": stop,
  again: () => begin(given),
  other: choose,
  practice: () => begin({ set: "practice", digits: end.digits.join(""), mode: "calm" }),
  save: () => end.save(),
};

function stop() {
  playing.stop();
  if (main.dataset.screen === "round") choose();
}

for (const [id, deed] of Object.entries(deeds)) {
  find(id).addEventListener("click", () => {
    deed();
    if (main.dataset.screen === "round") find("pad").focus({ preventScroll: true }); // keys answer the next task
  });
}
find("choice").addEventListener("submit", (event) => {
  event.preventDefault();
  begin({ set: choosing.set, mode: choosing.mode });
});
find("learn").checked = playing.lessons.isOn;
find("learn").addEventListener("change", ({ target }) => playing.lessons.turn(target.checked));

/** What keys do in a round. */
function keyInRound({ key, ctrlKey, metaKey }) {
  if (ctrlKey || metaKey) return key.toLowerCase() === "z" && playing.undo();
  if (/^[0-9]$/.test(key)) return playing.type(key);
  const named = { enter: "enter", backspace: "erase", arrowright: "skip", c: "clear" }[key.toLowerCase()];
  return named ? playing[named]() : false;
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.isComposing) return;
  const { screen } = main.dataset;
  if (event.key === "Escape") escape();
  else if (event.key.toLowerCase() === "t" && !event.ctrlKey && !event.metaKey) message.tell(theme.next());
  else if (screen === "end" && event.key.toLowerCase() === "s" && !event.ctrlKey && !event.metaKey) end.save();
  else if (screen !== "round" || (event.key === "Enter" && event.target.matches("button, a"))) return;
  else if (keyInRound(event) === false) return;
  event.preventDefault();
});

function escape() {
  if (message.isShown) message.settle();
  else if (playing.course?.phase === Phase.ASK) playing.say(false);
  else leave();
}

new Pad(find("pad"), playing.hand, () => {});
choose();
