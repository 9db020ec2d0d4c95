/* The raw lines beside the form: a line lights up with the part that it is tied to, and the other
   way round; what is wrong on a line can be mended from there.

   The server ties lines to parts by what the importer recorded. From then on a tie goes with its
   card or row, whatever is done to it. A line whose part is gone, or stands in two blocks since one
   was split within the line, is tied to none: it can be added, and changes nothing that is there. */
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

  /* Where a line's part is now: its card in the body, its row, or both for a caption; null where
     it is gone, or not certain. */
  function placeOf(row) {
    const part = row.dataset.part || "";
    const card = desk.cards.withPart(part);
    if (card && card.kind !== "caption") return { card, row: null };
    if (card) return { card, row: desk.rows.captionNumbered(card.number) || null };
    const [kind, key] = [part.slice(0, part.indexOf(":")), part.slice(part.indexOf(":") + 1)];
    if (kind !== "bullet" && kind !== "caption") return null;
    const found = desk.rows.byKey(`${kind}s`, key);
    if (!found || desk.rows.isDeleted(found)) return null;
    return { card: kind === "caption" ? markOf(found) : null, row: found };
  }

  function markOf(row) {
    const number = Number(desk.rows.input(row, "number").value);
    return desk.cards.all().find((one) => one.kind === "caption" && one.number === number) || null;
  }

  function light(parts) {
    let first = null;
    rows.forEach((row) => {
      const lit = parts.includes(row.dataset.part);
      row.classList.toggle("lit", lit);
      if (lit && !first) first = row;
    });
    if (first) reveal(first);
    document.querySelectorAll(".part-lit").forEach((part) => part.classList.remove("part-lit"));
    return first;
  }

  /* Within its pane alone: did the page move while a button is pressed, it would not be clicked. */
  function reveal(row) {
    const pane = row.closest(".evidence-lines");
    const [within, here] = [pane, row].map((one) => one.getBoundingClientRect());
    if (here.top < within.top) pane.scrollTop -= within.top - here.top;
    else if (here.bottom > within.bottom) pane.scrollTop += here.bottom - within.bottom;
  }

  /* In the Markdown the cursor's block is found by counting the blocks before it. */
  function caret(event) {
    const before = event.target.value.slice(0, event.target.selectionStart);
    const count = desk.blocks.read(before + "x").length;
    desk.cards.refresh();
    light(desk.cards.all()[Math.max(0, count - 1)]?.parts || []);
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
    const target = elementOf(row);
    if (!target) return;
    const part = target.closest(".card, tr.form-row, .form-row");
    part.classList.add("part-lit");
    part.scrollIntoView({ block: "nearest" });
    if (follow === "focus") target.focus();
  }

  function elementOf(row) {
    const part = row.dataset.part || "";
    if (part.startsWith("field:")) {
      const key = part.slice(part.indexOf(":") + 1);
      return document.querySelector(`#article_form [name="${key}"], #article_form [name="${key}_0"]`);
    }
    desk.cards.refresh();
    const place = placeOf(row);
    if (!place) return null;
    if (place.row) return desk.rows.input(place.row, "text");
    desk.cards.open();
    const card = desk.cards.cardOf(place.card);
    return card && (card.querySelector(".card-text") || card.querySelector("select"));
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
      if (!choice && (!["m", "d"].includes(event.key) || event.shiftKey)) return;
      event.preventDefault();
      if (choice) apply(row, choice.act);
      else if (event.key === "m") mend(row);
      else row.querySelector(".issue:not(.issue-done, .issue-settled) [value^=dismiss]")?.click();
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
    const found = rows.filter((row) => row.querySelector(".issue:not(.issue-done, .issue-settled)"));
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
     can be looked at first. A decision on an issue is the server's at once, and the form stays. */
  function remedies(pane) {
    pane.querySelector(".line-act")?.remove();
    pane.querySelectorAll(".issue").forEach((issue) => {
      const row = issue.closest("tr");
      const mend = issue.querySelector("[name=_mend]");
      if (row && !mend && !issue.matches(".issue-settled")) goTo(issue, row);
      mend?.addEventListener("click", (event) => {
        event.preventDefault();
        choose(row, { follow: true });
        desk.cards.refresh();
        if (!MENDING[mend.value.split(":")[0]](row)) return say(gettext("This cannot be done here any more."));
        issue.classList.add("issue-done");
        mend.disabled = true;
        row.focus({ preventScroll: true });
      });
      issue.querySelectorAll("[name=_decide]").forEach((button) => {
        button.addEventListener("click", (event) => {
          event.preventDefault();
          decide(button);
        });
      });
      hints(issue);
    });
  }

  function hints(issue) {
    if (issue.matches(".issue-settled")) return;
    const buttons = [...issue.querySelectorAll("button")];
    if (buttons.length && issue.closest("tr")) buttons[0].append(" ", key("m"));
    const dismiss = buttons.find((one) => one.value.startsWith("dismiss") && one !== buttons[0]);
    if (dismiss && issue.closest("tr")) dismiss.append(" ", key("d"));
  }

  async function decide(button) {
    const [act, ...name] = button.value.split(":");
    const form = document.getElementById("issue-decisions");
    const data = new FormData(form);
    data.append("_decide", button.value);
    button.disabled = true;
    try {
      const asked = { method: "POST", body: data, headers: { Accept: "application/json" } };
      const answer = await fetch(form.action, asked);
      if (!answer.ok) throw new Error(String(answer.status));
      show(act, name.join(":"), await answer.json());
      button.closest("tr")?.focus({ preventScroll: true });
    } catch {
      button.disabled = false;
      say(gettext("This could not be saved now. Try again."));
    }
  }

  /* The issue as it is now, at each line that has it, and the number of those that are open. */
  function show(act, name, answer) {
    document.querySelectorAll(`.issue [value$=":${name}"]`).forEach((button) => {
      const issue = button.closest(".issue");
      if (button.name !== "_decide") return;
      const isDismissed = act === "dismiss";
      issue.classList.toggle("issue-settled", isDismissed);
      issue.querySelector(".issue-by")?.remove();
      issue.querySelectorAll("button").forEach((one) => {
        if (one !== button) one.hidden = isDismissed;
      });
      button.value = `${isDismissed ? "reopen" : "dismiss"}:${name}`;
      button.textContent = isDismissed ? gettext("Undo") : gettext("Dismiss");
      button.disabled = false;
      if (!isDismissed) return;
      const by = document.createElement("span");
      by.className = "issue-by";
      by.textContent = interpolate(gettext("Dismissed by %(by)s"), answer, true);
      button.before(by, " ");
    });
    const told = ngettext("%(count)s issue", "%(count)s issues", answer.count);
    const bar = document.querySelector(".bar-issues");
    if (bar) bar.textContent = interpolate(told, answer, true);
    say(act === "dismiss" ? gettext("Issue dismissed.") : gettext("The issue is open again."));
  }

  function goTo(issue, row) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = gettext("Go to it");
    button.addEventListener("click", () => choose(row, { follow: "focus" }));
    const first = issue.querySelector("button");
    if (first) first.before(button, " ");
    else issue.append(" ", button);
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
    row.querySelector(".issue:not(.issue-done, .issue-settled) button")?.click();
  }

  function offer(row) {
    bar?.remove();
    const text = row.querySelector(".text");
    if (!textOf(row) || row.dataset.role === "blank") return;
    bar = document.createElement("div");
    bar.className = "line-remedies";
    bar.setAttribute("role", "group");
    const line = { line: row.dataset.line };
    const isTied = Boolean(placeOf(row));
    const name = isTied ? gettext("Line %(line)s: change to") : gettext("Line %(line)s: add as");
    bar.setAttribute("aria-label", interpolate(name, line, true));
    const lead = document.createElement("span");
    lead.textContent = isTied ? gettext("Change to:") : whyUntied(row);
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

  function whyUntied(row) {
    const isField = (row.dataset.part || "").startsWith("field:");
    if (isField || NO_TEXT.includes(row.dataset.role)) return gettext("Add as:");
    return gettext("Not linked to a part of the story: changed or removed since. Add as:");
  }

  const NO_TEXT = ["", "blank", "chrome", "quarantine"];

  function apply(row, act) {
    desk.cards.refresh();
    if (act(row) === false) return say(gettext("This cannot be done here."));
    choose(row, { follow: true });
    return true;
  }

  /* What a line can become, each with its letter in the gutter, and what else can be done with it. */
  function choices(row) {
    const place = placeOf(row);
    const here = place && (place.card ? place.card.kind : "bullet");
    const found = Object.entries(desk.cards.KINDS)
      .filter(([name]) => name !== "other" && name !== here)
      .map(([name, label]) => ({ label, letter: LETTERS[name], act: () => turnTo(row, name) }));
    if (!place) return found;
    if (place.card && place.card.kind !== "caption") {
      found.push({ label: gettext("Join to above"), letter: "J", act: () => joinUp(row) });
      found.push({ label: gettext("Split here"), letter: "K", act: splitAt });
    }
    return [...found, { label: gettext("Remove"), letter: "X", act: drop }];
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

  /* A part that left the body for a row: its lines go with it. */
  function became(parts, made) {
    if (!made) return;
    const kind = made.closest("#bullets-group") ? "bullet" : "caption";
    rows
      .filter((one) => parts.includes(one.dataset.part))
      .forEach((one) => (one.dataset.part = `${kind}:${desk.rows.keyOf(made)}`));
  }

  function turnTo(row, name) {
    const place = placeOf(row);
    if (!place) return bringBack(row, name);
    if (place.card) {
      const part = row.dataset.part;
      if (!place.card.parts.includes(part)) place.card.parts.push(part);
      desk.cards.open();
      const made = desk.cards.turn(place.card, name);
      if (name === "bullet") became(place.card.parts, made);
      return true;
    }
    desk.rows.remove(place.row);
    return bringBack(row, name);
  }

  /* Takes away what a line became; a caption's row and its place in the body go together. */
  function drop(row) {
    const place = placeOf(row);
    if (!place) return false;
    const undos = [
      place.card && desk.cards.remove(place.card),
      place.row && desk.rows.remove(place.row),
    ];
    const words = interpolate(gettext("Line %(line)s removed."), { line: row.dataset.line }, true);
    desk.offerUndo(words, () => undos.filter(Boolean).forEach((back) => back()));
    return true;
  }

  function joinUp(row) {
    const place = placeOf(row);
    return Boolean(place && place.card) && desk.cards.join(place.card);
  }

  /* The lines of a block in their order, each with where its text begins in the block: the first
     where the block does, the others where they are found, and -1 where one is not, or not surely. */
  function seams(one) {
    const lines = rows.filter((row) => one.parts.includes(row.dataset.part) && textOf(row));
    return lines.map((row, at) => {
      if (at === 0) return { row, start: 0 };
      const begins = inLine(textOf(row)).slice(0, 40);
      const ends = inLine(textOf(lines[at - 1])).slice(-40);
      let places = [];
      for (let n = one.text.indexOf(begins); n >= 0; n = one.text.indexOf(begins, n + 1)) places.push(n);
      if (places.length > 1) places = places.filter((n) => one.text.slice(0, n).trimEnd().endsWith(ends));
      return { row, start: places.length === 1 ? places[0] : -1 };
    });
  }

  /* A line's text as it is within a block: where it does not begin it, a dash is no list's mark. */
  function inLine(text) {
    return desk.blocks.escape(`x ${text}`).slice(2);
  }

  /* Splits the block where this line's text begins in it. */
  function splitAt(row) {
    const place = placeOf(row);
    if (!place || !place.card || place.card.kind === "caption") return false;
    desk.cards.open();
    const lines = seams(place.card);
    const at = lines.findIndex((one) => one.row === row);
    // The issue stands at the first of the joined lines; the seam is where the next begins.
    const seam = lines[Math.max(1, at)];
    if (!seam || seam.start <= 0) return false;
    desk.cards.split(place.card, seam.start);
    return true;
  }

  /* A block is about to be split: its lines go with the half that they stand in. One that stands in
     both stays with both, and is tied to neither until they are joined again. */
  function deal(one, at) {
    const lines = seams(one);
    const halves = [[], []];
    const isSure = lines.every((line, n) => line.start >= 0 && (!n || line.start > lines[n - 1].start));
    lines.forEach(({ row, start }, n) => {
      const end = n + 1 < lines.length ? lines[n + 1].start : one.text.length;
      const isAbove = isSure && one.text.slice(at, end).trim() === "";
      const isBelow = isSure && one.text.slice(start, at).trim() === "" && start > 0;
      if (isAbove || isBelow) {
        row.dataset.part = `line:${row.dataset.line}`;
        halves[isBelow ? 1 : 0].push(row.dataset.part);
      } else {
        halves.forEach((half) => half.push(row.dataset.part));
      }
    });
    return halves.map((half) => [...new Set(half)]);
  }

  function closeGap(row) {
    const place = placeOf(row);
    if (!place) return false;
    const mended = (text) => text.replace(/(\w[”’")]?) ([.,])(?= [\w“‘"]|$)/g, "$1$2");
    if (place.card && place.card.kind !== "caption") {
      desk.cards.reword(place.card, mended(place.card.text));
      return true;
    }
    const input = place.row && desk.rows.input(place.row, "text");
    if (!input) return false;
    input.value = mended(input.value);
    desk.changed();
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
    if (kind !== "paragraph") {
      const made = desk.cards.turn(one, kind);
      if (kind === "bullet") became([row.dataset.part], made);
    }
    return true;
  }

  document.addEventListener("DOMContentLoaded", start);

  return { focusLines, has, nextIssue, deal };
})();
