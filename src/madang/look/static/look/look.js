// Comforts on top of pages that work without it: theme without reloading, a question before grave steps,
// menus that close, focus on the list of errors.
(() => {
  "use strict";

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    if (form.matches("[data-theme-switch]") && button) {
      event.preventDefault();
      const theme = button.value;
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `theme=${theme}; path=/; max-age=${theme ? 31536000 : 0}; samesite=lax${secure}`;
      const dark = document.querySelector("link[data-dark]");
      dark.media = { dark: "screen", light: "not all" }[theme] ?? "screen and (prefers-color-scheme: dark)";
      for (const each of form.querySelectorAll("button[name=theme]")) each.setAttribute("aria-pressed", each === button);
      return;
    }
    const question = button?.dataset.confirm ?? form.dataset.confirm;
    if (question && !form.confirmed) {
      event.preventDefault();
      ask(question, button, () => {
        form.confirmed = true;
        form.requestSubmit(button);
        form.confirmed = false;
      });
    }
  }, true);

  // <form data-confirm="…" data-cancel="Go back">: the words come translated from the server.
  function ask(question, button, goOn) {
    const dialog = document.createElement("dialog");
    const words = document.createElement("p");
    words.id = "confirm-question";
    words.textContent = question;
    const actions = document.createElement("div");
    actions.className = "form-actions";
    const make = (text, kind, value) => {
      const each = document.createElement("button");
      each.className = `button ${kind}`;
      each.textContent = text;
      each.addEventListener("click", () => dialog.close(value));
      actions.append(each);
    };
    make(button.textContent.trim(), button.classList.contains("danger") ? "danger" : "", "yes");
    make((button.dataset.cancel ?? button.form.dataset.cancel) || "\u2190", "secondary", "");
    dialog.setAttribute("aria-labelledby", words.id);
    dialog.append(words, actions);
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "yes") goOn();
      else button.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  const close = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(except)) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("focusin", (event) => close(event.target));

  const focus = () => document.querySelector("[data-focus]")?.focus();
  focus();
  document.addEventListener("htmx:afterSettle", focus);
})();
