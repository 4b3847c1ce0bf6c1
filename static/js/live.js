/* A live blog that stays open: says “2 new updates” without moving the page, shows them on a click.
 *
 *   [data-live="/…/updates/latest/"]  the section of updates; the address gives its first page anew
 *   [data-newest]                     there: the time of the newest update when it was made
 *   [data-live-first]                 there: it is that first page, so it can be exchanged in place
 *   [data-live-ended]                 there: nothing more will come
 *   [data-live-news]                  where they are told of (templates/articles/_live_words.html)
 *
 * Every ten seconds (threads.js) one request, the same for everybody. Without script: “Refresh”.
 */
(() => {
  "use strict";
  const box = document.querySelector("[data-live-news]");
  const section = () => document.querySelector("[data-live]");
  if (!box || !section()) return;

  const link = box.querySelector("a");
  let newest = null; // the first page as the server has it now, if it says more than this page

  const countNew = (root) => {
    const since = Date.parse(section().dataset.newest) || 0;
    const times = [...root.querySelectorAll(".live-updates article time:first-of-type")];
    const count = new Set(
      times.filter((time) => Date.parse(time.dateTime) > since).map((time) => time.closest("article").id),
    ).size;
    const isAll = count === root.querySelectorAll(".live-updates article").length;
    return isAll && root.querySelector("[rel='next']") ? Infinity : count;
  };

  const take = (root) => {
    const hasEnded = root.hasAttribute("data-live-ended");
    const count = countNew(root);
    newest = count && !hasEnded ? root : null;
    if (hasEnded) {
      link.href = box.dataset.summary;
      tellNews(box, 0); // whatever was told before, this is spoken
      tellNews(box, 0, box.dataset.ended);
    } else tellNews(box, count);
    return !hasEnded;
  };

  // On any other page than the first, and once it has ended, the link just leads to the newest.
  link.addEventListener("click", (event) => {
    if (!newest || !section().hasAttribute("data-live-first") || !isPlain(event)) return;
    event.preventDefault();
    section().replaceWith(document.adoptNode(newest));
    newest = null;
    tellNews(box, 0);
    tellShown(section());
    const top = section().querySelector(".live-updates article");
    top.focus({ preventScroll: true });
    top.scrollIntoView({ block: "start" });
  });

  lookAgain(
    () => section().dataset.live,
    async (answer) => {
      const root = (await pageOf(answer)).querySelector("[data-live]");
      return root ? take(root) : true;
    },
  );
})();
