// How is a second press kept back while the first is under way? The server bears it anyway; this only says so.
const LET_GO_AFTER = 15_000;
const sent = new Map();

const letGo = (form) => {
  sent.get(form)?.();
  sent.delete(form);
};

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (sent.has(form)) return event.preventDefault();
  const words = submitter ? [...submitter.childNodes] : [];
  submitter?.setAttribute("aria-disabled", "true");
  // A button that goes back sends nothing that counts.
  if (submitter && !submitter.formNoValidate) submitter.replaceChildren("送信しています…");
  // A page whose loading was stopped by hand must not stay shut.
  const timer = setTimeout(letGo, LET_GO_AFTER, form);
  sent.set(form, () => {
    clearTimeout(timer);
    submitter?.removeAttribute("aria-disabled");
    submitter?.replaceChildren(...words);
  });
});

addEventListener("pageshow", () => [...sent.keys()].forEach(letGo));
