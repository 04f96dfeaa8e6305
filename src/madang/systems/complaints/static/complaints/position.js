// Takes the device's position into the form, when the person asks for it.
"use strict";
for (const box of document.querySelectorAll("[data-position]")) {
  const form = box.closest("form");
  const said = box.querySelector("[data-position-said]");
  const take = box.querySelector("[data-position-take]");
  box.hidden = false;
  take.hidden = !navigator.geolocation;
  take.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lon.value = coords.longitude.toFixed(6);
        form.elements.lon.dispatchEvent(new Event("change", { bubbles: true }));  // a map shows it
        said.textContent = said.dataset.found;
      },
      () => { said.textContent = said.dataset.refused; },
      { enableHighAccuracy: true, timeout: 10000 },
    );
  });
}
