// The body's Markdown as blocks, and back: the same division as articles/markup.py makes, so that a
// block here is the same block there (tests/bodies.json holds both to it). What is not edited is
// written back as it stood.
import { scan, toLines } from "./commonmark.js";
import { normaliseLine, trim, trimEnd } from "./white_space.js";

const CAPTION = /^ *!\[([^[\]\\]*)\]\(caption:([0-9]{1,6})\) *$/;
const OPENING = /^ *:{3,} *(fact|related)(?: +(\S.*?))? *$/;
const CLOSING = /^ *:{3,} *$/;
const BOXES = { fact: "fact_box", related: "related_link" };
const WORDS = { fact_box: "fact", related_link: "related" };

export function read(markdown) {
  const unified = markdown.replace(/\r\n?/g, "\n").replaceAll("\0", "");
  const lines = unified.split("\n").map(normaliseLine);
  const lastClosing = lines.reduce((last, line, at) => (CLOSING.test(line) ? at : last), -1);
  const blocks = [];
  let between = []; // lines outside boxes and captions
  const flush = () => {
    for (const one of readBetween(between)) blocks.push(one); // too many to be arguments of a call
    between = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const caption = CAPTION.exec(lines[at]);
    const box = at < lastClosing ? OPENING.exec(lines[at]) : null;
    if (caption) {
      flush();
      blocks.push({ kind: "caption", text: caption[1], heading: "", number: Number(caption[2]) });
    } else if (box) {
      flush();
      const inside = [];
      for (at += 1; !CLOSING.test(lines[at]); at += 1) inside.push(lines[at]);
      const text = trimLines(inside.join("\n"));
      blocks.push({ kind: BOXES[box[1]], text, heading: box[2] || "", number: 0 });
    } else {
      between.push(lines[at]);
    }
  }
  flush();
  return blocks;
}

/* What stands between boxes and captions. */
function readBetween(texts) {
  const blocks = [];
  for (const found of scan(toLines(texts))) {
    const source = trimLines(texts.slice(found.start, found.end).join("\n"));
    if (found.type === "paragraph") blocks.push(block("paragraph", trim(source)));
    else if (found.level === 2) blocks.push(block("crosshead", found.text));
    else if (found.type === "quote") blocks.push(block("pull_quote", trimLines(unquote(source))));
    else if (isSimple(found)) for (const item of found.items) blocks.push(readItem(item));
    else blocks.push(block("other", dedent(source)));
  }
  return blocks.filter((one) => one.text);
}

/* Whether it is a list of bullets of which each is one paragraph at most. */
function isSimple({ type, isOrdered, items }) {
  return type === "list" && !isOrdered && items.every(isParagraph);
}

function isParagraph({ blocks }) {
  return blocks.length < 2 && blocks.every((one) => one.type === "paragraph");
}

function readItem({ lines, blocks: [paragraph] }) {
  const found = paragraph ? lines.slice(paragraph.start, paragraph.end) : [];
  return block("list_item", trim(found.map((line) => line.text).join("\n")));
}

function unquote(source) {
  return source.replace(/^ *> ?/gm, "").replace(/^ +$/gm, "");
}

/* Without the first line's indentation, which could draw the block into a list above it. */
function dedent(source) {
  const indent = /^ */.exec(source)[0].length;
  return indent ? source.replace(new RegExp(`^ {1,${indent}}`, "gm"), "") : source;
}

function trimLines(text) {
  return text.replace(/^\n+|(?<!\n)\n+$/g, "");
}

function block(kind, text) {
  return { kind, text, heading: "", number: 0 };
}

export function write(blocks) {
  let text = "";
  blocks.forEach((one, at) => {
    if (at) {
      const inList = one.kind === "list_item" && blocks[at - 1].kind === "list_item";
      text += inList ? "\n" : "\n\n";
    }
    text += sourceOf(one);
  });
  return text;
}

function sourceOf(one) {
  switch (one.kind) {
    case "caption":
      return `![${one.text}](caption:${one.number})`;
    case "crosshead": {
      const line = one.text.split(/\s*\n\s*/).join(" ");
      return /(?:^| )#+$/.test(line) ? `## ${line} #` : `## ${line}`;
    }
    case "list_item":
      return "- " + one.text.replace(/\n/g, "\n  ");
    case "pull_quote":
      return one.text
        .split("\n")
        .map((line) => trimEnd(`> ${line}`))
        .join("\n");
    case "fact_box":
    case "related_link":
      return [trimEnd(`::: ${WORDS[one.kind]} ${one.heading}`), one.text, ":::"]
        .filter(Boolean)
        .join("\n");
    default:
      return one.text;
  }
}

/* Text as Markdown that shows just this text; see escape() in articles/markup.py. */
export function escape(text) {
  const line = text.split(/\s+/).filter(Boolean).join(" ");
  return line
    .replace(/[`*]|\\(?=[!-/:-@[-`{-~]|$)|<(?=[^\s<>]+>)|&(?=#?\w+;)|\](?=\()/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (marks) => marks.replace(/_/g, "\\_"))
    .replace(/^(?:#{1,6}(?= |$)|[-+](?= |$)|>|~~~|:::)/, "\\$&")
    .replace(/^(\d{1,9})([.)])(?= |$)/, "$1\\$2");
}

/* The other way round, for what escape() made; links and stress stay as they were written. */
export function plain(text) {
  return text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
}
