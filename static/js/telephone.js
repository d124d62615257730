// How does a whole number get into the three boxes of a telephone number? Pasted or filled in, it is spread over them.
const MOBILE = [3, 4];
const LANDLINE = [3, 3];
const WIDE = [2, 4];

// Without 184 and 186, which are dialled before a number, and with a 0 for the country.
const digits = (text) =>
  text
    .normalize("NFKC")
    .replace(/[^0-9+]/g, "")
    .replace(/^18[46](?=[0+])/, "")
    .replace(/^\+810?/, "0")
    .replace(/\D/g, "");

// Where an area code ends only a table could tell; the server, which has one, writes it right on the next screen.
function cut(number) {
  const lengths = /^0[5-9]0/.test(number) ? MOBILE : /^0[36]/.test(number) ? WIDE : LANDLINE;
  const second = lengths[0] + lengths[1];
  return [number.slice(0, lengths[0]), number.slice(lengths[0], second), number.slice(second)];
}

for (const group of document.querySelectorAll("[data-tel]")) {
  const boxes = [...group.querySelectorAll("input")];
  const spread = ({ target, isComposing }) => {
    if (isComposing) return;
    const number = digits(target.value);
    if (number.length < 10 || number.length > 11) return;
    cut(number).forEach((part, place) => (boxes[place].value = part));
    boxes.at(-1).focus();
  };
  for (const kind of ["input", "compositionend"]) group.addEventListener(kind, spread);
}
