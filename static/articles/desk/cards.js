/* The body as cards, a block each, over the Markdown text area, which stays what is saved. */
"use strict";

window.desk = window.desk || {};

desk.cards = (function () {
  const KINDS = {
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
  const CREDIT = /^(.*\S)\s*\(([^()]{2,80})\)$/s; // A boat leaves Tyre. (Reuters)
  const BOXES = ["fact_box", "related_link"];
  const LETTERS = {
    paragraph: "p",
    crosshead: "s",
    caption: "c",
    fact_box: "f",
    related_link: "r",
    pull_quote: "q",
    list_item: "l",
    other: "o",
  }; // as in articles/admin/articles/source_lines.py
  const AT_A_TIME = 500; // cards drawn; each is some 40 elements, and all are drawn at each change
  let area, list, status;
  let blocks = [];
  let written = null; // the Markdown that the blocks stand for
  let drawnCount = AT_A_TIME;

  function start() {
    area = document.querySelector("#article_form textarea[name=body]");
    if (!area) return;
    list = document.createElement("ol");
    list.className = "cards";
    list.setAttribute("aria-label", gettext("The body, block by block"));
    status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    area.after(list, status);
    area.addEventListener("input", () => desk.changed());
    modes();
    load();
    show(remembered() !== "markdown");
  }

  function modes() {
    const bar = document.createElement("div");
    bar.className = "card-modes";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", gettext("How to edit the body"));
    for (const [mode, label] of [["cards", gettext("Blocks")], ["markdown", "Markdown"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.dataset.mode = mode;
      button.addEventListener("click", () => {
        remember(mode);
        if (mode === "cards" && list.hidden) load();
        show(mode === "cards");
      });
      bar.append(button);
    }
    area.before(bar);
  }

  function show(asCards) {
    list.hidden = !asCards;
    area.hidden = asCards;
    document.querySelectorAll(".card-modes button").forEach((button) => {
      button.setAttribute("aria-pressed", String((button.dataset.mode === "cards") === asCards));
    });
  }

  function remembered() {
    try {
      return localStorage.getItem("desk-body");
    } catch {
      return null;
    }
  }

  function remember(mode) {
    try {
      localStorage.setItem("desk-body", mode);
    } catch {
      // A browser that keeps nothing opens with the cards next time.
    }
  }

  /* The blocks anew from the text area. `parts` is where a block came from, for the evidence: at
     first by the server's count of them, if that divided the body as this does; then a block keeps
     its parts as long as its text is there once, or nothing around it has changed. */
  function load() {
    refresh();
    draw();
  }

  function refresh() {
    if (area.value === written) return;
    const read = desk.blocks.read(area.value);
    if (written === null) number(read);
    else carry(blocks, read);
    written = area.value;
    blocks = read;
  }

  function number(read) {
    const kinds = document.querySelector(".evidence-lines")?.dataset.kinds || "";
    const agrees = kinds === read.map((one) => LETTERS[one.kind]).join("");
    read.forEach((one, at) => (one.parts = agrees ? [`block:${at}`] : []));
  }

  function carry(old, read) {
    const name = (one) => JSON.stringify([one.kind, one.heading, one.text, one.number]);
    const [were, are] = [old.map(name), read.map(name)];
    const counted = (names) => names.reduce((map, one) => map.set(one, (map.get(one) || 0) + 1), new Map());
    const [before, now] = [counted(were), counted(are)];
    read.forEach((one) => (one.parts = []));
    const give = (from, to) => (read[to].parts = old[from].parts);
    let head = 0;
    while (head < were.length && were[head] === are[head]) give(head, head++);
    let tail = 0;
    const most = Math.min(were.length, are.length) - head;
    while (tail < most && were.at(-1 - tail) === are.at(-1 - tail)) {
      give(were.length - 1 - tail, are.length - 1 - tail);
      tail += 1;
    }
    const places = new Map(were.map((one, at) => [one, at]));
    for (let at = head; at < are.length - tail; at += 1) {
      if (before.get(are[at]) === 1 && now.get(are[at]) === 1) give(places.get(are[at]), at);
    }
    const left = [were.length, are.length].map((count) => count - head - tail);
    // Reworded in its place, and not another in its stead.
    if (left[0] === 1 && left[1] === 1 && alike(old[head].text, read[head].text)) give(head, head);
  }

  /* Whether most of a text is still there; as articles/editing/line_ties.py has it. */
  function alike(one, other) {
    const threes = (text) => {
      const letters = (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || []).join(" ");
      return Array.from({ length: Math.max(1, letters.length - 2) }, (_, at) => letters.slice(at, at + 3));
    };
    const [ours, theirs] = [threes(one), threes(other)];
    const left = new Map();
    for (const three of theirs) left.set(three, (left.get(three) || 0) + 1);
    let shared = 0;
    for (const three of ours) {
      if (!left.get(three)) continue;
      left.set(three, left.get(three) - 1);
      shared += 1;
    }
    return shared * 2 >= Math.max(ours.length, theirs.length);
  }

  function save() {
    area.value = desk.blocks.write(blocks);
    written = area.value;
    desk.changed();
  }

  /* Of a long body the first cards; what is not drawn is in `blocks`, and saved, all the same. */
  function draw() {
    list.replaceChildren(...blocks.slice(0, drawnCount).map(card));
    if (blocks.length > drawnCount) {
      const more = document.createElement("li");
      more.className = "cards-more";
      const count = { drawn: drawnCount, count: blocks.length };
      const words = interpolate(gettext("Blocks 1 to %(drawn)s of %(count)s."), count, true);
      more.append(words, " ", button(gettext("Show more blocks"), () => {
        const next = blocks[drawnCount];
        drawnCount += AT_A_TIME;
        draw();
        focus(next);
      }));
      list.append(more);
    }
    if (!blocks.length) {
      const empty = document.createElement("li");
      empty.append(button(gettext("Write the first paragraph"), () => insert(0, "")));
      list.append(empty);
    }
  }

  function card(one) {
    const item = document.createElement("li");
    item.className = `card card-${one.kind}`;
    item.block = one;
    const head = document.createElement("div");
    head.className = "card-head";
    const acts = document.createElement("div");
    acts.className = "card-acts";
    head.append(handle(item), kindChoice(one));
    for (const [label, sign, act] of [
      [gettext("Move up"), "↑", () => move(one, -1)],
      [gettext("Move down"), "↓", () => move(one, 1)],
      [gettext("Split at the cursor"), "⋯", () => split(one)],
      [gettext("Join to the block above"), "⤒", () => join(one)],
      [gettext("Remove"), "×", () => desk.offerUndo(gettext("Removed a block."), remove(one))],
    ]) {
      const made = button(sign, act);
      made.setAttribute("aria-label", label);
      made.title = label;
      acts.append(made);
    }
    const text = document.createElement("div");
    text.className = "card-body";
    if (one.kind === "caption") text.append(captionText(one));
    else {
      if (one.kind === "fact_box" || one.heading) text.append(headingInput(one));
      text.append(textInput(one));
    }
    item.append(head, text, acts);
    item.addEventListener("keydown", (event) => keys(event, one));
    item.addEventListener("dragover", (event) => {
      if (list.dragged && list.dragged !== one) event.preventDefault();
    });
    item.addEventListener("drop", (event) => {
      if (!list.dragged) return;
      event.preventDefault();
      place(list.dragged, blocks.indexOf(one));
      list.dragged = null;
    });
    return item;
  }

  function handle(item) {
    const grip = document.createElement("span");
    grip.className = "card-handle";
    grip.textContent = "⠿";
    grip.title = gettext("Drag to move");
    grip.setAttribute("aria-hidden", "true");
    grip.draggable = true;
    grip.addEventListener("dragstart", (event) => {
      list.dragged = item.block;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
      event.dataTransfer.setDragImage(item, 0, 0);
    });
    return grip;
  }

  /* Letters and arrows go through the choices without opening them. What is chosen so counts when
     one goes on, not at each step of the way: some steps would take the block out of the body. */
  function kindChoice(one) {
    const select = document.createElement("select");
    select.setAttribute("aria-label", gettext("Kind of block"));
    for (const [kind, label] of Object.entries(KINDS)) {
      if (kind === "other" && one.kind !== "other") continue;
      select.append(new Option(label, kind, false, kind === one.kind));
    }
    let isByKey = false;
    const settle = (focused) => {
      if (isByKey) turn(one, select.value, focused);
      isByKey = false;
    };
    select.addEventListener("keydown", (event) => {
      const goesOn = event.key === "Enter" || event.ctrlKey || event.metaKey || event.altKey;
      if (event.key === "Enter" && select.value !== one.kind) event.preventDefault();
      if (goesOn) settle(true);
      else isByKey = event.key !== " ";
    });
    select.addEventListener("pointerdown", () => (isByKey = false));
    select.addEventListener("change", () => {
      if (!isByKey) turn(one, select.value);
    });
    select.addEventListener("blur", (event) => settle(list.contains(event.relatedTarget)));
    return select;
  }

  function textInput(one) {
    const text = document.createElement("textarea");
    text.dir = "auto";
    text.rows = Math.min(12, Math.ceil((one.text.length + 1) / 70));
    text.value = one.text;
    text.className = "card-text";
    text.setAttribute("aria-label", `${KINDS[one.kind]}: text`);
    text.addEventListener("input", () => {
      one.text = text.value;
      save();
    });
    return text;
  }

  function headingInput(one) {
    const input = document.createElement("input");
    input.type = "text";
    input.dir = "auto";
    input.value = one.heading;
    input.placeholder = gettext("Heading");
    input.setAttribute("aria-label", `${KINDS[one.kind]}: heading`);
    input.addEventListener("input", () => {
      one.heading = input.value;
      save();
    });
    return input;
  }

  /* A caption's words are edited in its row below; the card shows where it stands. */
  function captionText(one) {
    const shown = document.createElement("p");
    shown.className = "card-caption";
    const row = desk.rows.captionNumbered(one.number);
    const text = row ? desk.rows.input(row, "text").value : gettext("no caption has this number");
    const link = document.createElement("a");
    link.textContent = interpolate(gettext("Caption %(number)s"), { number: one.number }, true);
    link.href = "#captions-group";
    link.addEventListener("click", (event) => {
      const target = desk.rows.captionNumbered(one.number);
      if (!target) return;
      event.preventDefault();
      desk.rows.input(target, "text").focus();
    });
    const words = document.createElement("bdi");
    words.textContent = text;
    shown.append(link, ": ", words);
    return shown;
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function keys(event, one) {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const acts = {
      ArrowUp: () => move(one, -1),
      ArrowDown: () => move(one, 1),
      Enter: () => split(one),
      Backspace: () => join(one),
    };
    if (!(event.key in acts)) return;
    event.preventDefault();
    acts[event.key]();
  }

  // --- what can be done with a block

  function changedTo(focused, words) {
    if (focused) drawnCount = Math.max(drawnCount, blocks.indexOf(focused) + 1);
    draw();
    save();
    if (focused) focus(focused);
    if (words) status.textContent = words;
  }

  function cardOf(one) {
    return [...list.children].find((item) => item.block === one);
  }

  function focus(one, at) {
    const item = cardOf(one);
    const text = item && (item.querySelector(".card-text") || item.querySelector("select"));
    if (!text) return;
    text.focus();
    if (at !== undefined && text.setSelectionRange) text.setSelectionRange(at, at);
    item.scrollIntoView({ block: "nearest" });
  }

  function move(one, step) {
    place(one, blocks.indexOf(one) + step);
  }

  function place(one, to) {
    if (to < 0 || to >= blocks.length) return;
    blocks.splice(blocks.indexOf(one), 1);
    blocks.splice(to, 0, one);
    const told = { place: to + 1, count: blocks.length };
    changedTo(one, interpolate(gettext("Moved: block %(place)s of %(count)s"), told, true));
  }

  function insert(at, text, parts) {
    const one = { kind: "paragraph", text, heading: "", number: 0, parts: parts || [] };
    blocks.splice(at, 0, one);
    changedTo(one, gettext("Added a paragraph"));
    return one;
  }

  function split(one, at) {
    const text = cardOf(one)?.querySelector(".card-text");
    const place = at === undefined && text ? text.selectionStart : at;
    if (one.kind === "caption" || !place) return;
    const [before, after] = [one.text.slice(0, place).trim(), one.text.slice(place).trim()];
    if (!before || !after) return;
    const [above, below] = desk.evidence.deal(one, place);
    one.parts = above;
    one.text = before;
    const rest = { ...one, heading: "", text: after, parts: below };
    blocks.splice(blocks.indexOf(one) + 1, 0, rest);
    changedTo(rest, gettext("Split in two"));
  }

  function join(one) {
    const above = blocks[blocks.indexOf(one) - 1];
    if (!above || above.kind === "caption" || one.kind === "caption") return false;
    const at = above.text.length + 1;
    above.text = [above.text, one.text].filter(Boolean).join(" ");
    above.parts = [...new Set([...above.parts, ...one.parts])];
    blocks.splice(blocks.indexOf(one), 1);
    changedTo(null, gettext("Joined to the block above"));
    focus(above, at);
    return true;
  }

  /* Takes a block away; what is returned brings it back. */
  function remove(one) {
    const at = blocks.indexOf(one);
    blocks.splice(at, 1);
    changedTo(blocks[at] || blocks[at - 1], "");
    return () => {
      blocks.splice(at, 0, one);
      changedTo(one, gettext("Restored"));
    };
  }

  /* Makes a block another kind; of a key point or a caption the row that it became is returned. */
  function turn(one, kind, focused = true) {
    if (kind === one.kind) return null;
    if (one.kind === "caption") unCaption(one);
    const whole = [one.heading, one.text].filter(Boolean).join(" ");
    let row = null;
    if (kind === "bullet") {
      row = desk.rows.add("bullets", { text: desk.blocks.plain(whole) });
      blocks.splice(blocks.indexOf(one), 1);
      changedTo(null, gettext("Now the last key point"));
      return row;
    }
    if (kind === "caption") {
      const text = desk.blocks.plain(whole);
      const credited = CREDIT.exec(text);
      const words = credited ? { text: credited[1], credit: credited[2] } : { text };
      row = desk.rows.add("captions", words);
      const number = Number(desk.rows.input(row, "number").value);
      Object.assign(one, { text: "", heading: "", number });
    } else if (!BOXES.includes(kind)) {
      one.text = whole;
      one.heading = "";
    }
    one.kind = kind;
    changedTo(focused && one, interpolate(gettext("Now: %(kind)s"), { kind: KINDS[kind] }, true));
    return row;
  }

  function say(words) {
    if (status) status.textContent = words;
  }

  function reword(one, text) {
    one.text = text;
    changedTo(one, gettext("Changed"));
  }

  function unCaption(one) {
    const row = desk.rows.captionNumbered(one.number);
    const credit = row ? desk.rows.input(row, "credit").value : "";
    const text = row ? desk.rows.input(row, "text").value : one.text;
    one.text = desk.blocks.escape(credit ? `${text} (${credit})` : text);
    one.number = 0;
    if (row) desk.rows.remove(row);
  }

  function swapCaptions(first, second) {
    refresh();
    for (const one of blocks) {
      if (one.kind !== "caption") continue;
      if (one.number === first) one.number = second;
      else if (one.number === second) one.number = first;
    }
    draw();
    save();
  }

  /* The one block that has the part; none where it is gone or stands in two. */
  function withPart(part) {
    const found = part ? blocks.filter((one) => one.parts.includes(part)) : [];
    return found.length === 1 ? found[0] : undefined;
  }

  /* Another body in place of this one; blocks that are the same stay what lines became. */
  function replace(markdown) {
    area.value = markdown;
    load();
  }

  function open() {
    if (list.hidden) {
      load();
      show(true);
    }
  }

  document.addEventListener("DOMContentLoaded", start);

  return {
    KINDS,
    all: () => blocks,
    cardOf,
    focus,
    insert,
    join,
    open,
    refresh,
    remove,
    replace,
    reword,
    say,
    split,
    swapCaptions,
    turn,
    withPart,
  };
})();
