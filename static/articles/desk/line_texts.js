// The raw lines beside the form, and where the text of each begins in the block that it is tied to.
import { escape } from "./blocks.js";

export const lines = [...document.querySelectorAll("#evidence tr[data-line]")];

/* A line's text without the mark of a list. */
export function textOf(line) {
  return line.querySelector(".text > span").textContent.trim().replace(/^[•●▪‣*]\s+/, "");
}

/* The lines of a block in their order, each with where its text begins in the block: the first
   where the block does, the others where they are found, and -1 where one is not, or not surely. */
export function seamsOf(block) {
  const tied = lines.filter((line) => block.parts.includes(line.dataset.part) && textOf(line));
  return tied.map((line, at) => {
    if (at === 0) return { line, start: 0 };
    const begins = asInBlock(textOf(line)).slice(0, 40);
    const ends = asInBlock(textOf(tied[at - 1])).slice(-40);
    let starts = [];
    for (let n = block.text.indexOf(begins); n >= 0; n = block.text.indexOf(begins, n + 1)) {
      starts.push(n);
    }
    if (starts.length > 1) {
      starts = starts.filter((n) => block.text.slice(0, n).trimEnd().endsWith(ends));
    }
    return { line, start: starts.length === 1 ? starts[0] : -1 };
  });
}

/* A line's text as it is within a block: where it does not begin it, a dash is no list's mark. */
function asInBlock(text) {
  return escape(`x ${text}`).slice(2);
}

/* A block is about to be split: its lines go with the half that they stand in. One that stands in
   both stays with both, and is tied to neither until they are joined again. */
export function dealParts(block, at) {
  const seams = seamsOf(block);
  const halves = [[], []];
  const isSure = seams.every(
    (seam, n) => seam.start >= 0 && (!n || seam.start > seams[n - 1].start),
  );
  seams.forEach(({ line, start }, n) => {
    const end = n + 1 < seams.length ? seams[n + 1].start : block.text.length;
    const isAbove = isSure && block.text.slice(at, end).trim() === "";
    const isBelow = isSure && block.text.slice(start, at).trim() === "" && start > 0;
    if (isAbove || isBelow) {
      line.dataset.part = `line:${line.dataset.line}`;
      halves[isBelow ? 1 : 0].push(line.dataset.part);
    } else {
      for (const half of halves) half.push(line.dataset.part);
    }
  });
  return halves.map((half) => [...new Set(half)]);
}
