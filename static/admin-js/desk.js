/* The form of a story or page: keeps what is typed in case the browser dies, says who else is
   here, warns before leaving with something unsaved, and saves with Ctrl+S. Without this script
   the form saves by its buttons, and a second save of the same version still shows both. */
(() => {
  const desk = document.querySelector("[data-desk]");
  const form = desk?.closest("form");
  if (!form) return;
  const told = form.querySelector("[data-kept]");
  const present = form.querySelector("[data-presence-note]");
  const words = desk.dataset;
  const mayWrite = Boolean(form.querySelector("button[name=_save]"));
  let saved = "", leaving = false, touched = false, soon = 0;

  const typed = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  };
  const state = () => {
    const data = typed();
    data.delete("csrfmiddlewaretoken");
    return new URLSearchParams(data).toString();
  };
  const post = (address, data) => fetch(address, {
    method: "POST", body: data, credentials: "same-origin", redirect: "error",
    headers: { "X-Requested-With": "fetch" },
  }).then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); return answer.json(); });

  const keep = () => {
    const now = state();
    if (!mayWrite || leaving || now === saved) return;
    const data = typed();
    post(words.autosave, data).then((answer) => {
      saved = now;
      if (told) told.textContent = words.saved.replace("{time}", () => answer.at);
    }).catch(() => { if (told) told.textContent = words.lost; });
  };
  const keepSoon = () => { clearTimeout(soon); soon = setTimeout(keep, 2000); };

  const here = () => {
    if (!words.presence) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    post(words.presence, data).then(({ names, number, by }) => {
      const lines = [];
      if (names) lines.push(words.also.replace("{names}", () => names));
      if (number > Number(words.number)) lines.push(words.newer.replace("{who}", () => by));
      const text = lines.join(" · ");
      if (present.textContent !== text) present.textContent = text;
      present.hidden = !text;
    }).catch(() => {});
  };

  // The editor fills its field a moment after the page: what stands then was not typed, unless
  // somebody began at once.
  form.addEventListener("input", (event) => { touched ||= event.isTrusted; });
  setTimeout(() => { saved = touched ? "typed already" : state(); }, 1500);
  if (mayWrite) {
    form.addEventListener("input", keepSoon);
    form.addEventListener("change", keepSoon);
    setInterval(() => { if (saved) keep(); }, 10000);
  }
  here();
  setInterval(here, 10000);

  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pagehide", () => {
    if (!words.presence) return;
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.set("leave", "1");
    navigator.sendBeacon(words.presence, data);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && saved && mayWrite && state() !== saved) { keep(); event.preventDefault(); }
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && mayWrite) {
      event.preventDefault();
      form.querySelector("button[name=_save]").click();
    }
  });
})();
