/* The focal point of a picture: a click on it, or the arrow keys, set the two number fields, and
   three frames show what the crops will keep. Without this script one types the numbers. */
(() => {
  const box = document.querySelector("[data-focal]");
  const fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));
  if (!box || fields.includes(null)) return;
  const picture = box.querySelector(".focal-picture");
  const image = picture.querySelector("img");
  const marker = Object.assign(document.createElement("span"), { className: "focal-marker" });
  const STEP = 0.01, LEAP = 0.1;
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  const inside = (value) => Math.min(1, Math.max(0, value));
  const point = () => fields.map((field) => inside(Number.parseFloat(field.value) || 0));

  /* The same arithmetic as on the server: the largest part in the shape, as near as can be. */
  const place = (frame, [x, y]) => {
    const shown = frame.querySelector("img");
    const ratio = frame.clientWidth / frame.clientHeight;
    const [width, height] = [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];
    const [wide, high] = [Math.min(width, height * ratio), Math.min(height, width / ratio)];
    const share = (at, length, part) =>
      length > part ? inside((at * length - part / 2) / (length - part)) : 0.5;
    shown.style.objectPosition = `${share(x, width, wide) * 100}% ${share(y, height, high) * 100}%`;
  };
  const show = () => {
    const [x, y] = point();
    marker.style.insetInlineStart = "";
    marker.style.left = `${x * 100}%`;
    marker.style.top = `${y * 100}%`;
    const across = Math.round(x * 100), down = Math.round(y * 100);
    picture.setAttribute("aria-label", `${box.dataset.label} ${across} % / ${down} %`);
    box.querySelectorAll(".crop-frame").forEach((frame) => place(frame, [x, y]));
  };
  const set = (x, y) => {
    [x, y].forEach((value, index) => {
      fields[index].value = inside(value).toFixed(2);
      fields[index].dispatchEvent(new Event("change", { bubbles: true }));
    });
    show();
  };

  picture.append(marker);
  picture.tabIndex = 0;
  picture.setAttribute("role", "application");
  picture.classList.add("is-live");
  box.querySelectorAll(".crop-frame img").forEach((crop) => { crop.src = image.src; });
  picture.addEventListener("click", (event) => {
    const frame = image.getBoundingClientRect();
    set((event.clientX - frame.left) / frame.width, (event.clientY - frame.top) / frame.height);
  });
  picture.addEventListener("keydown", (event) => {
    const move = MOVES[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? LEAP : STEP;
    const [x, y] = point();
    set(x + move[0] * step, y + move[1] * step);
  });
  fields.forEach((field) => field.addEventListener("input", show));
  show();
})();
