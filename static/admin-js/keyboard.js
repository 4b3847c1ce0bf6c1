/* Keys of the newsroom. The list of keys is the help dialog's own (data-keys, data-go), so what is
   told and what is done are one. Where somebody types, keys are letters; whoever has switched them
   off gets neither dialog nor script. */
(() => {
  const help = document.querySelector("[data-keyboard]");
  if (!help) return;
  const WAIT = 1500; // milliseconds between two keys of one shortcut
  const goes = new Map([...help.querySelectorAll("[data-keys]")].map((one) => [one.dataset.keys, one.dataset.go]));
  let first = "", forget = 0;

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable], [role=textbox], [role=application]")
    || target.isContentEditable;
  // Under a keyboard of another alphabet the key's place says which letter is meant.
  const letter = (event) => /^[!-~]$/.test(event.key) ? event.key
    : /^Key[A-Z]$/.test(event.code) ? event.code.at(-1).toLowerCase() : "";

  const step = (by) => {
    const lines = [...document.querySelectorAll("#result_list tbody th a, .dash-title, .debt-title")];
    const at = lines.indexOf(document.activeElement);
    const next = lines[at < 0 ? (by > 0 ? 0 : lines.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const acts = {
    "?": () => help.showModal(),
    "/": () => { const field = document.getElementById("searchbar"); field?.focus(); field?.select(); },
    j: () => step(1),
    k: () => step(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat && !["j", "k"].includes(event.key)) return;
    if (help.open || document.querySelector("dialog[open]") || typing(event.target)) return;
    const key = letter(event);
    const keys = first ? `${first} ${key}` : key;
    clearTimeout(forget);
    first = "";
    // A page may have keys of its own (the moderators' queue); they come before those of lists.
    if (keys === key && key && key !== "?" && !document.dispatchEvent(new CustomEvent("newsroom:key", { detail: key, cancelable: true }))) {
      event.preventDefault();
      return;
    }
    if (goes.has(keys)) { event.preventDefault(); location.assign(goes.get(keys)); return; }
    if (acts[keys]) { event.preventDefault(); acts[keys](); return; }
    if ([...goes.keys()].some((one) => one.startsWith(`${keys} `))) {
      first = keys;
      forget = setTimeout(() => { first = ""; }, WAIT);
    }
  });
})();
