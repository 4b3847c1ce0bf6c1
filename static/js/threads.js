/* Saves what reading a discussion does without script: more comments come in place, and “3 new comments”
 * is said without moving the page.
 *
 *   a[data-more]              leads to a page with more replies (in .more-replies) or more threads
 *   [data-thread]             the list of threads; [data-thread-pages] the ways to others
 *   [data-more-replies]       on the page of more replies: the list that holds them
 *   li[data-parent="7"]       what answers comment 7
 *   [data-news="/…/news/"]    the section of comments; [data-newest] up to which number it has them all;
 *                             [data-news-here] where new threads can be put on top
 *   [data-thread-news]        where new ones are told of
 *
 * What was loaded is kept in the browser's history for the way back.
 *
 * For scripts that come after it:
 *
 *   lookAgain(address, take)       asks `address()` every ten seconds, and when the reader is back;
 *                                  `take(answer)` is asynchronous and returns whether to go on
 *   tellNews(box, count, [text])   says how many there are, or the text, in a box (_live_words.html, _news.html):
 *                                  [data-words] has the sentence for every number, the last for all beyond
 *
 * After a look that failed the next one waits twice as long; after a few in a row the reader is left alone.
 */
(() => {
  "use strict";
  const itemOf = (id) => document.getElementById(`c-${id}`)?.closest("li");
  const isHere = (item) => Boolean(document.getElementById(item.querySelector(".comment").id));

  const pageAt = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw answer;
    return pageOf(answer);
  };

  const repliesOf = (item) => {
    let list = item.querySelector(":scope > .replies");
    if (!list) {
      list = document.createElement("ol");
      list.className = "replies";
      item.append(list);
    }
    return list;
  };

  const answer = (parent, item) => {
    const list = repliesOf(parent);
    list.insertBefore(item, list.querySelector(":scope > .more-replies"));
  };

  const welcome = (items, withFocus) => {
    items.forEach(tellShown);
    const first = items[0]?.querySelector(".comment:not(.folded .comment)");
    if (!withFocus || !first) return;
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "nearest" });
  };

  // More in place ---------------------------------------------------------------------------------

  const moreReplies = (page, slot) => {
    const placed = [];
    for (const item of page.querySelectorAll("[data-more-replies] > li > .replies > li")) {
      if (item.matches(".more-replies")) slot.before(item);
      else if (!isHere(item)) {
        const parent = itemOf(item.dataset.parent);
        if (parent && parent !== slot.parentElement.closest("li")) answer(parent, item);
        else slot.before(item);
        placed.push(item);
      }
    }
    slot.remove();
    return placed;
  };

  const moreThreads = (page) => {
    const placed = [...page.querySelectorAll("[data-thread] > li")].filter((item) => !isHere(item));
    document.querySelector("[data-thread]").append(...placed);
    document.querySelector("[data-thread-pages]").replaceWith(page.querySelector("[data-thread-pages]"));
    return placed;
  };

  const loaded = () => history.state?.loaded ?? [];
  const more = async (link, withFocus) => {
    const href = link.getAttribute("href");
    const page = await pageAt(link.href);
    const slot = link.closest(".more-replies");
    welcome(slot ? moreReplies(page, slot) : moreThreads(page), withFocus);
    if (withFocus) history.replaceState({ ...history.state, loaded: [...loaded(), href] }, "");
  };

  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-more]");
    if (!link || !isPlain(event)) return;
    event.preventDefault();
    if (link.getAttribute("aria-busy")) return;
    link.setAttribute("aria-busy", "true");
    try {
      await more(link, true);
    } catch {
      location.assign(link.href); // the page itself says what is wrong
    }
  });

  const comeBack = async () => {
    const wanted = loaded();
    const { y } = history.state ?? {};
    for (const href of wanted) {
      const link = [...document.querySelectorAll("a[data-more]")].find((one) => one.getAttribute("href") === href);
      if (link) await more(link, false);
    }
    if (wanted.length && y) scrollTo(0, y);
  };
  comeBack().catch(() => {});
  addEventListener("pagehide", () => {
    if (loaded().length) history.replaceState({ ...history.state, y: scrollY }, "");
  });

  // News ------------------------------------------------------------------------------------------

  const EVERY = 10 * 1000; // news is to be told within 15 seconds
  const PATIENCE = 6;

  window.tellNews = (box, count, text) => {
    const words = box.dataset.words.split("|");
    const link = box.querySelector("a");
    text ??= count ? words[Math.min(count, words.length) - 1] : "";
    // spoken once, not for each that follows
    if (link.hidden || !text) box.querySelector("[role='status']").textContent = text;
    link.textContent = text;
    link.hidden = !text;
  };

  window.lookAgain = (address, take) => {
    let timer = 0;
    let failed = 0;
    let goesOn = true;
    const look = async () => {
      const answer = await fetch(address(), { credentials: "omit", cache: "no-cache" });
      if (answer.status === 404 || answer.status === 410) return false; // withdrawn meanwhile
      if (!answer.ok) throw answer;
      return take(answer);
    };
    const again = async () => {
      clearTimeout(timer);
      if (!goesOn || document.hidden) return; // goes on when the reader is back
      try {
        goesOn = await look();
        failed = 0;
      } catch {
        failed += 1; // no connection now: the next look may have one
        goesOn = failed < PATIENCE;
      }
      clearTimeout(timer);
      if (goesOn) timer = setTimeout(again, EVERY * 2 ** failed);
    };
    document.addEventListener("visibilitychange", again);
    timer = setTimeout(again, EVERY);
  };

  const section = document.querySelector("[data-news]");
  const box = document.querySelector("[data-thread-news]");
  if (!section || !box) return;
  const link = box.querySelector("a");
  let newest = Number(section.dataset.newest);

  const take = async (answer) => {
    const { comments } = await answer.json();
    const fresh = comments.filter(([number, id]) => number > newest && !document.getElementById(`c-${id}`));
    tellNews(box, fresh.length);
    return true;
  };

  /** Put what is new in its place: below what it answers if that is here, else on top with it. */
  const place = (list, into, placed) => {
    for (const item of [...list]) {
      if (!item.matches(".more-replies") && isHere(item)) {
        const here = itemOf(item.querySelector(".comment").id.slice(2));
        place(item.querySelectorAll(":scope > .replies > li"), (one) => answer(here, one), placed);
      } else if (!item.matches(".more-replies")) {
        into(item);
        placed.push(item);
      }
    }
  };

  const show = async () => {
    const page = await pageAt(link.href);
    const threads = document.querySelector("[data-thread]");
    if (!threads || page.querySelector("[data-thread-pages] [rel='next']")) throw page; // too much to put here
    const placed = [];
    place([...page.querySelectorAll("[data-thread] > li")].reverse(), (one) => threads.prepend(one), placed);
    const told = page.querySelector("[data-news]");
    newest = Number(told.dataset.newest);
    link.href = page.querySelector("[data-thread-news] a").getAttribute("href");
    document.querySelector(".discussion-title").textContent = page.querySelector(".discussion-title").textContent;
    tellNews(box, 0);
    placed.sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    welcome(placed, true);
  };

  link.addEventListener("click", async (event) => {
    if (!section.hasAttribute("data-news-here") || !isPlain(event)) return;
    event.preventDefault();
    try {
      await show();
    } catch {
      location.assign(link.href);
    }
  });

  lookAgain(() => section.dataset.news, take);
})();
