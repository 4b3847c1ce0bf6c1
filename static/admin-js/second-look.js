/* Keys of the second look: F would approve, D opens the reasons and a number chooses one, U is
   unsure, J skips, V shows blurred words. Every key presses what stands on the page, which works by
   itself as well. keyboard.js offers each single key and knows when keys are letters; whoever has
   switched them off gets neither script. */
const form = document.querySelector("[data-second-look]");

if (form) {
  const reject = form.querySelector("[data-reject]");
  document.addEventListener("newsroom:key", (event) => {
    const key = event.detail;
    if (key === "v") {
      event.preventDefault();
      form.querySelector(".qcard").classList.toggle("is-shown");
      return;
    }
    const pressed = reject.open && /^[1-9]$/.test(key) ? form.querySelector(`[data-reason="${key}"]`)
      : /^[a-z]$/.test(key) && form.querySelector(`[data-key="${key}"]`);
    if (!pressed) return;
    event.preventDefault();
    pressed.click();
    if (pressed.tagName === "SUMMARY" && reject.open) reject.querySelector("[data-reason]").focus();
  });

  // One opinion a card: a second press of a button, or of a key, does nothing.
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => { sent = false; });
}
