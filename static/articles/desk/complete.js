// Completes what is typed into an input from the admin's own search: a combobox with a list box, as
// the ARIA practices describe it. With data-complete-many the input holds names parted by commas,
// and the one being typed is completed. Without this script the input is a plain one.
(() => {
  "use strict";
  const WAIT = 150; // milliseconds of rest before the server is asked
  const SHOWN = 8;
  let lists = 0;

  // Where the name that is being typed begins: after the last comma that is in no quotes.
  function start(text) {
    let from = 0;
    let isQuoted = false;
    for (let place = 0; place < text.length; place += 1) {
      if (text[place] === '"') isQuoted = !isQuoted;
      else if (text[place] === "," && !isQuoted) from = place + 1;
    }
    return from;
  }

  const written = (name) =>
    name.includes(",") || name.startsWith('"') ? `"${name.replaceAll('"', '""')}"` : name;

  function enhance(input) {
    const isMany = "completeMany" in input.dataset;
    const list = document.createElement("ul");
    let options = [];
    let current = -1;
    let timer = 0;
    let asked = 0;

    lists += 1;
    list.id = `complete-${lists}`;
    list.className = "complete-list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.completeLabel);
    input.setAttribute("role", "combobox");
    input.setAttribute("autocomplete", "off");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.after(list);

    function close() {
      window.clearTimeout(timer);
      asked += 1;
      list.hidden = true;
      options = [];
      current = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function point(index) {
      if (options[current]) options[current].setAttribute("aria-selected", "false");
      current = index;
      if (!options[current]) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[current].setAttribute("aria-selected", "true");
      options[current].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[current].id);
    }

    function choose(name) {
      const kept = isMany ? input.value.slice(0, start(input.value)).trimEnd() : "";
      input.value = isMany ? `${kept}${kept ? " " : ""}${written(name)}, ` : name;
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
      if (input.form && input.form.classList.contains("typed-filter")) input.form.requestSubmit();
    }

    function show(names) {
      options = names.map((name, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.setAttribute("dir", "auto");
        option.textContent = name;
        return option;
      });
      current = -1;
      input.removeAttribute("aria-activedescendant");
      list.replaceChildren(...options);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
    }

    async function ask() {
      const typed = (isMany ? input.value.slice(start(input.value)) : input.value).trim();
      if (!typed) {
        close();
        return;
      }
      asked += 1;
      const mine = asked;
      try {
        const answer = await fetch(`${input.dataset.complete}&term=${encodeURIComponent(typed)}`);
        if (!answer.ok) throw new Error(answer.statusText);
        const found = await answer.json();
        if (mine === asked) show(found.results.slice(0, SHOWN).map((result) => result.text));
      } catch {
        close(); // typing the whole name works without
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
        const count = options.length + 1; // one place is the input itself
        point(((current + 1 + step + count) % count) - 1);
      } else if (event.key === "Escape" && isOpen) {
        event.preventDefault();
        event.stopPropagation();
        close();
      } else if (event.key === "Enter" && isOpen && options[current]) {
        event.preventDefault();
        choose(options[current].textContent);
      } else if (event.key === "Enter" || event.key === "Tab") {
        close();
      }
    });

    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option.textContent);
    });
    input.addEventListener("blur", close);
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("input[data-complete]")) enhance(input);
  });
})();
