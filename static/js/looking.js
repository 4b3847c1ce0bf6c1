/* Looks for news again and again while the page is seen, and tells of them, for scripts that come after it.
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
})();
