// What can a page do more where JavaScript runs? Nothing here is needed to use the site.
import "./passwords.js";
import "./sending.js";
import "./expiry.js";
import "./telephone.js";
import "./places.js";
import "./search.js";
import "./back.js";
import "./waiting.js";
import "./app.js";
import "./photos.js";
import "./sharing.js";
import "./focus.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Most browsers close only windows that a page opened; elsewhere the form around the button leads away from this one.
for (const button of document.querySelectorAll("[data-close]")) {
  button.addEventListener("click", (press) => {
    window.close();
    if (window.closed) press.preventDefault();
  });
}
