// The top level of CommonMark, as far as the body's blocks need it: which lines make a paragraph, a
// heading, a quote, a list; and a table, as GitHub's Markdown has them. As in articles/markup.py, four of its rules are off (indented code,
// underlined headings, link definitions, HTML), and so a block may begin at any indentation.
//
// A line is { text, isLazy }. A lazy one continues a paragraph inside a quote or a list without
// their marks, and can begin nothing.
import { trim } from "./white_space.js";

const FENCE = /^ *(`{3,}(?!.*`)|~{3,})/;
const HEADING = /^ *(#{1,6})(?: (.*))?$/;
const RULE = /^ *([-_*])(?: *\1){2,} *$/;
const QUOTE = /^ *> ?/;
const TABLE_RULE = /^(?!- )[-:|][-:| ]+$/; // the line between a table's header and its rows
const DEEPEST = 20; // quotes and lists in one another
const ITEM = /^( *)([-+*]|[0-9]{1,9}[.)])(?:( +)(.*))?$/;

const isBlank = (line) => /^ *$/.test(line.text);
const indentOf = (line) => /^ */.exec(line.text)[0].length;
export const toLines = (texts) => texts.map((text) => ({ text, isLazy: false }));

/* The blocks that lines make: { type, start, end, isOpen } and, by type, `text` of a heading with
   its `level`, `items` and `isOrdered` of a list (each the lines of its content and their blocks).
   `isOpen` says that a paragraph of it would go on in a next line. */
export function scan(lines, depth = 0) {
  if (depth === DEEPEST) return [{ type: "paragraph", start: 0, end: lines.length, isOpen: true }];
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const block = readBlock(lines, at, depth);
    blocks.push({ start: at, ...block });
    at = block.end;
  }
  return blocks;
}

