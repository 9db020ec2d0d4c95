// What can be done with a raw line: each function changes the form, and returns false where it
// cannot.
import { KIND_NAMES } from "./block_kinds.js";
import { escape } from "./blocks.js";
import { blocks, blockWithPart } from "./body.js";
import { openCards } from "./body_cards.js";
import { insert, join, remove, reword, split, turnInto } from "./card_moves.js";
import { changed, offerUndo } from "./changes.js";
import { lines, seamsOf, textOf } from "./line_texts.js";
import { partOfRow, placeOf } from "./line_ties.js";
import { inputOf, removeRow } from "./rows.js";

const LETTERS = {
  paragraph: "P",
  crosshead: "S",
  list_item: "L",
  pull_quote: "Q",
  fact_box: "F",
  related_link: "R",
  caption: "C",
  bullet: "B",
};

/* What a line can become, each with its letter, and what else can be done with it. */
export function choicesFor(line) {
  const place = placeOf(line);
  const here = place && (place.block ? place.block.kind : "bullet");
  const kinds = Object.entries(KIND_NAMES)
    .filter(([kind]) => kind !== "other" && kind !== here)
    .map(([kind, label]) => ({ label, letter: LETTERS[kind], act: () => turnLine(line, kind) }));
  if (!place) return kinds;
  const others = [{ label: gettext("Remove"), letter: "X", act: removePart }];
  if (place.block && place.block.kind !== "caption") {
    others.unshift(
      { label: gettext("Join to above"), letter: "J", act: joinToAbove },
      { label: gettext("Split here"), letter: "K", act: splitAtLine },
    );
  }
  return [...kinds, ...others];
}

function turnLine(line, kind) {
  const place = placeOf(line);
  if (!place) return addAs(line, kind);
  if (place.block) {
    const { part } = line.dataset;
    if (!place.block.parts.includes(part)) place.block.parts.push(part);
    openCards();
    const row = turnInto(place.block, kind);
    if (kind === "bullet") tieToRow(place.block.parts, row);
    return true;
  }
  removeRow(place.row);
  return addAs(line, kind);
}

/* A part that left the body for a row: its lines go with it. */
function tieToRow(parts, row) {
  if (!row) return;
  for (const line of lines.filter((one) => parts.includes(one.dataset.part))) {
    line.dataset.part = partOfRow(row);
  }
}

/* A line that is in no part becomes one, after the part of the nearest line above it. */
export function addAs(line, kind) {
  openCards();
  let above = null;
  for (let at = lines.indexOf(line) - 1; at >= 0 && !above; at -= 1) {
    if (lines[at].dataset.part) above = blockWithPart(lines[at].dataset.part);
  }
  const at = above ? blocks.indexOf(above) + 1 : 0;
  line.dataset.part = `line:${line.dataset.line}`;
  const block = insert(at, escape(textOf(line)), [line.dataset.part]);
  if (kind !== "paragraph") {
    const row = turnInto(block, kind);
    if (kind === "bullet") tieToRow([line.dataset.part], row);
  }
  return true;
}

/* Removes what a line became; a caption's row and its place in the body go together. */
export function removePart(line) {
  const place = placeOf(line);
  if (!place) return false;
  const undos = [place.block && remove(place.block), place.row && removeRow(place.row)];
  const number = { line: line.dataset.line };
  offerUndo(interpolate(gettext("Line %(line)s removed."), number, true), () => {
    for (const undo of undos.filter(Boolean)) undo();
  });
  return true;
}

function joinToAbove(line) {
  const place = placeOf(line);
  return Boolean(place?.block && join(place.block));
}

/* Splits the block where this line's text begins in it. */
export function splitAtLine(line) {
  const place = placeOf(line);
  if (!place?.block || place.block.kind === "caption") return false;
  openCards();
  const seams = seamsOf(place.block);
  const at = seams.findIndex((seam) => seam.line === line);
  // The issue stands at the first of the joined lines; the seam is where the next begins.
  const seam = seams[Math.max(1, at)];
  if (!seam || seam.start <= 0) return false;
  split(place.block, seam.start);
  return true;
}

/* Removes the spaces that stand before a full stop or a comma. */
export function closeGap(line) {
  const place = placeOf(line);
  if (!place) return false;
  if (place.block && place.block.kind !== "caption") {
    reword(place.block, withoutGaps(place.block.text));
    return true;
  }
  const input = place.row && inputOf(place.row, "text");
  if (!input) return false;
  input.value = withoutGaps(input.value);
  changed();
  return true;
}

function withoutGaps(text) {
  return text.replace(/(\w[”’")]?) ([.,])(?= [\w“‘"]|$)/g, "$1$2");
}
