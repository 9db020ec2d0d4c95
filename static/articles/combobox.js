// An input that suggests while one types: a combobox with a list box, as the ARIA practices
// describe it (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). The focus stays in the input;
// the arrow keys point at an option, Enter takes it, Escape closes the list.

const REST = 150; // milliseconds without a key before suggestions are asked for

/* Makes an input a combobox. `list` is its list box, an element without content; `name` begins the
   ids of the list and of its options.

   find()         gives the suggestions for what the input holds, or a promise of them
   draw(found)    gives the elements that show them, with an option (`makeOption`) for each
   choose(option) does what an option is for
   announce(n)    is called with the number of options whenever the list opens or closes */
export function makeCombobox(input, { list, name, label, find, draw, choose, announce = () => {} }) {
  let options = [];
  let current = -1; // the option that is pointed at; -1 is the input itself
  let timer = 0;
  let requests = 0;

  list.id = `${name}-list`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  input.after(list);

  function close() {
    window.clearTimeout(timer);
    requests += 1; // an answer that is still to come is not shown
    show([]);
  }

  function show(elements) {
    list.replaceChildren(...elements);
    options = [...list.querySelectorAll("[role=option]")];
    options.forEach((option, number) => {
      option.id = `${name}-${number}`;
    });
    current = -1;
    list.hidden = !options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    announce(options.length);
  }

  function point(index) {
    options[current]?.setAttribute("aria-selected", "false");
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

  async function ask() {
    requests += 1;
    const request = requests;
    try {
      const found = await find();
      if (request === requests) show(draw(found));
    } catch {
      if (request === requests) close(); // the input does without suggestions
    }
  }

  function take(option) {
    close();
    choose(option);
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, REST);
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
      const count = options.length + 1; // the input is one of the positions
      point(((current + 1 + step + count) % count) - 1);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter" && isOpen && options[current]) {
      event.preventDefault();
      take(options[current]);
    } else if (event.key === "Enter" || event.key === "Tab") {
      close();
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", close);
}

/* An option of a list box; the text may run in either direction. */
export function makeOption(tag, text) {
  const option = document.createElement(tag);
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.setAttribute("dir", "auto");
  option.textContent = text;
  return option;
}

export async function fetchJson(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}