function readBlock(lines, at, depth) {
  const { text, isLazy } = lines[at];
  if (isLazy) return readParagraph(lines, at);
  if (isTable(lines, at)) return readTable(lines, at);
  if (FENCE.test(text)) return readFence(lines, at);
  if (QUOTE.test(text)) return readQuote(lines, at, depth);
  if (RULE.test(text)) return { type: "rule", end: at + 1, isOpen: false };
  if (ITEM.test(text)) return readList(lines, at, depth);
  const heading = HEADING.exec(text);
  if (heading) {
    const content = (heading[2] || "").replace(/(?<! ) +$/, "").replace(/(?:^| )#+$/, "");
    return {
      type: "heading",
      end: at + 1,
      isOpen: false,
      level: heading[1].length,
      text: trim(content),
    };
  }
  return readParagraph(lines, at);
}

/* Whether a line ends a paragraph before it; inside the same quote or list item (`isInside`) an
   item does so only if it has content, and a number only if it is 1. */
function interrupts({ text }, isInside) {
  if (FENCE.test(text) || QUOTE.test(text) || RULE.test(text) || HEADING.test(text)) return true;
  const item = ITEM.exec(text);
  if (!item || !isInside) return Boolean(item);
  return Boolean(item[4]) && (item[2].length === 1 || Number.parseInt(item[2], 10) === 1);
}

function readParagraph(lines, at) {
  let end = at + 1;
  while (end < lines.length && !isBlank(lines[end])) {
    const isDeep = indentOf(lines[end]) > 3; // it would be indented code
    if (!lines[end].isLazy && !isDeep && (interrupts(lines[end], true) || isTable(lines, end))) break;
    end += 1;
  }
  return { type: "paragraph", end, isOpen: end === lines.length };
}

/* Whether a table's header stands here: below it is a rule with as many columns. */
function isTable(lines, at) {
  const rule = trim(lines[at + 1]?.text ?? "");
  if (!TABLE_RULE.test(rule) || lines[at + 1].isLazy || !lines[at].text.includes("|")) return false;
  const columns = cellsOf(rule);
  if (!columns.every((cell) => /^:?-+:?$/.test(trim(cell)))) return false;
  return columns.length === cellsOf(trim(lines[at].text)).length;
}

function cellsOf(text) {
  const cells = text.split(/(?<!\\)\|/);
  if (!cells[0]) cells.shift();
  if (!cells.at(-1)) cells.pop();
  return cells;
}

function readTable(lines, at) {
  let end = at + 2;
  while (end < lines.length && !isBlank(lines[end]) && !lines[end].isLazy) {
    if (interrupts(lines[end], false)) break;
    end += 1;
  }
  return { type: "table", end, isOpen: false };
}

function readFence(lines, at) {
  const mark = FENCE.exec(lines[at].text)[1];
  const closing = new RegExp(`^ *${mark[0]}{${mark.length},} *$`);
  let end = at + 1;
  while (end < lines.length && !lines[end].isLazy) {
    end += 1;
    if (closing.test(lines[end - 1].text)) break;
  }
  return { type: "fence", end, isOpen: false };
}

function readQuote(lines, at, depth) {
  const content = [];
  let end = at;
  let isOpen = false;
  let isStale = false; // whether content was added since `isOpen` was found out
  for (; end < lines.length && !isBlank(lines[end]); end += 1) {
    const line = lines[end];
    if (!line.isLazy && QUOTE.test(line.text)) {
      const inside = { text: line.text.replace(QUOTE, ""), isLazy: false };
      content.push(inside);
      // Plain text after an open paragraph leaves it open.
      if (!isOpen || isBlank(inside) || interrupts(inside, false)) isStale = true;
    } else {
      if (!line.isLazy && interrupts(line, false)) break;
      if (isStale) isOpen = line.isLazy || endsInParagraph(content, depth);
      isStale = false;
      if (!isOpen) break;
      content.push({ text: line.text, isLazy: true });
    }
  }
  if (end < lines.length) isOpen = false;
  else if (isStale) isOpen = endsInParagraph(content, depth);
  return { type: "quote", end, isOpen };
}

function endsInParagraph(content, depth) {
  return Boolean(scan(content, depth + 1).at(-1)?.isOpen);
}

/* How a line begins an item: the list's mark, and where the item's content begins. */
function markerOf(line) {
  const match = line.isLazy ? null : ITEM.exec(line.text);
  if (!match || RULE.test(line.text)) return null;
  const [, indent, mark, spaces = "", content] = match;
  const space = content && spaces.length <= 4 ? spaces.length : 1;
  return { sign: mark.at(-1), isOrdered: mark.length > 1, offset: indent.length + mark.length + space };
}

function readList(lines, at, depth) {
  const first = markerOf(lines[at]);
  const items = [];
  let end = at;
  let isOpen = false;
  let next = at;
  while (next < lines.length) {
    const marker = markerOf(lines[next]);
    if (!marker || marker.sign !== first.sign || marker.isOrdered !== first.isOrdered) break;
    const item = readItem(lines, next, marker.offset, depth);
    items.push({ lines: item.lines, blocks: scan(item.lines, depth + 1) });
    end = item.end;
    isOpen = end === lines.length && Boolean(items.at(-1).blocks.at(-1)?.isOpen);
    next = end;
    while (next < lines.length && isBlank(lines[next])) next += 1;
    // After an item without content a second blank line ends the list.
    if (!items.at(-1).blocks.length && next - end > 1) break;
  }
  return { type: "list", end, isOpen, isOrdered: first.isOrdered, items };
}

/* The lines of an item's content without its indentation; `end` is after the last that is not blank. */
function readItem(lines, at, offset, depth) {
  const content = [{ text: lines[at].text.slice(offset), isLazy: false }];
  let end = at + 1;
  let isOpen = false;
  let isStale = true;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    if (isBlank(line)) {
      if (next === at + 1 && !trim(content[0].text)) break; // an empty item
      content.push({ text: "", isLazy: false });
      isStale = true;
      continue;
    }
    if (!line.isLazy && indentOf(line) >= offset) {
      content.push({ text: line.text.slice(offset), isLazy: false });
      isStale = true;
    } else {
      const isTooDeep = indentOf(line) >= 4 && ITEM.test(line.text) && !RULE.test(line.text);
      if (!line.isLazy && !isTooDeep && interrupts(line, false)) break;
      if (isStale) isOpen = line.isLazy || endsInParagraph(content, depth);
      isStale = false;
      if (!isOpen) break;
      content.push({ text: line.text.slice(Math.min(indentOf(line), offset)), isLazy: true });
    }
    end = next + 1;
  }
  return { lines: content.slice(0, end - at), end };
}
