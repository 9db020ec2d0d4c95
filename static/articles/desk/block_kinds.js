// The kinds of block, and a key point, which a block can become.

export const KIND_NAMES = {
  paragraph: gettext("Paragraph"),
  crosshead: gettext("Crosshead"),
  list_item: gettext("List item"),
  pull_quote: gettext("Pull quote"),
  fact_box: gettext("Fact box"),
  related_link: gettext("Related link"),
  caption: gettext("Caption"),
  bullet: gettext("Key point"),
  other: gettext("Other Markdown"),
};

/* One letter a kind, as in articles/admin/articles/source_lines.py. */
export const KIND_LETTERS = {
  paragraph: "p",
  crosshead: "s",
  caption: "c",
  fact_box: "f",
  related_link: "r",
  pull_quote: "q",
  list_item: "l",
  other: "o",
};

export const BOX_KINDS = ["fact_box", "related_link"];
