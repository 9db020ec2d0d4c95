// The search box of the site suggests topics, sources, places and stories; an option leads to its
// page. Without this script the box searches as before.
import { fetchJson, makeCombobox, makeOption } from "./combobox.js";

const KINDS = ["topic", "source", "place", "story"];
const SHORTEST = 2; // characters

function enhance(input) {
  const data = input.dataset;
  const list = document.createElement("div");
  const status = document.createElement("span");
  list.className = "suggestions";
  status.className = "unseen";
  status.setAttribute("role", "status");

  async function find() {
    const typed = input.value.trim();
    if (typed.length < SHORTEST) return [];
    const found = await fetchJson(`${data.suggest}?q=${encodeURIComponent(typed)}`);
    return found.suggestions;
  }

  function draw(suggestions) {
    return KINDS.map((kind) => suggestions.filter((suggestion) => suggestion.kind === kind))
      .filter((ofKind) => ofKind.length)
      .map(drawGroup);
  }

  function drawGroup(suggestions) {
    const { kind } = suggestions[0];
    const group = document.createElement("div");
    const label = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", `suggest-${kind}`);
    label.id = `suggest-${kind}`;
    label.className = "label";
    label.setAttribute("role", "presentation");
    label.textContent = data[`suggest${kind[0].toUpperCase()}${kind.slice(1)}`];
    group.append(label);
    for (const { text, url } of suggestions) {
      const option = makeOption("div", text);
      option.className = "suggestion";
      option.dataset.url = url;
      group.append(option);
    }
    return group;
  }

  makeCombobox(input, {
    list,
    name: "suggestion",
    label: data.suggestLabel,
    find,
    draw,
    choose: (option) => window.location.assign(option.dataset.url),
    announce: (count) => {
      status.textContent = count ? `${count} ${data.suggestCount}` : "";
    },
  });
  list.after(status);
}

function enhanceAll() {
  for (const input of document.querySelectorAll("input[data-suggest]:not([role])")) enhance(input);
}

enhanceAll();
document.addEventListener("htmx:afterSwap", enhanceAll);
