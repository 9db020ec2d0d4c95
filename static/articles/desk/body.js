// The body as blocks, in step with the Markdown text area, which is what is saved.
//
// A block's `parts` name what it came from, for the raw lines: at first by the server's count of
// the blocks, if that divided the body as this does; then a block keeps its parts as long as its
// text is there once, or nothing around it has changed.
import { read, write } from "./blocks.js";
import { KIND_LETTERS } from "./block_kinds.js";
import { changed } from "./changes.js";

export const area = document.querySelector("#article_form textarea[name=body]");

/* The blocks; those who change them call `save` or `commit`. */
export let blocks = [];

let written = null; // the Markdown that the blocks stand for
let redraw = () => {};

/* `draw(focused, words)` is called after each `commit`. */
export function whenCommitted(draw) {
  redraw = draw;
}

export function save() {
  area.value = write(blocks);
  written = area.value;
  changed();
}

/* Saves blocks that were added, removed, moved or made another kind, and has them drawn again:
   `focused` is the block that gets the focus, if any, `words` say what was done. */
export function commit(focused, words) {
  save();
  redraw(focused, words);
}

/* Reads the text area, if it has been changed by hand. */
export function refresh() {
  if (!area || area.value === written) return;
  const fresh = read(area.value);
  if (written === null) nameParts(fresh);
  else carryParts(blocks, fresh);
  written = area.value;
  blocks = fresh;
}

/* The one block that has the part; none where it is gone or stands in two. */
export function blockWithPart(part) {
  const having = part ? blocks.filter((block) => block.parts.includes(part)) : [];
  return having.length === 1 ? having[0] : undefined;
}

export function markOfCaption(number) {
  return blocks.find((block) => block.kind === "caption" && block.number === number);
}

// --- parts

function nameParts(fresh) {
  const kinds = document.querySelector(".evidence-lines")?.dataset.kinds || "";
  const agrees = kinds === fresh.map((block) => KIND_LETTERS[block.kind]).join("");
  fresh.forEach((block, at) => {
    block.parts = agrees ? [`block:${at}`] : [];
  });
}

function carryParts(old, fresh) {
  const [were, are] = [old.map(identityOf), fresh.map(identityOf)];
  const [before, now] = [countEach(were), countEach(are)];
  for (const block of fresh) block.parts = [];
  const give = (from, to) => {
    fresh[to].parts = old[from].parts;
  };
  let head = 0;
  while (head < were.length && were[head] === are[head]) {
    give(head, head);
    head += 1;
  }
  let tail = 0;
  const most = Math.min(were.length, are.length) - head;
  while (tail < most && were.at(-1 - tail) === are.at(-1 - tail)) {
    give(were.length - 1 - tail, are.length - 1 - tail);
    tail += 1;
  }
  const positions = new Map(were.map((one, at) => [one, at]));
  for (let at = head; at < are.length - tail; at += 1) {
    if (before.get(are[at]) === 1 && now.get(are[at]) === 1) give(positions.get(are[at]), at);
  }
  const left = [were.length, are.length].map((count) => count - head - tail);
  // Reworded in its place, and not another in its stead.
  if (left[0] === 1 && left[1] === 1 && areAlike(old[head].text, fresh[head].text)) {
    give(head, head);
  }
}

function identityOf({ kind, heading, text, number }) {
  return JSON.stringify([kind, heading, text, number]);
}

function countEach(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

/* Whether most of a text is still there; as articles/editing/line_ties.py has it. */
function areAlike(one, other) {
  const [ours, theirs] = [trigrams(one), trigrams(other)];
  const left = countEach(theirs);
  let shared = 0;
  for (const three of ours) {
    if (!left.get(three)) continue;
    left.set(three, left.get(three) - 1);
    shared += 1;
  }
  return shared * 2 >= Math.max(ours.length, theirs.length);
}

function trigrams(text) {
  const letters = (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || []).join(" ");
  return Array.from({ length: Math.max(1, letters.length - 2) }, (_, at) =>
    letters.slice(at, at + 3),
  );
}
