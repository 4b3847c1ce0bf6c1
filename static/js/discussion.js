/* Saves what the page does without script: a typed comment survives a closed tab, its length is counted,
 * and an address from a former system (#comment-N) finds its comment.
 *
 *   form[data-draft="key"]                one draft per key, kept in the browser's own store
 *   textarea[data-max] or [maxlength]     its length is shown
 *   [data-draft-posted="key"]             what was typed under this key is posted: the draft ends
 *   .comment.is-own                       one that holds the typed text ends its draft too
 *   [data-legacy-comments="/…/find/"]     where an unknown #comment-N is looked up
 */
(() => {
  "use strict";
  const KEPT_FOR = 30 * 24 * 3600 * 1000; // a draft older than 30 days is not offered any more
  const name = (key) => `draft:${key}`;

  const store = {
    get(key) {
      const kept = recall(name(key));
      return kept && Date.now() - kept.at < KEPT_FOR ? kept.text : "";
    },
    set(key, text) {
      remember(name(key), text.trim() && { text, at: Date.now() });
    },
  };

  // Markup changes signs and spaces, so a posted text is known again by its letters and digits.
  const letters = (text) => text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
  const isPosted = (text) => {
    const wanted = letters(text);
    return [...document.querySelectorAll(".comment.is-own .comment-body")].some(
      (body) => wanted !== "" && letters(body.textContent) === wanted,
    );
  };

  const keep = (form) => {
    const key = form.dataset.draft;
    const area = form.querySelector("textarea");
    if (!area) return;
    const draft = store.get(key);
    const isEdit = key.startsWith("edit-"); // brings the present words along, which are no draft
    if (draft && isPosted(draft)) store.set(key, "");
    else if (draft && (isEdit || !area.value)) area.value = draft;
    let timer = 0;
    const save = () => store.set(key, isEdit && !draft && area.value === area.defaultValue ? "" : area.value);
    area.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 300);
    });
    addEventListener("pagehide", () => area.isConnected && area.value && save());
    document.addEventListener("comment:posted", (event) => {
      if (event.detail !== key) return;
      clearTimeout(timer);
      store.set(key, "");
    });
  };

  const countIn = (area) => {
    const most = Number(area.dataset.max || area.maxLength);
    const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
    const counter = document.createElement("p");
    counter.className = "counter";
    const count = () => {
      const length = [...area.value.replace(/\r\n?/g, "\n")].length;
      counter.textContent = `${number.format(length)} / ${number.format(most)}`;
      counter.classList.toggle("is-over", length > most);
      counter.hidden = length < most / 2;
    };
    area.after(counter);
    area.addEventListener("input", count);
    count();
  };

  const take = (root) => {
    // An answer is typed on a page of its own and posted to another, so this asks no form.
    for (const told of root.querySelectorAll("[data-draft-posted]")) store.set(told.dataset.draftPosted, "");
    for (const form of root.querySelectorAll("form[data-draft]")) keep(form);
    for (const area of root.querySelectorAll("textarea[data-max], form[data-draft] textarea[maxlength]")) countIn(area);
  };
  take(document);
  document.addEventListener("shown", (event) => event.target.matches("[data-writing]") && take(event.target));

  const legacy = document.querySelector("[data-legacy-comments]");
  const former = /^#comment-(\d+)$/.exec(location.hash);
  if (legacy && former && !document.getElementById(former[0].slice(1))) {
    location.replace(`${legacy.dataset.legacyComments}?import=${former[1]}`);
  }
})();
