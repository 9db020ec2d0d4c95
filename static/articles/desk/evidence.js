/* The raw lines beside the form: a line lights up with the part that it became, and the other way
   round; what is wrong on a line can be mended from there. */
"use strict";

window.desk = window.desk || {};

desk.evidence = (function () {
  let rows = [];
  let bar;

  function start() {
    const pane = document.getElementById("evidence");
    const form = document.getElementById("article_form");
    if (!pane || !form) return;
    rows = [...pane.querySelectorAll("tr[data-line]")];
    rows.forEach((row) => {
      row.tabIndex = -1;
      row.addEventListener("click", (event) => {
        if (event.target.closest("button, a")) return;
        choose(row, { follow: true });
      });
    });
    if (rows.length) rows[0].tabIndex = 0;
    pane.addEventListener("keydown", walk);
    form.addEventListener("focusin", (event) => light(partOf(event.target)));
    document.querySelector("#article_form textarea[name=body]")?.addEventListener("click", caret);
    document.querySelector("#article_form textarea[name=body]")?.addEventListener("keyup", caret);
    remedies(pane);
  }

  // --- lines and parts

  function partOf(element) {
    const card = element.closest(".card");
    if (card && card.block.kind !== "caption") return card.block.parts;
    if (card) return [...card.block.parts, ...captionPart(card.block.number)];
    const row = element.closest("tr.form-row");
    if (row) {
      const kind = row.closest("#bullets-group") ? "bullet" : row.closest("#captions-group") ? "caption" : "";
      return kind ? [`${kind}:${desk.rows.keyOf(row)}`] : [];
    }
    return element.name ? [`field:${element.name.replace(/_[01]$/, "")}`] : [];
  }

  function captionPart(number) {
    const row = desk.rows.captionNumbered(number);
    return row ? [`caption:${desk.rows.keyOf(row)}`] : [];
  }

  function light(parts) {
    let first = null;
    rows.forEach((row) => {
      const lit = parts.includes(row.dataset.part);
      row.classList.toggle("lit", lit);
      if (lit && !first) first = row;
    });
    first?.scrollIntoView({ block: "nearest" });
    document.querySelectorAll(".part-lit").forEach((part) => part.classList.remove("part-lit"));
    return first;
  }

  /* In the Markdown the cursor's block is found by counting the blocks before it. */
  function caret(event) {
    const before = event.target.value.slice(0, event.target.selectionStart);
    const count = desk.blocks.read(before + "x").length;
    light([`block:${Math.max(0, count - 1)}`]);
  }

  function choose(row, { follow }) {
    rows.forEach((one) => {
      one.tabIndex = one === row ? 0 : -1;
      one.classList.toggle("chosen", one === row);
    });
    light(row.dataset.part ? [row.dataset.part] : []);
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    offer(row);
    const target = elementOf(row.dataset.part);
    if (!target) return;
    const part = target.closest(".card, tr.form-row, .form-row");
    part.classList.add("part-lit");
    part.scrollIntoView({ block: "nearest" });
    if (follow === "focus") target.focus();
  }

  function elementOf(part) {
    if (!part) return null;
    const [kind, key] = [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)];
    if (kind === "field") {
      return document.querySelector(`#article_form [name="${key}"], #article_form [name="${key}_0"]`);
    }
    if (kind === "block") {
      desk.cards.open();
      const one = desk.cards.withPart(part);
      const card = one && desk.cards.cardOf(one);
      return card && (card.querySelector(".card-text") || card.querySelector("select"));
    }
    const row = desk.rows.byKey(`${kind}s`, key);
    return row ? desk.rows.input(row, "text") : null;
  }

  function walk(event) {
    const row = event.target.closest("tr[data-line]");
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      let at = rows.indexOf(row) + step;
      while (rows[at] && rows[at].dataset.role === "blank") at += step;
      if (rows[at]) choose(rows[at], { follow: true });
    } else if (event.key === "Enter" && event.target === row) {
      event.preventDefault();
      choose(row, { follow: "focus" });
    } else if (event.target === row && desk.singleKeys()) {
      if (event.isComposing || event.repeat) return;
      // By the Shift key and not by the letter's case, which Caps Lock turns round.
      const letter = event.shiftKey ? event.key.toUpperCase() : "";
      const choice = choices(row).find((one) => one.letter === letter);
      if (!choice && (event.key !== "m" || event.shiftKey)) return;
      event.preventDefault();
      if (choice) apply(row, choice.act);
      else mend(row);
    }
  }

  /* Whether an element is one of the raw lines, or in one. */
  function has(element) {
    return Boolean(element?.closest(".evidence-lines"));
  }

  function focusLines() {
    desk.reading.showLines();
    const row = rows.find((one) => one.tabIndex === 0);
    if (row) choose(row, { follow: false });
  }

  function nextIssue() {
    desk.reading.showLines();
    const found = rows.filter((row) => row.querySelector(".issue"));
    if (!found.length) return;
    const at = rows.findIndex((row) => row.classList.contains("chosen"));
    const row = found.find((one) => rows.indexOf(one) > at) || found[0];
    choose(row, { follow: true });
    row.scrollIntoView({ block: "center" });
  }

  // --- remedies

  function textOf(row) {
    return row.querySelector(".text > span").textContent.trim().replace(/^[•●▪‣*]\s+/, "");
  }

  const MENDING = {
    split: splitAt,
    drop,
    close_gap: closeGap,
    paragraph: (row) => bringBack(row, "paragraph"),
  };

  /* What stands at a line as a button saves the form; here it changes the form instead, so that it
     can be looked at first. */
  function remedies(pane) {
    pane.querySelector(".line-act")?.remove();
    pane.querySelectorAll(".issue").forEach((issue) => {
      const row = issue.closest("tr");
      const button = issue.querySelector("button") || goTo(issue, row);
      const mending = MENDING[button.value.split(":")[0]];
      if (!mending) return;
      button.append(" ", key("m"));
      button.addEventListener("click", (event) => {
        event.preventDefault();
        choose(row, { follow: true });
        if (!mending(row)) return say(gettext("This cannot be done here any more."));
        issue.classList.add("issue-done");
        button.disabled = true;
        row.focus({ preventScroll: true });
      });
    });
  }

  function goTo(issue, row) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = gettext("Go to it");
    button.addEventListener("click", () => choose(row, { follow: "focus" }));
    issue.append(" ", button);
    return button;
  }

  function key(name) {
    const made = document.createElement("kbd");
    made.textContent = name;
    return made;
  }

  function say(words) {
    desk.cards.say(words);
    return false;
  }

  function mend(row) {
    row.querySelector(".issue:not(.issue-done) button")?.click();
  }

  function offer(row) {
    bar?.remove();
    const text = row.querySelector(".text");
    if (!textOf(row) || row.dataset.role === "blank") return;
    bar = document.createElement("div");
    bar.className = "line-remedies";
    bar.setAttribute("role", "group");
    const line = { line: row.dataset.line };
    const name = isSomewhere(row)
      ? gettext("Line %(line)s: make it")
      : gettext("Line %(line)s: bring it back as");
    bar.setAttribute("aria-label", interpolate(name, line, true));
    const lead = document.createElement("span");
    lead.textContent = isSomewhere(row) ? gettext("Make it:") : gettext("Bring it back as:");
    bar.append(lead);
    for (const { label, letter, act } of choices(row)) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(label, " ", key(letter));
      button.setAttribute("aria-keyshortcuts", `Shift+${letter}`);
      button.addEventListener("click", () => apply(row, act));
      bar.append(button);
    }
    text.append(bar);
  }

  function isSomewhere(row) {
    const [kind, key] = (row.dataset.part || "").split(":");
    return Boolean(desk.cards.withPart(row.dataset.part) || desk.rows.byKey(`${kind}s`, key));
  }

  function apply(row, act) {
    if (act(row) === false) return say(gettext("This cannot be done here."));
    choose(row, { follow: true });
    return true;
  }

  /* What a line can become, each with its letter in the gutter, and what else can be done with it. */
  function choices(row) {
    const [kind, number] = (row.dataset.part || "").split(":");
    const one = kind === "caption" ? markOf(number) : desk.cards.withPart(row.dataset.part);
    const found = Object.entries(desk.cards.KINDS)
      .filter(([name]) => name !== "other" && name !== (one ? one.kind : kind))
      .map(([name, label]) => ({ label, letter: LETTERS[name], act: () => turnTo(row, name) }));
    if (kind === "block" && one) {
      found.push({ label: gettext("Join to above"), letter: "J", act: () => desk.cards.join(one) });
      found.push({ label: gettext("Split here"), letter: "K", act: splitAt });
    }
    if (isSomewhere(row)) found.push({ label: gettext("Drop"), letter: "X", act: drop });
    return found;
  }

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

  function markOf(pk) {
    const row = desk.rows.byKey("captions", pk);
    const number = row ? Number(desk.rows.input(row, "number").value) : 0;
    return desk.cards.all().find((one) => one.kind === "caption" && one.number === number);
  }

  /* A part that left the body for a row: its lines go with it. */
  function became(part, made, name) {
    if (name !== "bullet" || !made) return;
    rows
      .filter((one) => one.dataset.part === part)
      .forEach((one) => (one.dataset.part = `bullet:${desk.rows.keyOf(made)}`));
  }

  function turnTo(row, name) {
    const part = row.dataset.part || "";
    const [kind, key] = part.split(":");
    const one = kind === "caption" ? markOf(key) : desk.cards.withPart(part);
    if (one) {
      if (!one.parts.includes(part)) one.parts.push(part);
      desk.cards.open();
      became(part, desk.cards.turn(one, name), name);
      return true;
    }
    if (kind === "bullet" || kind === "caption") drop(row, false);
    return bringBack(row, name);
  }

  /* Takes away what a line became; a caption's row and its place in the body go together. */
  function drop(row, tell = true) {
    const part = row.dataset.part || "";
    const [kind, key] = part.split(":");
    const one = kind === "caption" ? markOf(key) : desk.cards.withPart(part);
    const found = one
      ? one.kind === "caption" && desk.rows.captionNumbered(one.number)
      : desk.rows.byKey(`${kind}s`, key);
    const stored = kind === "caption" ? desk.rows.byKey("captions", key) : found;
    if (!one && !stored) return false;
    const undos = [one && desk.cards.remove(one), stored && desk.rows.remove(stored)];
    const undo = () => undos.filter(Boolean).forEach((back) => back());
    if (tell) {
      const words = interpolate(gettext("Dropped line %(line)s."), { line: row.dataset.line }, true);
      desk.offerUndo(words, undo);
    };
    return true;
  }

  /* Splits the block where this line's text begins in it. */
  function splitAt(row) {
    desk.cards.open();
    const part = row.dataset.part;
    const one = desk.cards.withPart(part);
    if (!one) return false;
    const lines = rows.filter((other) => other.dataset.part === part && textOf(other));
    // The issue stands at the first of the joined lines; the seam is where the next begins.
    const seam = lines[0] === row ? lines[1] : row;
    const at = seam ? one.text.indexOf(desk.blocks.escape(textOf(seam)).slice(0, 40)) : -1;
    if (at <= 0) return false;
    desk.cards.split(one, at);
    return true;
  }

  function closeGap(row) {
    const one = desk.cards.withPart(row.dataset.part);
    if (!one) return false;
    desk.cards.reword(one, one.text.replace(/(\w[”’")]?) ([.,])(?= [\w“‘"]|$)/g, "$1$2"));
    return true;
  }

  /* A line that is in no part becomes one, after the part of the nearest line above it. */
  function bringBack(row, kind) {
    desk.cards.open();
    let before = null;
    for (let at = rows.indexOf(row) - 1; at >= 0 && !before; at -= 1) {
      if (rows[at].dataset.part) before = desk.cards.withPart(rows[at].dataset.part);
    }
    const at = before ? desk.cards.all().indexOf(before) + 1 : 0;
    row.dataset.part = `line:${row.dataset.line}`;
    const one = desk.cards.insert(at, desk.blocks.escape(textOf(row)), [row.dataset.part]);
    if (kind !== "paragraph") became(row.dataset.part, desk.cards.turn(one, kind), kind);
    return true;
  }

  document.addEventListener("DOMContentLoaded", start);

  return { focusLines, has, nextIssue };
})();
