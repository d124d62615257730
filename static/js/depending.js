// Of questions that depend on a choice, only the one that goes with it is seen: nothing of the others is judged.
for (const field of document.querySelectorAll("[data-with]")) {
  const choice = document.getElementById(field.dataset.with);
  const show = () => {
    field.hidden = !choice.checked;
  };
  for (const other of choice.form.elements[choice.name]) other.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
