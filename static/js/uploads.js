// How do files get to the server over a connection that may break? Each in a request of its own, a few at a time; one that
// broke off is sent again, since the server takes the same file for the same picture.
const AT_ONCE = 3;
const PAUSES = [2_000, 5_000, 15_000];
// Where nobody says which place is the next: behind all that the PC has sent. Places have four digits at most.
const BEHIND = 5_000;
const STALLED = 45_000;
const NOT_TAKEN = "送信できませんでした。時間をおいて、もう一度お試しください。";

// XMLHttpRequest, since fetch tells nothing of how far a body is. Gives 0 for the status where the connection broke.
function post(row, url, body, moved) {
  const asked = new XMLHttpRequest();
  let timer;
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => asked.abort(), STALLED);
  };
  row.stop = () => asked.abort();
  asked.responseType = "json";
  asked.upload.addEventListener("progress", ({ loaded, total }) => {
    alive();
    row.moved(loaded / total);
    moved();
  });
  asked.open("POST", url);
  asked.send(body);
  alive();
  return new Promise((done) => {
    asked.addEventListener("loadend", () => {
      clearTimeout(timer);
      done([asked.status, asked.response ?? {}]);
    });
  });
}

// `room` gives how many more pictures there may be; `changed` is called whenever a row has changed, `known` when the server
// has given a picture its id, `closed` when one has read why a file was refused, `full` with the rows for which there is
// no room.
export function uploads(form, { room, changed, known, closed, full }) {
  const rows = new Set();
  // A few are sent at a time, and stand in the list as they were chosen.
  let place = Number(form.dataset.next ?? BEHIND);
  const those = (...states) => [...rows].filter(({ state }) => states.includes(state));

  const send = async (row) => {
    row.to("sending");
    const body = new FormData();
    for (const { name, value } of form.querySelectorAll("[type=hidden]")) body.append(name, value);
    if (row.place) body.append("place", row.place);
    body.append("files", row.file);
    const [status, answer] = await post(row, form.dataset.upload, body, changed);
    if (!rows.has(row)) return;
    settle(row, status, answer);
    pump();
  };

  const settle = (row, status, { id, message }) => {
    if (status === 200 && id) row.to("taken", form.dataset.taken);
    else if (status && status < 500 && status !== 429) {
      row.find("[data-login]").hidden = status !== 403;
      row.find("[data-login]").href = location.href;
      row.to("refused", message ?? NOT_TAKEN);
    } else if (row.failures < PAUSES.length) {
      row.timer = setTimeout(again, PAUSES[row.failures], row);
      row.failures += 1;
      row.to("pausing");
    } else row.to("failed", message);
    if (id) known(row, id);
  };

  const again = (row) => {
    clearTimeout(row.timer);
    row.to("queued");
    pump();
  };

  // Near the limit one after another: what is here already comes to no new picture.
  const pump = () => {
    for (const row of those("queued")) {
      const sending = those("sending", "arriving").length;
      if (sending >= AT_ONCE || (sending && sending >= room())) break;
      if (room() > 0) send(row);
      else {
        full(those("queued").map(({ file }) => file));
        those("queued").forEach(drop);
      }
    }
    changed();
  };

  const drop = (row) => {
    rows.delete(row);
    clearTimeout(row.timer);
    row.stop?.();
    row.shown.remove();
  };

  const anew = (rows) => {
    for (const row of rows) {
      row.failures = 0;
      again(row);
    }
  };

  // Who comes back to a connection need not wait.
  addEventListener("online", () => anew(those("pausing", "failed")));

  return {
    rows,
    add: (row) => {
      rows.add(row);
      row.place = place++;
      row.find("[data-again]").addEventListener("click", () => anew([row]));
      row.find("[data-cancel]").addEventListener("click", () => {
        drop(row);
        if (row.state === "refused") closed(row);
        pump();
        document.getElementById("files").focus();
      });
      if (!row.state) row.to("queued");
    },
    underWay: () => [...rows].filter(({ underWay }) => underWay),
    those,
    anew,
    pump,
    drop,
  };
}
