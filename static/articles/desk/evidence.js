/* The raw lines beside the form: a line lights up with the part that it became, and the other way
   round; what is wrong on a line can be mended from there. */
"use strict";

window.desk = window.desk || {};

desk.evidence = (function () {
  let rows = [];
  let bar;

  function start() {
    const pane = document.querySelector(".pane-evidence");
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
    if (card) return card.block.kind === "caption" ? captionPart(card.block.number) : card.block.parts;
    const row = element.closest("tr.form-row");
    if (row) {
      const id = desk.rows.input(row, "id");
      const kind = row.closest("#bullets-group") ? "bullet" : row.closest("#captions-group") ? "caption" : "";
      return kind && id && id.value ? [`${kind}:${id.value}`] : [];
    }
    return element.name ? [`field:${element.name.replace(/_[01]$/, "")}`] : [];
  }

  function captionPart(number) {
    const row = desk.rows.captionNumbered(number);
    return row ? [`caption:${desk.rows.input(row, "id").value}`] : [];
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
      return one ? desk.cards.cardOf(one).querySelector(".card-text, select") : null;
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
    }
  }

  function focusLines() {
    const row = rows.find((one) => one.tabIndex === 0);
    if (row) choose(row, { follow: false });
  }

  function nextIssue() {
    const found = rows.filter((row) => row.querySelector(".issue"));
    if (!found.length) return;
    const at = rows.findIndex((row) => row.classList.contains("chosen"));
    choose(found.find((row) => rows.indexOf(row) > at) || found[0], { follow: true });
  }

  // --- remedies

  function textOf(row) {
    return row.querySelector(".text > span").textContent.trim();
  }

  /* One click for what an issue asks for, at the issue; for the rest a bar under the line. */
  const REMEDIES = {
    "joined-paragraph": ["Split here again", (row) => splitAt(row)],
    "repeated-bullet": ["Remove this key point", (row) => drop(row)],
    "repeated-paragraph": ["Remove this paragraph", (row) => drop(row)],
    "stray-space": ["Close the gap", (row) => closeGap(row)],
    "unreadable-line": ["Bring the line back", (row) => bringBack(row, "paragraph")],
  };

  function remedies(pane) {
    pane.querySelectorAll(".issue").forEach((issue) => {
      const remedy = REMEDIES[issue.dataset.issue];
      const row = issue.closest("tr");
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = remedy ? remedy[0] : "Go to it";
      button.addEventListener("click", () => {
        choose(row, { follow: remedy ? true : "focus" });
        if (remedy && remedy[1](row)) issue.classList.add("issue-done");
      });
      issue.append(" ", button);
    });
  }

  function offer(row) {
    bar?.remove();
    const text = row.querySelector(".text");
    if (!textOf(row) || row.dataset.role === "blank") return;
    bar = document.createElement("div");
    bar.className = "line-remedies";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", `Line ${row.dataset.line}`);
    for (const [label, act] of choices(row)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", act);
      bar.append(button);
    }
    text.append(bar);
  }

  function choices(row) {
    const part = row.dataset.part || "";
    const [kind, key] = part.split(":");
    if (kind === "block" && desk.cards.withPart(part)) {
      const one = desk.cards.withPart(part);
      const kinds = Object.entries(desk.cards.KINDS).filter(
        ([name]) => name !== one.kind && name !== "other",
      );
      return [
        ...kinds.map(([name, label]) => [label, () => desk.cards.turn(one, name)]),
        ["Join to above", () => desk.cards.join(one)],
        ["Split here", () => splitAt(row)],
        ["Drop as furniture", () => drop(row)],
      ];
    }
    if (kind === "bullet" && desk.rows.byKey("bullets", key)) {
      return [
        ["Paragraph", () => desk.cards.insert(0, desk.blocks.escape(textOf(row)), []) && drop(row)],
        ["Drop as furniture", () => drop(row)],
      ];
    }
    if (kind === "caption") return [["Drop as furniture", () => drop(row)]];
    if (kind === "field") return [["Bring into the body", () => bringBack(row, "paragraph")]];
    return Object.entries(desk.cards.KINDS)
      .filter(([name]) => name !== "other")
      .map(([name, label]) => [`Bring back: ${label.toLowerCase()}`, () => bringBack(row, name)]);
  }

  function drop(row) {
    const part = row.dataset.part || "";
    const [kind, key] = part.split(":");
    if (kind === "block") {
      const one = desk.cards.withPart(part);
      if (!one) return false;
      desk.cards.remove(one);
    } else {
      const found = desk.rows.byKey(`${kind}s`, key);
      if (!found) return false;
      desk.rows.remove(found);
    }
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
    const above = rows.slice(0, rows.indexOf(row)).reverse();
    const before = above.map((one) => desk.cards.withPart(one.dataset.part)).find(Boolean);
    const at = before ? desk.cards.all().indexOf(before) + 1 : 0;
    row.dataset.part = row.dataset.part || `line:${row.dataset.line}`;
    const one = desk.cards.insert(at, desk.blocks.escape(textOf(row)), [row.dataset.part]);
    if (kind !== "paragraph") desk.cards.turn(one, kind);
    choose(row, { follow: true });
    return true;
  }

  document.addEventListener("DOMContentLoaded", start);

  return { focusLines, nextIssue };
})();
