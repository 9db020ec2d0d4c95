// The body as cards, a block each, over the Markdown text area, which stays what is saved.
import { area, blocks, refresh, whenCommitted } from "./body.js";
import { makeButton } from "./buttons.js";
import { makeCard } from "./card.js";
import { followCaptions, insert } from "./card_moves.js";

const AT_A_TIME = 500; // cards drawn; each is some 40 elements, and all are drawn at each change
const list = document.createElement("ol");
const status = document.createElement("p");
let drawnCount = AT_A_TIME;

export function startCards() {
  if (!area) return;
  list.className = "cards";
  list.setAttribute("aria-label", gettext("The body, block by block"));
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  area.after(list, status);
  area.before(makeModes());
  whenCommitted(redraw);
  followCaptions();
  load();
  show(rememberedMode() !== "markdown");
}

/* Says what was done to those who do not see it. */
export function say(words) {
  status.textContent = words;
}

/* Another body in place of this one; blocks that are the same keep their parts. */
export function replaceBody(markdown) {
  area.value = markdown;
  load();
}

// --- cards or Markdown

function makeModes() {
  const bar = document.createElement("div");
  bar.className = "card-modes";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", gettext("How to edit the body"));
  for (const [mode, label] of [
    ["cards", gettext("Blocks")],
    ["markdown", "Markdown"],
  ]) {
    const button = makeButton(label, () => {
      rememberMode(mode);
      if (mode === "cards" && list.hidden) load();
      show(mode === "cards");
    });
    button.dataset.mode = mode;
    bar.append(button);
  }
  return bar;
}

function show(asCards) {
  list.hidden = !asCards;
  area.hidden = asCards;
  for (const button of document.querySelectorAll(".card-modes button")) {
    button.setAttribute("aria-pressed", String((button.dataset.mode === "cards") === asCards));
  }
}

export function openCards() {
  if (!list.hidden) return;
  load();
  show(true);
}

function rememberedMode() {
  try {
    return localStorage.getItem("desk-body");
  } catch {
    return null;
  }
}

function rememberMode(mode) {
  try {
    localStorage.setItem("desk-body", mode);
  } catch {
    // A browser that keeps nothing opens with the cards next time.
  }
}

// --- drawing

function load() {
  refresh();
  draw();
}

function redraw(focused, words) {
  if (focused) drawnCount = Math.max(drawnCount, blocks.indexOf(focused) + 1);
  draw();
  if (focused) focusCard(focused);
  if (words) say(words);
}

/* Of a long body the first cards; what is not drawn is in `blocks`, and saved, all the same. */
function draw() {
  const cards = blocks.slice(0, drawnCount).map((block) => makeCard(block, focusCard));
  list.replaceChildren(...cards);
  if (blocks.length > drawnCount) list.append(makeMore());
  if (!blocks.length) {
    const empty = document.createElement("li");
    empty.append(makeButton(gettext("Write the first paragraph"), () => insert(0, "")));
    list.append(empty);
  }
}

function makeMore() {
  const more = document.createElement("li");
  more.className = "cards-more";
  const count = { drawn: drawnCount, count: blocks.length };
  const words = interpolate(gettext("Blocks 1 to %(drawn)s of %(count)s."), count, true);
  const button = makeButton(gettext("Show more blocks"), () => {
    const next = blocks[drawnCount];
    drawnCount += AT_A_TIME;
    draw();
    focusCard(next);
  });
  more.append(words, " ", button);
  return more;
}

export function cardOf(block) {
  return [...list.children].find((card) => card.block === block);
}

function focusCard(block, at) {
  const card = cardOf(block);
  const text = card && (card.querySelector(".card-text") || card.querySelector("select"));
  if (!text) return;
  text.focus();
  if (at !== undefined && text.setSelectionRange) text.setSelectionRange(at, at);
  card.scrollIntoView({ block: "nearest" });
}
