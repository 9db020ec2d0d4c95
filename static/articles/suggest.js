// Suggestions while one types: a combobox with a list box, as the ARIA practices describe it.
(() => {
  "use strict";
  const KINDS = ["topic", "source", "place", "story"];
  const WAIT = 150; // milliseconds of rest before the server is asked

  function enhance(input) {
    const data = input.dataset;
    const list = document.createElement("div");
    const status = document.createElement("span");
    let options = [];
    let current = -1;
    let timer = 0;
    let asked = 0;

    list.id = "suggestions";
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", data.suggestLabel);
    status.className = "unseen";
    status.setAttribute("role", "status");
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.after(list, status); // the box itself stays where it is, and keeps the focus

    function close() {
      window.clearTimeout(timer);
      asked += 1;
      list.hidden = true;
      current = -1;
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(index) {
      if (options[current]) options[current].setAttribute("aria-selected", "false");
      current = index;
      const option = options[current];
      if (!option) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", option.id);
    }

    function show(suggestions) {
      list.replaceChildren();
      options = [];
      current = -1;
      input.removeAttribute("aria-activedescendant");
      for (const kind of KINDS) {
        const these = suggestions.filter((suggestion) => suggestion.kind === kind);
        if (!these.length) continue;
        const group = document.createElement("div");
        const label = document.createElement("div");
        group.setAttribute("role", "group");
        group.setAttribute("aria-labelledby", `suggest-${kind}`);
        label.id = `suggest-${kind}`;
        label.className = "label";
        label.setAttribute("role", "presentation");
        label.textContent = data[`suggest${kind[0].toUpperCase()}${kind.slice(1)}`];
        group.append(label);
        for (const { text, url } of these) {
          const option = document.createElement("div");
          option.id = `suggestion-${options.length}`;
          option.className = "suggestion";
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.setAttribute("dir", "auto");
          option.dataset.url = url;
          option.textContent = text;
          group.append(option);
          options.push(option);
        }
        list.append(group);
      }
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = options.length ? `${options.length} ${data.suggestCount}` : "";
    }

    async function ask() {
      const typed = input.value.trim();
      if (typed.length < 2) {
        close();
        return;
      }
      asked += 1;
      const mine = asked;
      try {
        const answer = await fetch(`${data.suggest}?q=${encodeURIComponent(typed)}`);
        if (!answer.ok) throw new Error(answer.statusText);
        const found = await answer.json();
        if (mine === asked) show(found.suggestions);
      } catch {
        close(); // searching works without suggestions
      }
    }

    input.addEventListener("input", () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, WAIT);
    });

    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const isOpen = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!isOpen) {
          ask();
          return;
        }
        const step = event.key === "ArrowDown" ? 1 : -1;
        const count = options.length + 1; // one place is the box itself
        choose(((current + 1 + step + count) % count) - 1);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && isOpen && options[current]) {
        event.preventDefault();
        window.location.assign(options[current].dataset.url);
      } else if (event.key === "Enter" || event.key === "Tab") {
        close();
      }
    });

    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) window.location.assign(option.dataset.url);
    });
    input.addEventListener("blur", close);
  }

  function enhanceAll() {
    for (const input of document.querySelectorAll("input[data-suggest]:not([role])")) enhance(input);
  }
  enhanceAll();
  document.addEventListener("htmx:afterSwap", enhanceAll);
})();
