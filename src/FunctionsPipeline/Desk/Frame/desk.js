// The desk works without this file. Each part finds its elements by attributes and does nothing where there are none.
"use strict";

// A button that was pressed is not pressed again while its answer is on the way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's history can be used again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[type=submit]")) button.removeAttribute("aria-disabled");
  }
});

// A menu closes when something else is pressed, and by Escape.
for (const menu of document.querySelectorAll(".desk-person")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A page that waits for an answer loads itself again, as long as someone looks at it.
for (const waiting of document.querySelectorAll("[data-refresh]")) {
  const again = () => {
    const busy = document.querySelector("details[open], :focus:is(input, textarea, select)");
    if (document.visibilityState === "visible" && !busy) location.reload();
    else setTimeout(again, 2000);
  };
  setTimeout(again, Number(waiting.dataset.refresh) * 1000);
}
