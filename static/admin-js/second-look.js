/* Keys of the second look: F would approve, D opens the reasons and a number chooses one, U is
   unsure, J skips. Every key presses what stands on the page, which works by itself as well. Where
   somebody types, keys are letters; whoever has switched them off does not get this script. */
const form = document.querySelector("[data-second-look]");
const reject = form?.querySelector("[data-reject]");

const typing = (target) => target.isContentEditable
  || target.closest?.("input, textarea, select, [contenteditable], [role=textbox], [role=application]");
// Under a keyboard of another alphabet the key's place says which letter is meant.
const letter = (event) => (/^[!-~]$/.test(event.key) ? event.key.toLowerCase()
  : /^Key[A-Z]$/.test(event.code) ? event.code.at(-1).toLowerCase() : "");

if (form) {
  // Before the newsroom's own keys, whose J is the next line of a list.
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || typing(event.target)) return;
    const key = letter(event);
    if (key === "d") {
      event.preventDefault();
      reject.open = !reject.open;
      (reject.open ? reject.querySelector("[data-reason]") : reject.querySelector("summary")).focus();
      return;
    }
    const pressed = reject.open && /^[1-9]$/.test(key) ? form.querySelector(`[data-reason="${key}"]`)
      : form.querySelector(`[data-key="${key}"]`);
    if (!/^[a-z0-9]$/.test(key) || !pressed) return;
    event.preventDefault();
    pressed.click();
  }, true);

  // One opinion a card: a second press of the button, or of a key, does nothing.
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}
