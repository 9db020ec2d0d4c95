// Buttons as the desk's scripts make them.

export function makeButton(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}

/* The key that does what a button does, as it is shown in the button. */
export function makeKey(name) {
  const key = document.createElement("kbd");
  key.textContent = name;
  return key;
}
