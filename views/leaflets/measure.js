// What of a page matters on paper, and where does it stand? An expression: a function of the words of what is pressed
// and of the headings to leave out, called on a page of the practice counter (views/leaflets/pictures.py).
(words, leave) => {
  const main = document.querySelector("main"), plain = (it) => {
    const copy = it.cloneNode(true);
    for (const hidden of copy.querySelectorAll(".vh, svg")) hidden.remove();
    return copy.textContent.trim().replace(/\s+/g, " ");
  };
  const seen = (it) => { const { width, height } = it.getBoundingClientRect(); return width > 4 && height > 4; };
  const box = (it) => {
    const { x, y, width, height } = it.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height };
  };
  // What a customer's browser shows as soon as its scripts run.
  for (const shows of document.querySelectorAll(".pw button[hidden]")) shows.hidden = false;
  for (const pick of document.querySelectorAll("label[hidden]")) {
    pick.hidden = false;
    for (const file of pick.parentElement.querySelectorAll("input[type=file]")) file.hidden = true;
    pick.closest(".sec")?.querySelector("button")?.remove();
  }
  const pressed = [...document.querySelectorAll("main a, main button, nav a, main summary, main label.btn")].filter(seen);
  const first = (test) => words.map((each) => pressed.find((it) => test(it, each))).find(Boolean);
  const ends = pressed.filter((it) => it.matches("main .btn--p"));
  const press = words.length
    ? first((it, each) => plain(it) === each) ?? first((it, each) => it.textContent.includes(each))
    : ends.at(-1) ?? pressed.filter((it) => it.matches("main .btn")).at(-1);
  const labels = [...main.querySelectorAll(".no")].filter((it) => it.closest(".lab") && seen(it));
  const dropped = [...main.querySelectorAll("h2, summary")]
    .filter((it) => leave.some((each) => plain(it).startsWith(each)))
    .map((it) => box(it.closest(".sec, section, details") ?? it));
  const framed = (it) => parseFloat(getComputedStyle(it).borderTopWidth) > 0 && parseFloat(getComputedStyle(it).borderLeftWidth) > 0;
  const words_of = "h1, h2, h3, p, li, tr, dt, dd, label, legend, input, .btn, button, img, svg, .field, .row, .ctl";
  const atoms = [...main.querySelectorAll("*")].filter((it) => it.matches(words_of) || framed(it));
  const head = document.querySelector("header .bar") ?? document.querySelector("header");
  const around = press && !main.contains(press) ? press.closest("nav, ul") ?? press : null;
  return {
    width: document.documentElement.clientWidth,
    head: head && box(head), main: box(main), around: around && box(around), dropped,
    // A heading stays with what it is about.
    atoms: atoms.filter(seen).map((it) => ({ ...box(it), ...(it.matches("h2, h3, .lab") && { height: box(it).height + 56 }) })),
    press: press ? { words: plain(press), ...box(press) } : null,
    fields: labels.map((it) => ({ words: plain(it).replace(/\D/g, ""), ...box(it) })),
  };
}
