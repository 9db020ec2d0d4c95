// One card: a block of the body with its kind, its text and its buttons.
import { KIND_NAMES } from "./block_kinds.js";
import { blocks, save } from "./body.js";
import { makeButton } from "./buttons.js";
import { join, move, moveTo, remove, split, turnInto } from "./card_moves.js";
import { offerUndo } from "./changes.js";
import { captionNumbered, inputOf } from "./rows.js";

let dragged = null; // the block whose card is being dragged

/* `focus(block, at)` puts the cursor into the card of a block. */
export function makeCard(block, focus) {
  const card = document.createElement("li");
  card.className = `card card-${block.kind}`;
  card.block = block;
  const acts = {
    up: () => move(block, -1),
    down: () => move(block, 1),
    split: () => split(block, card.querySelector(".card-text")?.selectionStart),
    join: () => {
      const joined = join(block);
      if (joined) focus(joined.above, joined.seam);
    },
    remove: () => offerUndo(gettext("Removed a block."), remove(block)),
  };
  const head = document.createElement("div");
  head.className = "card-head";
  head.append(makeHandle(card), makeKindChoice(block));
  card.append(head, makeContent(block), makeActs(acts));
  card.addEventListener("keydown", (event) => onKey(event, acts));
  card.addEventListener("dragover", (event) => {
    if (dragged && dragged !== block) event.preventDefault();
  });
  card.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    moveTo(dragged, blocks.indexOf(block));
    dragged = null;
  });
  return card;
}

function makeActs(acts) {
  const bar = document.createElement("div");
  bar.className = "card-acts";
  for (const [label, sign, act] of [
    [gettext("Move up"), "↑", acts.up],
    [gettext("Move down"), "↓", acts.down],
    [gettext("Split at the cursor"), "⋯", acts.split],
    [gettext("Join to the block above"), "⤒", acts.join],
    [gettext("Remove"), "×", acts.remove],
  ]) {
    const button = makeButton(sign, act);
    button.setAttribute("aria-label", label);
    button.title = label;
    bar.append(button);
  }
  return bar;
}

function onKey(event, acts) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const act = {
    ArrowUp: acts.up,
    ArrowDown: acts.down,
    Enter: acts.split,
    Backspace: acts.join,
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function makeHandle(card) {
  const handle = document.createElement("span");
  handle.className = "card-handle";
  handle.textContent = "⠿";
  handle.title = gettext("Drag to move");
  handle.setAttribute("aria-hidden", "true");
  handle.draggable = true;
  handle.addEventListener("dragstart", (event) => {
    dragged = card.block;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(card, 0, 0);
  });
  return handle;
}

/* Letters and arrows go through the choices without opening them. What is chosen so counts when
   one goes on, not at each step of the way: some steps would take the block out of the body. */
function makeKindChoice(block) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", gettext("Kind of block"));
  for (const [kind, label] of Object.entries(KIND_NAMES)) {
    if (kind === "other" && block.kind !== "other") continue;
    select.append(new Option(label, kind, false, kind === block.kind));
  }
  let isByKey = false;
  const settle = (isFocused) => {
    const isChosen = isByKey;
    isByKey = false; // at once: that the card is drawn again may be a blur, too
    if (isChosen) turnInto(block, select.value, isFocused);
  };
  select.addEventListener("keydown", (event) => {
    const goesOn = event.key === "Enter" || event.ctrlKey || event.metaKey || event.altKey;
    if (event.key === "Enter" && select.value !== block.kind) event.preventDefault();
    if (goesOn) settle(true);
    else isByKey = event.key !== " ";
  });
  select.addEventListener("pointerdown", () => {
    isByKey = false;
  });
  select.addEventListener("change", () => {
    if (!isByKey) turnInto(block, select.value);
  });
  select.addEventListener("blur", (event) => {
    settle(Boolean(event.relatedTarget?.closest(".cards")));
  });
  return select;
}

function makeContent(block) {
  const content = document.createElement("div");
  content.className = "card-body";
  if (block.kind === "caption") content.append(makeCaptionText(block));
  else {
    if (block.kind === "fact_box" || block.heading) content.append(makeHeadingInput(block));
    content.append(makeTextInput(block));
  }
  return content;
}

function makeTextInput(block) {
  const text = document.createElement("textarea");
  text.dir = "auto";
  text.rows = Math.min(12, Math.ceil((block.text.length + 1) / 70));
  text.value = block.text;
  text.className = "card-text";
  text.setAttribute("aria-label", `${KIND_NAMES[block.kind]}: text`);
  text.addEventListener("input", () => {
    block.text = text.value;
    save();
  });
  return text;
}

function makeHeadingInput(block) {
  const input = document.createElement("input");
  input.type = "text";
  input.dir = "auto";
  input.value = block.heading;
  input.placeholder = gettext("Heading");
  input.setAttribute("aria-label", `${KIND_NAMES[block.kind]}: heading`);
  input.addEventListener("input", () => {
    block.heading = input.value;
    save();
  });
  return input;
}

/* A caption's words are edited in its row below; the card shows where it stands. */
function makeCaptionText(block) {
  const shown = document.createElement("p");
  shown.className = "card-caption";
  const row = captionNumbered(block.number);
  const link = document.createElement("a");
  link.textContent = interpolate(gettext("Caption %(number)s"), { number: block.number }, true);
  link.href = "#captions-group";
  link.addEventListener("click", (event) => {
    const target = captionNumbered(block.number);
    if (!target) return;
    event.preventDefault();
    inputOf(target, "text").focus();
  });
  const words = document.createElement("bdi");
  words.textContent = row ? inputOf(row, "text").value : gettext("no caption has this number");
  shown.append(link, ": ", words);
  return shown;
}
