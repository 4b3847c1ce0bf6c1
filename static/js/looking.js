/* Looks for news again and again while the page is seen, for scripts that come after it.
 *
 *   lookAgain(look, every)   calls `look` every so many milliseconds, and when the reader is back
 *
 * `look` is asynchronous: it returns whether to go on, and throws when it could not see. Then the next
 * look waits twice as long, and after a few failures in a row the reader is left alone.
 */
(() => {
  "use strict";
  const PATIENCE = 6;

  window.lookAgain = (look, every) => {
    let timer = 0;
    let failed = 0;
    let goesOn = true;
    const again = async () => {
      clearTimeout(timer);
      if (!goesOn || document.visibilityState === "hidden") return; // goes on when the reader is back
      try {
        goesOn = await look();
        failed = 0;
      } catch {
        failed += 1; // no connection now: the next look may have one
        goesOn = failed < PATIENCE;
      }
      clearTimeout(timer);
      if (goesOn) timer = setTimeout(again, every * 2 ** failed);
    };
    document.addEventListener("visibilitychange", again);
    timer = setTimeout(again, every);
  };
})();
