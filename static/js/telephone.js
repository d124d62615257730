// How does a whole number get into the three boxes of a telephone number? Pasted or filled in, it is spread over them.
// Only where nothing but a whole number of Japan stands in a box; all else is left as it is, for the server to judge.
const MOBILE = [3, 4];
const LANDLINE = [3, 3];
const WIDE = [2, 4];
const FREE = [4, 3];
// The first that fits.
const KINDS = [
  [/^(?:0800\d|0120|0570|0990)\d{6}$/, FREE],
  [/^0[5-9]0\d{8}$/, MOBILE],
  [/^0[36]\d{8}$/, WIDE],
  [/^0[1-9][1-9]\d{7}$/, LANDLINE],
];
const SEPARATORS = /[\s().\-\u2010-\u2015\u2212\u30fc]/g;

// With a 0 for the country.
const digits = (text) => text.normalize("NFKC").replace(SEPARATORS, "").replace(/^\+81(?=[1-9])/, "0");

// Where an area code ends only a table could tell; the server, which has one, writes it right on the next screen.
function cut(number) {
  const lengths = KINDS.find(([whole]) => whole.test(number))?.[1];
  if (!lengths) return null;
  const second = lengths[0] + lengths[1];
  return [number.slice(0, lengths[0]), number.slice(lengths[0], second), number.slice(second)];
}

for (const group of document.querySelectorAll("[data-tel]")) {
  const boxes = [...group.querySelectorAll("input")];
  const spread = ({ target, isComposing }) => {
    const parts = isComposing ? null : cut(digits(target.value));
    if (!parts) return;
    parts.forEach((part, place) => (boxes[place].value = part));
    boxes.at(-1).focus();
  };
  for (const kind of ["input", "compositionend"]) group.addEventListener(kind, spread);
}
