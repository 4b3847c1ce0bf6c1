/* "Search and social": counts characters, shows the fallback of every empty field and keeps the
   preview true while one types. Without this script the preview shows what was saved. */
(() => {
  const box = document.querySelector("[data-search-preview]");
  const form = box?.closest("form");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const oneLine = (text) => text.replace(/\s+/g, " ").trim();
  /** What counts for a field: its words, or those of the field that stands in for it. */
  const told = (name) => {
    const own = field(name);
    return own ? oneLine(own.value) || oneLine(field(own.dataset.fallback)?.value || "") : "";
  };
  const cardTitle = () => (field("social_headline") ? told("social_headline") : told("search_title"));
  /** The words of a chosen option, without the dashes that show how deep a section lies. */
  const chosen = (name) => {
    const option = field(name)?.selectedOptions?.[0];
    return option?.value ? option.textContent.replace(/^[—\s]+/, "").trim() : "";
  };

  const put = (name, text) => {
    for (const place of box.querySelectorAll(`[data-shown="${name}"]`)) {
      if (place.textContent !== text) place.textContent = text;
    }
  };
  const warn = (name, isOn) => {
    const line = box.querySelector(`[data-warning="${name}"]`);
    if (line) line.hidden = !isOn;
  };

  const counters = new Map();
  for (const input of form.querySelectorAll("[data-cut]")) {
    const counter = document.createElement("span");
    counter.className = "search-count";
    counter.id = `${input.id}_count`;
    input.after(counter);
    input.setAttribute("aria-describedby", `${input.getAttribute("aria-describedby") || ""} ${counter.id}`.trim());
    counters.set(input, counter);
  }
  /* Search results give room to a width: a letter of Chinese or Hangul takes that of two. */
  const width = (text) => [...text].reduce((sum, letter) => sum + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]/.test(letter) ? 2 : 1), 0);
  const count = () => {
    for (const [input, counter] of counters) {
      const limit = Number(input.dataset.cut);
      const length = width(told(input.name));
      counter.textContent = box.dataset.count.replace("{count}", length).replace("{limit}", limit);
      counter.classList.toggle("is-over", length > limit);
      warn(input.name, length > limit);
    }
  };

  const picture = box.querySelector("[data-shown=picture]");
  const card = box.querySelector("[data-shown-card]");
  const mark = picture.src;
  const isMark = card.classList.contains("is-small");
  /** The address of a chosen picture as the form shows it below its field; "" when none is known. */
  const pictureOf = (name) => {
    const select = field(name);
    return select?.value ? select.closest(".form-row")?.querySelector(".picture-preview")?.src || "" : "";
  };
  const first = ["social_image", "lead_image"].map((name) => `${field(name)?.value}`).join();
  const showPicture = () => {
    if (!field("social_image")) return;
    const now = ["social_image", "lead_image"].map((name) => `${field(name)?.value}`).join();
    const found = pictureOf("social_image") || pictureOf("lead_image");
    const hasOne = Boolean(field("social_image").value || field("lead_image")?.value);
    if (now === first) picture.src = mark; // as the server cut it
    else if (found) picture.src = found;
    picture.hidden = !hasOne && !isMark;
    card.classList.toggle("is-small", hasOne ? false : isMark);
    warn("picture", !hasOne);
  };

  const show = () => {
    for (const input of form.querySelectorAll("[data-fallback]")) {
      input.placeholder = oneLine(field(input.dataset.fallback)?.value || "");
    }
    put("title", told("search_title"));
    put("description", told("search_description"));
    put("card_title", cardTitle());
    put("place", chosen("section"));
    count();
    showPicture();
    warn("noindex", Boolean(field("noindex")?.checked));
    warn("canonical_url", Boolean(field("canonical_url")?.value.trim()));
  };
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  window.django?.jQuery?.(form).on("change", "select", show); // what a select2 field says is heard by jQuery alone
  show();
})();
