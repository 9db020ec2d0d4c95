// White space as the server has it: the separators of ASCII are, a byte order mark is not.

const SPACE = "\\t\\v\\f\\r \\x1c-\\x1f\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

// The end is looked at from where it begins: from each of its places on, a long run inside a line
// would take the square of its length.
const START = new RegExp(`^[\\n${SPACE}]+`);
const END = new RegExp(`(?<![\\n${SPACE}])[\\n${SPACE}]+$|^[\\n${SPACE}]+$`);
const LINE_EDGE = new RegExp(
  `^[${SPACE}]+|(?<![${SPACE}])[${SPACE}]+$|[\\v\\f\\x1c-\\x1f\\x85\\u2028\\u2029]`,
  "g",
);

export function trim(text) {
  return trimEnd(text.replace(START, ""));
}

export function trimEnd(text) {
  return text.replace(END, "");
}

/* A line with four spaces to a tab, and at its edges no white space but spaces; none if there is
   nothing else. */
export function normaliseLine(line) {
  const text = expandTabs(line).replace(LINE_EDGE, (space) => " ".repeat(space.length));
  return /^ *$/.test(text) ? "" : text;
}

function expandTabs(line) {
  if (!line.includes("\t")) return line;
  let text = "";
  let column = 0;
  for (const char of line) {
    const added = char === "\t" ? " ".repeat(4 - (column % 4)) : char;
    column += char === "\t" ? added.length : 1;
    text += added;
  }
  return text;
}
