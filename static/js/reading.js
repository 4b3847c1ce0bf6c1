/* Tells after ten seconds in sight that somebody reads: nothing of who (articles/reading.py). */
{
  const { read } = document.currentScript.dataset;
  let left = 10;
  const timer = setInterval(() => {
    if (document.hidden || --left) return;
    clearInterval(timer);
    fetch(read, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
  }, 1000);
}
