/* Shared pages hold absolute times. Here those marked data-relative and younger than a day become
 * "3 hours ago", the absolute time stays in the title. Once a minute they grow older. */
(() => {
  "use strict";
  const MINUTE = 60;
  const HOUR = 60 * MINUTE;
  const DAY = 24 * HOUR;
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });

  const tell = () => {
    for (const time of document.querySelectorAll("time[data-relative][datetime]")) {
      const age = (Date.now() - Date.parse(time.dateTime)) / 1000;
      if (!time.dataset.absolute) time.dataset.absolute = time.textContent.trim();
      if (!(age > -MINUTE && age < DAY)) {
        time.textContent = time.dataset.absolute;
        continue;
      }
      time.title = time.dataset.absolute;
      if (age < MINUTE) time.textContent = words.format(0, "second");
      else if (age < HOUR) time.textContent = words.format(-Math.floor(age / MINUTE), "minute");
      else time.textContent = words.format(-Math.floor(age / HOUR), "hour");
    }
  };

  tell();
  setInterval(tell, MINUTE * 1000);
  // parts of a page that arrive later
  document.addEventListener("shown", tell);
})();
