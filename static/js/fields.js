// Where does a link to a question lead? To all of it, so that its label is in view; and into its box: the first wrong one,
// else one to be typed into, else what is chosen.
const BOXES = ["[aria-invalid=true]:not(fieldset)", ".in", ":checked", "input:not([type=hidden])", "a"];

const enter = (field) => {
  const box = BOXES.map((each) => field.querySelector(each)).find(Boolean);
  box?.focus({ preventScroll: true });
};
const fieldAt = (place) => {
  const found = place ? document.getElementById(place.slice(1)) : null;
  return found?.matches(".field, .row") ? found : null;
};

document.addEventListener("click", (press) => {
  const field = fieldAt(press.target.closest?.('a[href^="#"]')?.getAttribute("href"));
  if (!field) return;
  press.preventDefault();
  field.scrollIntoView();
  enter(field);
});

// A browser takes the focus away itself once it has gone to where the address leads, if nothing can be typed there.
const asked = fieldAt(location.hash);
if (asked?.matches(".field")) addEventListener("load", () => requestAnimationFrame(() => enter(asked)));
