/* Saves the reload when a comment is written, answered, edited or deleted. Without script, or when
 * anything here does not know what to do, the same links and forms lead to pages.
 *
 *   a[data-inline]         leads to a form's page; its form opens below the comment instead
 *   [data-writing]         a form with what stands around it, here and on the pages it comes from;
 *   form[data-write]       sent in place (comments/views/in_place.py); the answer is what was written as JSON,
 *                          or the page with the form as it is now
 *   [data-cancel], Escape  closes a form that was opened here
 *                          its data-offline and data-broken are the sentences of this file
 */
(() => {
  "use strict";
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);

  const fresh = new WeakMap(); // the discussion's own form, as it was before the server changed it
  const openers = new WeakMap(); // an opened form: the link that opened it
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const isJson = (answer) => (answer.headers.get("Content-Type") || "").startsWith("application/json");
  const focusIn = (part) => {
    const target = part.querySelector("[data-focus]") || part.querySelector("textarea") || part;
    if (!target.matches("a, button, textarea, [tabindex]")) target.tabIndex = -1;
    target.focus();
  };

  /* The sentence stands in the form and is spoken; the words stay as they are. */
  const complain = (form, what) => {
    let place = form.querySelector(".write-failed");
    if (!place) {
      place = document.createElement("p");
      place.className = "write-failed";
      place.setAttribute("role", "alert");
      form.querySelector(".form-actions").before(place);
    }
    place.textContent = "";
    place.textContent = form.closest("[data-writing]").dataset[what];
  };

  const close = (part) => {
    const opener = openers.get(part);
    if (!opener) return false;
    part.previousElementSibling?.classList.remove("is-being-edited");
    part.remove();
    (opener.closest("details")?.querySelector("summary") || opener).focus();
    return true;
  };

  const open = async (link) => {
    const card = link.closest(".comment");
    let page;
    try {
      const answer = await fetch(link.href);
      if (!answer.ok || answer.redirected) throw answer;
      page = await pageOf(answer);
    } catch {
      location.assign(link.href); // the browser says what is wrong, and can try again
      return;
    }
    const part = page.querySelector("[data-writing]");
    if (!part) return location.assign(link.href);
    const menu = link.closest("details");
    if (menu) menu.open = false;
    if (card.nextElementSibling?.matches("[data-writing]")) card.nextElementSibling.remove();
    card.after(part);
    card.classList.toggle("is-being-edited", part.querySelector("[name='revision']") !== null);
    openers.set(part, link);
    tellShown(part);
    focusIn(part);
  };

  const copyOf = (part) => {
    const copy = part.cloneNode(true); // as the page came: what was typed is not copied
    copy.querySelector(".counter")?.remove();
    return copy;
  };

  const exchange = (old, part) => {
    if (openers.has(old)) openers.set(part, openers.get(old));
    else fresh.set(part, fresh.get(old) || copyOf(old));
    old.replaceWith(part);
    tellShown(part);
    focusIn(part);
  };

  const listOf = (told) => {
    const above = told.below && document.getElementById(told.below);
    if (told.below && !above) return null;
    const around = above ? above.closest("li") : document.getElementById("comments");
    let list = around.querySelector(above ? ":scope > .replies" : ".thread");
    if (list) return list;
    list = document.createElement("ol");
    list.className = told.list;
    const empty = above ? null : around.querySelector(".discussion-empty");
    if (empty) empty.replaceWith(list);
    else if (above) around.append(list);
    else around.querySelector("[data-writing]").after(list);
    return list;
  };

  /* Puts the card where it belongs; false when this page has no place for it. */
  const place = (told) => {
    const card = parse(told.card).body.firstElementChild;
    const old = document.getElementById(told.id);
    if (old && card) old.replaceWith(card);
    else if (old) (old.closest("li") || old).remove();
    else {
      const list = listOf(told);
      if (!list) return false;
      const item = document.createElement("li");
      item.append(card);
      if (told.below) list.append(item);
      else list.prepend(item);
    }
    return true;
  };

  const finish = (part, told) => {
    document.dispatchEvent(new CustomEvent("comment:posted", { detail: told.draft }));
    if (openers.has(part)) part.remove();
    else {
      const form = fresh.get(part) || part;
      if (form !== part) {
        part.replaceWith(form);
        tellShown(form);
      }
      form.querySelector("textarea").value = "";
      const key = form.querySelector("[name='form_key']");
      if (key) key.value = told.form_key;
      form.querySelector("textarea").dispatchEvent(new Event("input", { bubbles: true }));
    }
    const title = document.getElementById("comments-title");
    if (title && "counts" in title.dataset) title.textContent = told.heading;
    for (const old of document.querySelectorAll(".write-told")) old.remove();
    const card = document.getElementById(told.id);
    const words = document.createElement("p");
    words.className = "write-told message message-success";
    words.textContent = told.message;
    (card || document.querySelector("#comments > [data-writing]") || title).before(words);
    status.textContent = told.message;
    if (card) {
      tellShown(card);
      card.tabIndex = -1;
      card.focus();
      card.scrollIntoView({ block: "nearest" });
    } else {
      words.tabIndex = -1;
      words.focus();
    }
  };

  inPlace("form[data-write]", async (form, button) => {
    // Who is not signed in goes to sign in, and comes back.
    if (button.name === "post" && !form.querySelector("[name='csrfmiddlewaretoken']")) throw form;
    const part = form.closest("[data-writing]");
    let answer, text;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form, button)),
        headers: { Accept: "application/json" },
      });
      text = await answer.text();
    } catch {
      return complain(form, "offline");
    }
    if (answer.status >= 500) return complain(form, "broken");
    if (isJson(answer)) {
      const told = JSON.parse(text);
      if (place(told)) return finish(part, told);
      document.dispatchEvent(new CustomEvent("comment:posted", { detail: told.draft }));
      return location.assign(told.page);
    }
    if (answer.redirected) return location.assign(answer.url); // the session ended: sign in, words are kept
    const next = parse(text).querySelector("[data-writing]");
    if (!next) throw answer; // a page that says why, with all that was typed
    exchange(part, next);
  });

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || !isPlain(event)) return;
    const link = event.target.closest("a[data-inline], a[data-cancel]");
    if (!link) return;
    if ("inline" in link.dataset) {
      event.preventDefault();
      open(link);
    } else if (close(link.closest("[data-writing]"))) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const part = event.key === "Escape" && !event.isComposing && event.target.closest("[data-writing]");
    if (part) close(part);
  });
})();
