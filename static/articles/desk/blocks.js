/* The body's Markdown as blocks, and back: the same division as articles/markup.py makes, so that
   a block here has the same place as there. What is not edited is written back as it stood. */
"use strict";

window.desk = window.desk || {};

desk.blocks = (function () {
  const CAPTION = /^ *!\[([^\[\]\\]*)\]\(caption:([0-9]{1,6})\) *$/;
  const OPENING = /^ *:{3,} *(fact|related)(?: +(\S.*?))? *$/;
  const CLOSING = /^ *:{3,} *$/;
  const CROSSHEAD = /^ {0,3}## +(.*?)(?: +#+)? *$/;
  const ITEM = /^ {0,3}[-*+] +(.*)$/;
  const QUOTE = /^ {0,3}> ?(.*)$/;
  const FENCE = /^ {0,3}(`{3,}|~{3,})/;
  const BOXES = { fact: "fact_box", related: "related_link" };
  const WORDS = { fact_box: "fact", related_link: "related" };

  function read(markdown) {
    const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
    const lastClosing = lines.reduce((last, line, at) => (CLOSING.test(line) ? at : last), -1);
    const blocks = [];
    let plain = [];
    const flush = () => {
      for (const one of readPlain(plain)) blocks.push(one); // too many to be arguments of a call
      plain = [];
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
        const text = inside.join("\n").replace(/^\n+|\n+$/g, "");
        blocks.push({ kind: BOXES[box[1]], text, heading: box[2] || "", number: 0 });
      } else {
        plain.push(lines[at]);
      }
    }
    flush();
    return blocks;
  }

  /* What stands between boxes and captions: groups of lines, parted by blank ones. */
  function readPlain(lines) {
    const blocks = [];
    let group = [];
    const flush = () => {
      if (group.length) for (const one of readGroup(group)) blocks.push(one);
      group = [];
    };
    for (let at = 0; at < lines.length; at += 1) {
      const fence = group.length ? null : FENCE.exec(lines[at]);
      if (fence) {
        group.push(lines[at]);
        for (at += 1; at < lines.length; at += 1) {
          group.push(lines[at]);
          if (lines[at].trim().startsWith(fence[1])) break;
        }
        blocks.push(block("other", group.join("\n")));
        group = [];
      } else if (CROSSHEAD.test(lines[at])) {
        flush();
        blocks.push(block("crosshead", CROSSHEAD.exec(lines[at])[1]));
      } else if (lines[at].trim()) {
        group.push(lines[at]);
      } else {
        flush();
      }
    }
    flush();
    return blocks.filter((one) => one.text);
  }

  function readGroup(lines) {
    if (lines.every((line) => QUOTE.test(line))) {
      return [block("pull_quote", lines.map((line) => QUOTE.exec(line)[1]).join("\n"))];
    }
    if (ITEM.test(lines[0])) {
      const items = [];
      for (const line of lines) {
        const item = ITEM.exec(line);
        if (item) items.push(block("list_item", item[1]));
        else items[items.length - 1].text += "\n" + line.trim();
      }
      return items;
    }
    return [block("paragraph", lines.map((line) => line.replace(/^ +/, "")).join("\n"))];
  }

  function block(kind, text) {
    return { kind, text: text.replace(/^\n+|\n+$/g, ""), heading: "", number: 0 };
  }

  function write(blocks) {
    let text = "";
    blocks.forEach((one, at) => {
      if (at) {
        const inList = one.kind === "list_item" && blocks[at - 1].kind === "list_item";
        text += inList ? "\n" : "\n\n";
      }
      text += source(one);
    });
    return text;
  }

  function source(one) {
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
        return one.text.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
      case "fact_box":
      case "related_link":
        return [`::: ${WORDS[one.kind]} ${one.heading}`.trimEnd(), one.text, ":::"]
          .filter(Boolean)
          .join("\n");
      default:
        return one.text;
    }
  }

  /* Text as Markdown that shows just this text; see escape() in articles/markup.py. */
  function escape(text) {
    const line = text.split(/\s+/).filter(Boolean).join(" ");
    return line
      .replace(/[`*]|\\(?=[!-/:-@[-`{-~]|$)|<(?=[^\s<>]+>)|&(?=#?\w+;)|\](?=\()/g, "\\$&")
      .replace(/(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu, (marks) => marks.replace(/_/g, "\\_"))
      .replace(/^(?:#{1,6}(?= |$)|[-+](?= |$)|>|~~~|:::)/, "\\$&")
      .replace(/^(\d{1,9})([.)])(?= |$)/, "$1\\$2");
  }

  /* The other way round, for what escape() made; links and stress stay as they were written. */
  function plain(text) {
    return text.replace(/\\([!-/:-@[-`{-~])/g, "$1");
  }

  return { read, write, escape, plain };
})();
