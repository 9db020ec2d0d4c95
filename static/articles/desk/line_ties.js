// Which part of the story a raw line is tied to, and where that part is now.
//
// The server ties lines to parts by what the importer recorded. From then on a tie goes with its
// card or row, whatever is done to it. A line whose part is gone, or stands in two blocks since one
// was split within the line, is tied to none: it can be added, and changes nothing that is there.
import { blockWithPart, markOfCaption, refresh } from "./body.js";
import { cardOf, openCards } from "./body_cards.js";
import { captionNumbered, inputOf, isDeleted, keyOf, rowByKey } from "./rows.js";

/* The parts that an element of the form belongs to. */
export function partsOf(element) {
  const card = element.closest(".card");
  if (card && card.block.kind !== "caption") return card.block.parts;
  if (card) return [...card.block.parts, ...partOfCaption(card.block.number)];
  const row = element.closest("tr.form-row");
  if (row) {
    const part = partOfRow(row);
    return part ? [part] : [];
  }
  return element.name ? [`field:${element.name.replace(/_[01]$/, "")}`] : [];
}

export function partOfRow(row) {
  if (row.closest("#bullets-group")) return `bullet:${keyOf(row)}`;
  if (row.closest("#captions-group")) return `caption:${keyOf(row)}`;
  return "";
}

function partOfCaption(number) {
  const row = captionNumbered(number);
  return row ? [`caption:${keyOf(row)}`] : [];
}

/* Where a line's part is now: its block of the body, its row, or both for a caption; null where it
   is gone, or not certain. */
export function placeOf(line) {
  const part = line.dataset.part || "";
  const block = blockWithPart(part);
  if (block && block.kind !== "caption") return { block, row: null };
  if (block) return { block, row: captionNumbered(block.number) || null };
  const [kind, key] = [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)];
  if (kind !== "bullet" && kind !== "caption") return null;
  const row = rowByKey(`${kind}s`, key);
  if (!row || isDeleted(row)) return null;
  const mark = kind === "caption" ? markOfCaption(Number(inputOf(row, "number").value)) : null;
  return { block: mark || null, row };
}

/* The input that holds a line's part, if it is there; cards are opened for it. */
export function inputTiedTo(line) {
  const part = line.dataset.part || "";
  if (part.startsWith("field:")) {
    const name = part.slice(part.indexOf(":") + 1);
    return document.querySelector(
      `#article_form [name="${name}"], #article_form [name="${name}_0"]`,
    );
  }
  refresh();
  const place = placeOf(line);
  if (!place) return null;
  if (place.row) return inputOf(place.row, "text");
  openCards();
  const card = cardOf(place.block);
  return card && (card.querySelector(".card-text") || card.querySelector("select"));
}
