// Whether single letters are commands: a box in the list of keys, which the browser remembers.

const STORED_AS = "desk-single-keys";

function box() {
  return document.getElementById("single-keys");
}

export function areSingleKeysOn() {
  return box().checked;
}

export function rememberSingleKeys() {
  try {
    box().checked = localStorage.getItem(STORED_AS) !== "off";
    box().addEventListener("change", () => {
      localStorage.setItem(STORED_AS, box().checked ? "on" : "off");
    });
  } catch {
    // A browser that keeps nothing starts with the keys on.
  }
}
