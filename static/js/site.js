// What can a page do more where JavaScript runs? Nothing here is needed to use the site.
import "./passwords.js";
import "./sending.js";
import "./expiry.js";
import "./telephone.js";
import "./places.js";
import "./search.js";
import "./depending.js";
import "./back.js";
import "./waiting.js";
import "./app.js";
import "./photos.js";
import "./sharing.js";
import "./fields.js";
import "./focus.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The page before comes back from the browser with what was typed into it, which no link brings back.
for (const link of document.querySelectorAll("[data-before]")) {
  link.addEventListener("click", (press) => {
    if (document.referrer !== link.href) return;
    press.preventDefault();
    history.back();
  });
}

// Most browsers close only windows that a page opened; elsewhere the form around the button leads away from this one.
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", (press) => {
    window.close();
    if (window.closed) press.preventDefault();
  });
}
