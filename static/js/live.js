/* A live blog that stays open: says “2 new updates” without moving the page, shows them on a click.
 *
 *   [data-live="/…/updates/latest/"]  the section of updates; the address gives its first page anew
 *   [data-newest]                     there: the time of the newest update when it was made
 *   [data-live-first]                 there: it is that first page, so it can be exchanged in place
 *   [data-live-ended]                 there: nothing more will come
 *   [data-live-words]                 what is said (templates/articles/_live_words.html)
 *
 * Every ten seconds (looking.js) one request, the same for everybody. Without script: “Refresh”.
 */
(() => {
  "use strict";
  const EVERY = 10 * 1000; // news is to be told within 15 seconds
  const box = document.querySelector("[data-live-words]");
  const section = () => document.querySelector("[data-live]");
  if (!box || !section()) return;

  const words = box.dataset.liveWords.split("|"); // “1 new update”, “2 new updates” … “more than 20”
  const spoken = box.querySelector("[role='status']");
  const link = box.querySelector("a");
  let newest = null; // the first page as the server has it now, if it says more than this page

  const say = (text) => {
    if (text === link.textContent) return;
    link.textContent = spoken.textContent = text; // the status is spoken once, politely
    link.hidden = text === "";
  };

  const countNew = (root) => {
    const since = Date.parse(section().dataset.newest) || 0;
    const times = [...root.querySelectorAll(".live-updates article time:first-of-type")];
    const count = new Set(
      times.filter((time) => Date.parse(time.dateTime) > since).map((time) => time.closest("article").id),
    ).size;
    const isAll = count === root.querySelectorAll(".live-updates article").length;
    return isAll && root.querySelector("[rel='next']") ? words.length : count;
  };

  const take = (root) => {
    const hasEnded = root.hasAttribute("data-live-ended");
    const count = countNew(root);
    newest = count && !hasEnded ? root : null;
    if (hasEnded) link.href = box.dataset.summary;
    if (hasEnded) say(box.dataset.ended);
    else say(count ? words[Math.min(count, words.length) - 1] : "");
    return !hasEnded;
  };

  const look = async () => {
    const answer = await fetch(section().dataset.live, { credentials: "omit", cache: "no-cache" });
    if (answer.status === 404 || answer.status === 410) return false; // withdrawn meanwhile
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const root = page.querySelector("[data-live]");
    return root ? take(root) : true;
  };

  // On any other page than the first, and once it has ended, the link just leads to the newest.
  link.addEventListener("click", (event) => {
    if (!newest || !section().hasAttribute("data-live-first")) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    section().replaceWith(document.adoptNode(newest));
    newest = null;
    say("");
    section().dispatchEvent(new CustomEvent("shown", { bubbles: true })); // as with all that comes later
    const top = section().querySelector(".live-updates article");
    top.focus({ preventScroll: true });
    top.scrollIntoView({ block: "start" });
  });

  window.lookAgain(look, EVERY);
})();
