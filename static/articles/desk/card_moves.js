// What can be done with a block of the body.
import { BOX_KINDS, KIND_NAMES } from "./block_kinds.js";
import { escape, plain } from "./blocks.js";
import { blocks, commit, refresh } from "./body.js";
import { dealParts } from "./line_texts.js";
import { addRow, captionNumbered, inputOf, removeRow } from "./rows.js";

const CREDIT = /^(.*\S)\s*\(([^()]{2,80})\)$/s; // A boat leaves Tyre. (Reuters)

export function move(block, step) {
  moveTo(block, blocks.indexOf(block) + step);
}

export function moveTo(block, to) {
  if (to < 0 || to >= blocks.length) return;
  blocks.splice(blocks.indexOf(block), 1);
  blocks.splice(to, 0, block);
  const position = { place: to + 1, count: blocks.length };
  commit(block, interpolate(gettext("Moved: block %(place)s of %(count)s"), position, true));
}

export function insert(at, text, parts) {
  const block = { kind: "paragraph", text, heading: "", number: 0, parts: parts || [] };
  blocks.splice(at, 0, block);
  commit(block, gettext("Added a paragraph"));
  return block;
}

export function split(block, at) {
  if (block.kind === "caption" || !at) return;
  const [before, after] = [block.text.slice(0, at).trim(), block.text.slice(at).trim()];
  if (!before || !after) return;
  const [above, below] = dealParts(block, at);
  block.parts = above;
  block.text = before;
  const rest = { ...block, heading: "", text: after, parts: below };
  blocks.splice(blocks.indexOf(block) + 1, 0, rest);
  commit(rest, gettext("Split in two"));
}

/* Joins a block to the one above; returned are that block and where the text begins in it, or null
   where the two cannot be joined. */
export function join(block) {
  const above = blocks[blocks.indexOf(block) - 1];
  if (!above || above.kind === "caption" || block.kind === "caption") return null;
  const seam = above.text.length + 1;
  above.text = [above.text, block.text].filter(Boolean).join(" ");
  above.parts = [...new Set([...above.parts, ...block.parts])];
  blocks.splice(blocks.indexOf(block), 1);
  commit(null, gettext("Joined to the block above"));
  return { above, seam };
}

/* Removes a block; what is returned restores it. */
export function remove(block) {
  const at = blocks.indexOf(block);
  blocks.splice(at, 1);
  commit(blocks[at] || blocks[at - 1], "");
  return () => {
    blocks.splice(at, 0, block);
    commit(block, gettext("Restored"));
  };
}

export function reword(block, text) {
  block.text = text;
  commit(block, gettext("Changed"));
}

/* Makes a block another kind; of a key point or a caption the row that it became is returned. */
export function turnInto(block, kind, isFocused = true) {
  if (kind === block.kind) return null;
  if (block.kind === "caption") takeCaptionBack(block);
  const whole = [block.heading, block.text].filter(Boolean).join(" ");
  let row = null;
  if (kind === "bullet") {
    row = addRow("bullets", { text: plain(whole) });
    blocks.splice(blocks.indexOf(block), 1);
    commit(null, gettext("Now the last key point"));
    return row;
  }
  if (kind === "caption") {
    const text = plain(whole);
    const credited = CREDIT.exec(text);
    row = addRow("captions", credited ? { text: credited[1], credit: credited[2] } : { text });
    const number = Number(inputOf(row, "number").value);
    Object.assign(block, { text: "", heading: "", number });
  } else if (!BOX_KINDS.includes(kind)) {
    block.text = whole;
    block.heading = "";
  }
  block.kind = kind;
  const words = interpolate(gettext("Now: %(kind)s"), { kind: KIND_NAMES[kind] }, true);
  commit(isFocused ? block : null, words);
  return row;
}

/* The text of a caption's row is the block's again, and the row is removed. */
function takeCaptionBack(block) {
  const row = captionNumbered(block.number);
  const credit = row ? inputOf(row, "credit").value : "";
  const text = row ? inputOf(row, "text").value : block.text;
  block.text = escape(credit ? `${text} (${credit})` : text);
  block.number = 0;
  if (row) removeRow(row);
}

/* Two captions have changed numbers: the body names them by the new ones. */
export function followCaptions() {
  document.addEventListener("desk:captions-swapped", ({ detail: [first, second] }) => {
    refresh();
    for (const block of blocks) {
      if (block.kind !== "caption") continue;
      if (block.number === first) block.number = second;
      else if (block.number === second) block.number = first;
    }
    commit(null, "");
  });
}
