// Puts a map to move about in where the page has a picture of one. Leaflet is loaded from this site, once, and only then.
(() => {
  "use strict";
  const figures = document.querySelectorAll("[data-map]:not([data-map-on])");
  if (!figures.length) return;
  for (const each of figures) each.dataset.mapOn = "";

  const { leaflet, leafletStyle } = figures[0].dataset;
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = leafletStyle;
  const script = document.createElement("script");
  script.src = leaflet;
  const loaded = [style, script].map((each) => new Promise((done, failed) => {
    each.addEventListener("load", done);
    each.addEventListener("error", failed);
  }));
  document.head.append(style, script);
  Promise.all(loaded).then(() => figures.forEach(start), () => {});  // without Leaflet the picture stays

  // What is folded away has no size yet and begins when it is unfolded.
  function start(figure) {
    const view = figure.querySelector(".map-view");
    if (view.clientWidth) {
      begin(figure, view);
      return;
    }
    const watch = new ResizeObserver(() => {
      if (!view.clientWidth) return;
      watch.disconnect();
      begin(figure, view);
    });
    watch.observe(view);
  }

  function begin(figure, view) {
    const { box, source, marks, areas, pick, label, zoomIn, zoomOut, chosen } = figure.dataset;
    const [west, south, east, north] = box.split(",").map(Number);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    view.replaceChildren();
    view.setAttribute("role", "region");
    view.setAttribute("aria-label", label);
    const map = L.map(view, {
      zoomControl: false, attributionControl: false, minZoom: 2, maxZoom: 19, zoomSnap: 0.5,
      zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm,
    });
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    map.fitBounds([[south, west], [north, east]]);
    if (areas) {
      fetch(areas).then((answer) => answer.json()).then((ground) => {
        L.geoJSON(ground, { interactive: false, style: { className: "map-area" } }).addTo(map);
      }, () => {});
    }
    const layer = L.layerGroup().addTo(map);
    if (source) follow(map, layer, source);
    else if (marks) draw(map, layer, JSON.parse(marks));
    if (pick) choose(figure, map, pick, chosen);
  }

  // Asks for the marks of what is shown, whenever that changes; only the latest answer counts.
  function follow(map, layer, source) {
    let asking = null;
    const ask = () => {
      asking?.abort();
      asking = new AbortController();
      const bounds = map.getBounds();
      const address = new URL(source, location.href);
      address.searchParams.set("box", [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((edge) => edge.toFixed(5)));
      address.searchParams.set("zoom", Math.floor(map.getZoom()));
      fetch(address, { signal: asking.signal }).then((answer) => answer.ok ? answer.json() : Promise.reject(answer))
        .then((found) => draw(map, layer, found), () => {});
    };
    map.on("moveend", ask);
    ask();
  }

  function draw(map, layer, found) {
    layer.clearLayers();
    for (const { geometry, properties } of found.features) {
      const [lon, lat] = geometry.coordinates;
      const { label, url, count } = properties;
      const mark = icon(lat, lon, label, count > 1 ? count.toLocaleString(document.documentElement.lang) : "", count > 99 ? "lots" : count > 1 ? "many" : "");
      const go = () => {
        if (url) location.assign(url);
        else map.setView([lat, lon], map.getZoom() + 2);
      };
      mark.on("click", go);
      layer.addLayer(mark);
      mark.getElement().addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        map.getContainer().focus();  // the mark goes; the arrow keys go on moving the map
        go();
      });
    }
  }

  function icon(lat, lon, label, text, kind) {
    const words = document.createElement("span");
    words.textContent = text;
    const mark = L.marker([lat, lon], { title: label, icon: L.divIcon({ className: `map-mark ${kind}`, html: words, iconSize: [44, 44] }) });
    mark.on("add", () => mark.getElement().setAttribute("aria-label", label));
    return mark;
  }

  // data-pick="lat,lon": a click, or Enter at the middle, writes the position into these fields of the form around the map.
  function choose(figure, map, pick, label) {
    const form = figure.closest("form");
    const [lat, lon] = pick.split(",").map((name) => form.elements[name]);
    let mark = null;
    const put = (place, tell) => {
      mark?.remove();
      mark = icon(place.lat, place.lng, label, "", "chosen").addTo(map);
      if (!tell) return;
      lat.value = place.lat.toFixed(6);
      lon.value = place.lng.toFixed(6);
      for (const field of [lat, lon]) field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const read = () => {
      if (!lat.value || !lon.value) return;
      const place = L.latLng(Number(lat.value), Number(lon.value));
      put(place, false);
      if (!map.getBounds().pad(-0.1).contains(place)) map.setView(place, Math.max(map.getZoom(), 16));
    };
    map.on("click", (event) => put(event.latlng.wrap(), true));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== map.getContainer()) return;
      event.preventDefault();  // Enter would send the form
      put(map.getCenter().wrap(), true);
    });
    form.addEventListener("change", (event) => { if (event.target === lat || event.target === lon) read(); });
    read();
  }
})();
