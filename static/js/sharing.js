// Where does the operator point, and has the sharing of this screen ended? Asked every two seconds while the page is seen.
// To pause or end it here leaves everything that is typed where it is, passwords too, which no server could show again.
const EVERY = 2_000;
const LONGEST = 15_000;
const PATIENCE = 10_000;

const bar = document.querySelector("[data-sharing]");
if (bar) watch(bar);

function watch(bar) {
  let timer, missed = 0;

  const again = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(look, Math.min(EVERY * 2 ** missed, LONGEST));
  };

  const look = async () => {
    clearTimeout(timer);
    try {
      const answer = await fetch(bar.dataset.sharing, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (!answer.ok) throw new Error(answer.status);
      const word = await answer.text();
      missed = 0;
      if (word !== bar.dataset.word && !heard(word)) return;
    } catch {
      missed += 1;
    }
    again();
  };

  // Whether there is more to ask for.
  const heard = (word) => {
    const now = word.split(" ");
    bar.dataset.word = word;
    become(now[0]);
    point(Number(now[2]));
    return now[0] !== "ended";
  };

  // What is typed stays where it is: nothing is loaded anew.
  const become = (state) => {
    for (const part of bar.querySelectorAll("[data-sharing-state]")) {
      part.hidden = !part.dataset.sharingState.split(" ").includes(state);
    }
    document.body.className = document.body.className.replace(/ ?shares--\w+/, ` shares--${state}`);
  };

  bar.addEventListener("click", async (press) => {
    const button = press.target.closest("button[name=sharing]");
    if (!["pause", "end"].includes(button?.value)) return;
    press.preventDefault();
    if (await told(button.value)) {
      await look();
      (bar.querySelector("[data-sharing-state]:not([hidden]) button") ?? bar).focus();
    } else {
      button.form.requestSubmit(button);
    }
  });

  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
  point(Number(bar.dataset.word.split(" ")[2]));
  look();
}

// Whether the server did it.
async function told(what) {
  const body = new URLSearchParams({ csrf_token: bar.dataset.token, sharing: what });
  try {
    const answer = await fetch(bar.dataset.sharingDoes, { method: "POST", body, redirect: "manual" });
    return answer.type === "opaqueredirect";
  } catch {
    return false;
  }
}

function fieldOf(number) {
  const chips = document.querySelectorAll("main .field .no, main .rows .no");
  const chip = [...chips].find((each) => each.lastChild.textContent.trim() === String(number));
  return chip?.closest(".field, .row");
}

function point(number) {
  for (const each of document.querySelectorAll(".pointed")) each.classList.remove("pointed");
  const told = bar.querySelector("[data-sharing-pointed]");
  const field = number ? fieldOf(number) : null;
  if (told) told.hidden = !field;
  if (!field || !told) return;
  field.classList.add("pointed");
  told.querySelector("[data-sharing-which]").textContent = `${number}. ${field.querySelector(".no + span").textContent}`;
  told.querySelector("[data-sharing-goes]").href = `#${field.id}`;
}
