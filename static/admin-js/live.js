/* The composer of a live blog: nothing that a reporter types or chooses is lost.
 *
 *   form[data-live-composer]     what stands in it is kept on the device as a draft, and brought back
 *   [data-live-outbox]           what was posted and has not got through yet; its sentences are its data-
 *   [data-live-said]             what has become of it, spoken
 *   [data-live-list]             the list of updates, read again after a posting
 *   form[data-live-guarded]      the other forms: not sent into the void, where the text would be lost
 *
 * “Post” moves the draft into the outbox in one transaction of IndexedDB, and only the server's answer
 * takes it out: a lost connection, a closed tab or an empty battery in between changes nothing. Every
 * entry has a key of its own, by which the server knows a repeat, so it is posted once however often
 * it is sent. Without script, or where the browser keeps nothing, the form is posted as forms are.
 */
(() => {
  "use strict";
  const AGAIN_FIRST = 2000, AGAIN_MOST = 30000; // milliseconds until the next try, doubling
  const STALLED = 45000; // no byte moved for so long: the connection is gone, whatever it says
  const FIELDS = ["text", "headline", "alt", "credit", "author", "is_key", "kept_picture"];
  const guarded = document.querySelector("[data-live-guarded]");
  if (guarded) {
    let isThere = false, isTyped = false;
    guarded.addEventListener("input", () => { isTyped = true; });
    guarded.addEventListener("submit", async (event) => {
      if (isThere) return;
      event.preventDefault();
      const button = event.submitter, told = guarded.querySelector("[data-live-guard]");
      told.textContent = "";
      isThere = await fetch(location.href, { credentials: "same-origin", cache: "no-store" })
        .then((answer) => answer.ok && !answer.redirected, () => false);
      if (isThere) guarded.requestSubmit(button);
      else told.textContent = guarded.dataset.liveGuarded;
    });
    addEventListener("beforeunload", (event) => { if (isTyped && !isThere) event.preventDefault(); });
  }
  const box = document.querySelector("[data-live-outbox]");
  if (!box || !window.indexedDB) return;
  const words = box.dataset;
  const form = document.querySelector("[data-live-composer]");
  const list = box.querySelector("[data-live-entries]");
  const row = box.querySelector("template");
  const said = document.querySelector("[data-live-said]");

  // The store ------------------------------------------------------------------------------------

  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("newsroom-live", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "place" });
      asked.result.createObjectStore("outbox", { keyPath: "key" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error("blocked"));
  });
  // `act` gets both stores and may return a request; resolves when all of it is on the disk.
  const store = (mode, act) => opened.then((db) => new Promise((resolve, reject) => {
    const work = db.transaction(["drafts", "outbox"], mode, { durability: "strict" });
    const asked = act(work.objectStore("drafts"), work.objectStore("outbox"));
    work.oncomplete = () => resolve(asked && asked.result);
    work.onabort = work.onerror = () => reject(work.error);
  }));
  const mine = async () => {
    const all = await store("readonly", (_drafts, outbox) => outbox.getAll());
    return all.filter((entry) => entry.person === words.person).sort((one, other) => one.at - other.at);
  };
  const change = async (key, fields) => {
    const entry = await store("readonly", (_drafts, outbox) => outbox.get(key));
    if (entry) await store("readwrite", (_drafts, outbox) => { outbox.put({ ...entry, ...fields }); });
  };

  // The draft ------------------------------------------------------------------------------------

  const place = form && `${words.person} ${form.getAttribute("action")}`;
  const file = form && form.querySelector("input[type='file']");
  const chosen = form && form.querySelector("[data-live-chosen]");
  const altRow = form && form.querySelector("[data-live-words]");
  let keeping = 0, isPosting = false, lastPosted = 0, isKept = true;

  const say = (text, kind = "") => {
    if (!said) return;
    if (said.textContent !== text) said.textContent = text;
    said.className = `live-said ${kind}`;
  };
  const typed = () => {
    const fields = {};
    for (const name of FIELDS) {
      const field = form.elements[name];
      if (field) fields[name] = field.type === "checkbox" ? (field.checked ? "on" : "") : field.value;
    }
    return fields;
  };
  const picture = () => (file && file.files[0]) || null;
  const isEmpty = () => !typed().text.trim() && !typed().headline.trim() && !picture() && !typed().kept_picture;
  const keep = () => {
    clearTimeout(keeping);
    keeping = 0;
    if (isPosting) return Promise.resolve();
    const draft = { place, fields: typed(), picture: picture(), name: picture() ? picture().name : "" };
    return store("readwrite", (drafts) => { if (isEmpty()) drafts.delete(place); else drafts.put(draft); })
      .then(() => { isKept = true; say(isEmpty() ? "" : form.dataset.kept); }, () => { isKept = false; });
  };
  const showPicture = () => {
    if (!file) return;
    const image = chosen.querySelector("img");
    if (image.src) URL.revokeObjectURL(image.src);
    chosen.hidden = !picture();
    altRow.hidden = !picture() && !typed().kept_picture;
    if (picture()) image.src = URL.createObjectURL(picture());
    else image.removeAttribute("src");
  };
  const choose = (blob, name) => {
    const files = new DataTransfer();
    if (blob) files.items.add(new File([blob], name || "picture", { type: blob.type }));
    if (file) file.files = files.files;
    showPicture();
  };
  const fill = (fields, blob, name) => {
    for (const [field, value] of Object.entries(fields)) {
      const input = form.elements[field];
      if (!input) continue;
      if (input.type === "checkbox") input.checked = value === "on";
      else input.value = value;
    }
    choose(blob, name);
    const more = form.querySelector("details");
    if (more && (fields.headline || fields.credit || fields.is_key)) more.open = true;
  };
  const author = form && form.elements.author ? form.elements.author.value : "";
  const clear = () => fill({ ...Object.fromEntries(FIELDS.map((name) => [name, ""])), author }, null, "");

  const newKey = () => { // randomUUID is missing where the newsroom is reached without https
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };

  const post = async () => {
    if (isPosting) return;
    if (isEmpty()) {
      if (Date.now() - lastPosted > 2000) say(form.dataset.nothing, "is-bad"); // else a second tap
      form.elements.text.focus();
      return;
    }
    if (picture() && picture().size > Number(form.dataset.mostBytes)) return say(form.dataset.tooLarge, "is-bad");
    isPosting = true;
    clearTimeout(keeping);
    const entry = {
      key: newKey(), person: words.person, place: form.getAttribute("action"), title: form.dataset.title,
      at: Date.now(), fields: typed(), picture: picture(), name: picture() ? picture().name : "",
      state: "waiting", message: "",
    };
    try {
      await store("readwrite", (drafts, outbox) => { outbox.put(entry); drafts.delete(place); });
    } catch { // no room on the device: post as forms are posted
      isPosting = false;
      form.submit();
      return;
    }
    lastPosted = Date.now();
    clear();
    say("");
    isPosting = false;
    await show();
    send();
  };

  // The outbox -----------------------------------------------------------------------------------

  let current = null; // { key, request } of what is being sent
  let again = 0, wait = AGAIN_FIRST, isSending = false, isAsked = false;
  let isBlocked = false; // until somebody has signed in again

  const sentence = (entry) => {
    if (current && current.key === entry.key) return current.percent === null ? words.sending : words.uploading;
    if (entry.state === "refused") return entry.message || words.refused;
    return { signedOut: words.signedOut, trouble: words.trouble }[entry.state] || words.waiting;
  };
  const draw = (item, entry) => {
    const isOnItsWay = Boolean(current && current.key === entry.key);
    const state = item.querySelector(".live-entry-state");
    const progress = item.querySelector("progress");
    item.classList.toggle("is-refused", entry.state === "refused");
    if (state.textContent !== sentence(entry)) state.textContent = sentence(entry);
    progress.hidden = !isOnItsWay;
    if (isOnItsWay && current.percent !== null) progress.value = current.percent;
    else progress.removeAttribute("value");
    item.querySelector(".live-entry-percent").textContent = isOnItsWay && current.percent ? `${current.percent} %` : "";
    const button = (name) => item.querySelector(`[data-act="${name}"]`);
    button("retry").hidden = isOnItsWay || entry.state === "signedOut";
    button("sign-in").hidden = entry.state !== "signedOut";
    button("change").hidden = isOnItsWay || !form || form.getAttribute("action") !== entry.place;
    button("discard").hidden = isOnItsWay;
  };
  const made = (entry) => {
    const item = row.content.firstElementChild.cloneNode(true);
    item.dataset.key = entry.key;
    item.querySelector(".live-row-text").textContent = entry.fields.headline || entry.fields.text;
    const elsewhere = !form || form.getAttribute("action") !== entry.place;
    item.querySelector(".live-entry-where").textContent = elsewhere ? entry.title : "";
    item.querySelector("[data-act='sign-in']").href = location.pathname;
    const image = item.querySelector("img");
    if (entry.picture) {
      image.src = URL.createObjectURL(entry.picture);
      image.hidden = false;
    }
    return item;
  };
  const show = async () => {
    const entries = await mine();
    const keys = new Set(entries.map((entry) => entry.key));
    for (const item of list.querySelectorAll("[data-key]")) if (!keys.has(item.dataset.key)) item.remove();
    for (const entry of entries) {
      let item = list.querySelector(`[data-key="${entry.key}"]`);
      if (!item) list.append((item = made(entry)));
      draw(item, entry);
    }
    box.hidden = entries.length === 0;
    return entries;
  };

  const token = () => document.querySelector("[name='csrfmiddlewaretoken']").value;
  // Who signed in again in another tab has another token: the page says which, or that nobody is in.
  const renewToken = async () => {
    const answer = await fetch(location.pathname, { credentials: "same-origin", cache: "no-store" });
    if (answer.status === 403) return "forbidden";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const there = page.querySelector("[data-live-outbox]");
    if (!there || there.dataset.person !== words.person) return "signedOut";
    const fresh = page.querySelector("[name='csrfmiddlewaretoken']").value;
    for (const field of document.querySelectorAll("[name='csrfmiddlewaretoken']")) field.value = fresh;
    return "renewed";
  };

  const sent = (entry) => new Promise((resolve) => {
    const request = new XMLHttpRequest(); // fetch does not tell how far an upload is
    current = { key: entry.key, percent: entry.picture ? 0 : null };
    let stalled = 0;
    const moved = () => { clearTimeout(stalled); stalled = setTimeout(() => request.abort(), STALLED); };
    request.upload.onprogress = (event) => {
      moved();
      const percent = Math.floor((100 * event.loaded) / event.total);
      if (!entry.picture || percent === current.percent) return;
      current.percent = percent === 100 ? null : percent; // all is there: the server is at work
      const item = list.querySelector(`[data-key="${entry.key}"]`);
      if (item) draw(item, entry);
    };
    request.onloadend = () => {
      clearTimeout(stalled);
      let answer = null;
      try { answer = JSON.parse(request.responseText); } catch { /* a page: of the sign-in, of a proxy */ }
      resolve({ status: request.status, answer });
    };
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token());
    data.set("form_key", entry.key);
    for (const [name, value] of Object.entries(entry.fields)) if (value) data.set(name, value);
    if (entry.picture) data.set("picture", entry.picture, entry.name || "picture");
    request.open("POST", entry.place);
    request.setRequestHeader("Accept", "application/json");
    moved();
    request.send(data);
  });

  // What an answer means for an entry; true when the next one may be sent at once.
  const take = async (entry, { status, answer }, isSecondTry) => {
    if (answer && answer.posted) {
      await store("readwrite", (_drafts, outbox) => { outbox.delete(entry.key); });
      wait = AGAIN_FIRST;
      await posted(entry);
      return true;
    }
    const refused = (message) => change(entry.key, { state: "refused", message }).then(() => true);
    if (status === 0) return waiting(entry, "waiting");
    if (status >= 500 || status === 429) return waiting(entry, "trouble");
    if (answer && answer.message) return refused(answer.message);
    if (status === 404 || status === 413) return refused(words.refused);
    if (isSecondTry) return refused(status === 403 ? words.forbidden : words.refused);
    const became = await renewToken().catch(() => "offline");
    if (became === "renewed") return take(entry, await sent(entry), true);
    if (became === "forbidden") return refused(words.forbidden);
    if (became === "offline") return waiting(entry, "waiting");
    isBlocked = true; // until the page is shown again
    await change(entry.key, { state: "signedOut" });
    return false;
  };
  const waiting = async (entry, state) => {
    await change(entry.key, { state });
    later();
    return false;
  };
  const later = () => {
    clearTimeout(again);
    again = setTimeout(send, wait);
    wait = Math.min(2 * wait, AGAIN_MOST);
  };
  const sendAll = async () => {
    for (;;) {
      const next = (await mine()).find((entry) => entry.state !== "refused");
      if (!next) return;
      if (navigator.onLine === false) return later();
      current = { key: next.key, percent: null };
      await show();
      const goesOn = await take(next, await sent(next), false);
      current = null;
      if (!goesOn) return;
    }
  };
  // One tab sends at a time, so that no picture is uploaded twice; the server would see the repeat.
  const alone = (work) => !navigator.locks ? work()
    : navigator.locks.request("newsroom-live", { ifAvailable: true }, (lock) => (lock ? work() : later()));
  const send = async () => {
    clearTimeout(again);
    if (isBlocked) return;
    if (isSending) { isAsked = true; return; }
    isSending = true;
    isAsked = false;
    try {
      await alone(sendAll);
    } catch {
      later(); // the device would not be written: it is still there, and tried again
    }
    isSending = false;
    current = null;
    await show();
    if (isAsked) send();
  };
  const posted = async (entry) => {
    say(words.posted, "is-good");
    const own = document.querySelector("[data-live-list]");
    if (!own || !form || entry.place !== form.getAttribute("action") || own.hasAttribute("data-live-older")) return;
    try {
      const answer = await fetch(entry.place, { credentials: "same-origin", cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live-list]");
      if (fresh) own.replaceWith(document.adoptNode(fresh));
    } catch { /* it is posted; the list says so next time */ }
  };

  list.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-act]");
    if (!button) return;
    const key = button.closest("[data-key]").dataset.key;
    const entry = await store("readonly", (_drafts, outbox) => outbox.get(key));
    if (!entry || (current && current.key === key)) return void show();
    if (button.dataset.act === "retry") {
      wait = AGAIN_FIRST;
      await change(key, { state: "waiting", message: "" });
      return void send();
    }
    if (button.dataset.act === "change") {
      if (!isEmpty()) return say(words.busy, "is-bad"); // what stands there is not pushed aside
      fill(entry.fields, entry.picture, entry.name);
      await store("readwrite", (_drafts, outbox) => { outbox.delete(key); });
      await keep();
      form.elements.text.focus();
    } else {
      await store("readwrite", (_drafts, outbox) => { outbox.delete(key); });
      if (said) say("");
    }
    return void show();
  });

  // The page -------------------------------------------------------------------------------------

  const wake = () => { wait = AGAIN_FIRST; isBlocked = false; send(); };
  const begin = async () => {
    await opened;
    if (form) {
      const draft = await store("readonly", (drafts) => drafts.get(place));
      if (draft && (isEmpty() || typed().text === draft.fields.text)) {
        fill(draft.fields, draft.picture, draft.name);
        say(form.dataset.broughtBack);
      }
      showPicture();
      form.addEventListener("input", () => { clearTimeout(keeping); keeping = setTimeout(keep, 300); });
      form.addEventListener("change", (event) => { if (event.target === file) { showPicture(); keep(); } });
      form.addEventListener("submit", (event) => { event.preventDefault(); post(); });
      form.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); post(); }
      });
      const away = form.querySelector("[data-live-unchoose]");
      if (away) away.addEventListener("click", () => { choose(null, ""); keep(); file.focus(); });
      document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && keeping) keep(); });
      addEventListener("pagehide", () => { if (keeping) keep(); });
      addEventListener("beforeunload", (event) => { if (!isKept && !isEmpty()) event.preventDefault(); });
    }
    addEventListener("online", wake);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") wake(); });
    await show();
    send();
  };
  begin().catch(() => {}); // a browser that keeps nothing: the form works as forms do
})();
