// Keeps what was entered on this device until it is sent, so that a lost connection loses nothing. Photos and secret reports are not kept.
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  const name = form.dataset.draft;
  const kept = form.querySelector("[data-draft-kept]");
  const fields = [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "button"].includes(field.type));
  const read = () => {
    try { return JSON.parse(localStorage.getItem(name) || "{}"); } catch { return {}; }
  };
  const write = () => {
    const draft = {};
    for (const field of fields) if (field.type !== "radio" || field.checked) draft[field.name] = field.value;
    try { localStorage.setItem(name, JSON.stringify(draft)); } catch { /* a full or forbidden store loses only the draft */ }
  };
  const draft = read();
  for (const field of fields) {
    if (!(field.name in draft)) continue;
    if (field.type === "radio") field.checked = field.value === draft[field.name];
    else if (!field.value) field.value = draft[field.name];
  }
  form.addEventListener("input", write);
  form.addEventListener("submit", (event) => {
    write();
    if (navigator.onLine) return;
    event.preventDefault();
    if (kept) { kept.hidden = false; kept.setAttribute("role", "alert"); }
  });
  window.addEventListener("online", () => { if (kept) kept.hidden = true; });
}
// The page after sending says what was sent: its draft is done.
for (const done of document.querySelectorAll("[data-draft-done]")) {
  try { localStorage.removeItem(done.dataset.draftDone); } catch { /* nothing was kept */ }
}
