// The map: what is asked for, the layers, and the lists beside and below it. Everything of a report is set as text.

import { Board, colour, decode, drawBase, mercatorX, mercatorY } from "./map_base.js";
import { Points, drawMark, markOf } from "./map_points.js";
import { Days } from "./map_time.js";

const $ = (id) => document.getElementById(id);
const PAGE = innerWidth > 900 ? 50 : 20;
const HOLDERS = 5; // side by side over one point
const FILTERS = ["text", "place", "actor", "since", "until", "origins", "disputed", "near", "report", "type", "status", "country"];

const page = $("map-page"), form = $("asks");
const asked = new URLSearchParams(location.search);
const wide = Number(page.dataset.wide);
page.hidden = false;
let points = null, complete = true, loading = null, base = null, control = { rows: [] }, tablePage = 0;

// The map and what lies on it

const world = L.latLngBounds([-85, -190], [85, 190]);
const map = L.map("map", { preferCanvas: true, minZoom: 1, maxZoom: 12, maxBounds: world, maxBoundsViscosity: 1, attributionControl: false });
L.control.attribution({ prefix: false }).addAttribution("Natural Earth").addTo(map);
L.control.scale({ imperial: false }).addTo(map);
map.createPane("base").style.zIndex = 200;
map.createPane("control").style.zIndex = 390;
const [lat, lon, zoom] = (asked.get("at") || "").split(",").map(Number);
const placed = asked.has("at") && [lat, lon, zoom].every(Number.isFinite);
map.setView(placed ? [lat, lon] : [20, 10], placed ? zoom : 2, { animate: false });
const ground = new Board((context, view) => { if (base) drawBase(base, context, view); }, { pane: "base" }).addTo(map);
const held = new Board((context, view) => drawControl(context, view), { pane: "control" }).addTo(map);
const marks = new Board((context, view) => { if (points) points.draw(context, view, $("show-radius").checked); }).addTo(map);
map.on("moveend", () => keep());
const days = new Days(() => chosen());

fetch(page.dataset.basemap).then((answer) => answer.json()).then((found) => { base = decode(found); ground.redraw(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
new MutationObserver(repaint).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });

function repaint() {
  ground.redraw();
  held.redraw();
  days.draw();
  points?.repaint();
  show();
}

// What is asked for

function by() { return document.querySelector('input[name="by"]:checked').value; }

function query() {
  const found = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (FILTERS.includes(name) && (value || name === "country")) found.append(name, value);
  return found;
}

function keep() {
  const found = query();
  $("as-list").href = `/events?${found}`;
  if (points) {
    if (days.from !== null) found.set("from", days.iso(days.from));
    if (days.to !== null) found.set("to", days.iso(days.to));
  } else {
    for (const name of ["from", "to"]) if (asked.get(name)) found.set(name, asked.get(name));
  }
  if (by() === "type") found.set("by", "type");
  if ($("show-control").checked) found.set("control", "1");
  const { lat: y, lng: x } = map.getCenter();
  found.set("at", `${y.toFixed(3)},${x.toFixed(3)},${map.getZoom()}`);
  history.replaceState(null, "", `${location.pathname}?${found}`);
}

async function load(from, to, fresh) {
  const found = query();
  if (from) found.set("from", from);
  if (to) found.set("to", to);
  if (loading?.asks === `${found}`) return; // Enter in a field is a change and a submission
  loading?.abort();
  const stop = (loading = new AbortController());
  stop.asks = `${found}`;
  $("told").textContent = "Loading …";
  try {
    const answer = await fetch(`/map/points.json?${found}`, { signal: stop.signal });
    const data = await answer.json();
    $("wrong").textContent = data.wrong || "";
    if (data.wrong) { $("told").textContent = ""; return; }
    points = new Points(data, wide);
    if (fresh) {
      days.fill(data, from, to);
      if (!placed && !map.moved) fit();
    }
    complete = data.id.length >= data.total;
    show();
    keep();
    if ($("show-control").checked) loadControl();
  } catch (error) {
    if (error.name !== "AbortError") $("wrong").textContent = "The desk does not answer; is it still running?";
  } finally {
    if (loading === stop) loading = null;
  }
}

function fit() {
  map.moved = true;
  const lats = [], lons = [];
  points.data.id.forEach((_, i) => { if (points.stackOf[i] >= 0) { lats.push(points.data.lat[i]); lons.push(points.data.lon[i]); } });
  if (!lats.length) return;
  const part = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
  lats.sort((one, other) => one - other);
  lons.sort((one, other) => one - other);
  map.fitBounds([[part(lats, 0.02), part(lons, 0.02)], [part(lats, 0.98), part(lons, 0.98)]], { padding: [30, 30], maxZoom: 7, animate: false });
}

// The points follow the slider at once, and what is listed when it stands still.
let waiting = 0, reloading = 0;
function chosen() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => { if (points) draw(); });
  clearTimeout(reloading);
  reloading = setTimeout(() => {
    if (points) show();
    keep();
    if (!complete) load(days.from === null ? "" : days.iso(days.from), days.to === null ? "" : days.iso(days.to), false);
    else if ($("show-control").checked) loadControl();
  }, 250);
}

form.addEventListener("submit", (event) => { event.preventDefault(); load("", "", true); });
form.addEventListener("change", () => load("", "", true));
document.querySelectorAll('input[name="by"]').forEach((one) => one.addEventListener("change", () => { show(); keep(); }));
$("show-radius").addEventListener("change", () => marks.redraw());
$("show-undated").addEventListener("change", () => show());
$("show-control").addEventListener("change", () => { keep(); loadControl(); });

// Showing it

const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

function draw() {
  const { data } = points, undated = $("show-undated").checked;
  points.filter((i) => (data.day[i] === null ? undated : days.holds(data.day[i], data.last[i])), by());
  marks.redraw();
}

function show() {
  if (!points) return;
  draw();
  const { data } = points, on = points.kept.length - points.off.length;
  const left = data.id.length < data.total && data.id.length >= data.most
    ? ` Only the latest ${data.id.length.toLocaleString("en")} of ${count(data.total, "event")} are loaded: narrow the days, or ask for less.` : "";
  $("told").textContent = `${count(on, "event")} at ${count(points.shown.length, "point")}, ${points.off.length.toLocaleString("en")} beside.${left}`;
  legend();
  off();
  tablePage = 0;
  table();
  $("here").hidden = true;
}

function element(name, text, inside = []) {
  const found = document.createElement(name);
  if (text !== null && text !== undefined) found.textContent = text;
  found.append(...inside);
  return found;
}

function link(i) {
  const found = element("a", points.data.title[i]);
  found.href = `/events/${encodeURIComponent(points.data.id[i])}`;
  return found;
}

const dayOf = (i) => (points.data.day[i] === null ? "no day" : days.iso(points.data.day[i]));
const placeOf = (i) => (points.data.place[i] === null ? null : points.data.places[points.data.place[i]]);

function exactness(i) {
  if (points.data.lat[i] === null) return "no point";
  return points.data.radius[i] === null ? "unknown" : `within ${points.data.radius[i].toLocaleString("en")} km`;
}

function item(i) {
  const { data } = points;
  return element("li", null, [link(i), element("small", `${dayOf(i)} · ${data.types[data.type[i]]} · ${data.statuses[data.status[i]]} · ${placeOf(i) || "no place"}, ${exactness(i)}`)]);
}

// Put a list on the page bit by bit: there may be thousands.
function list(into, more, all, make, size = PAGE) {
  let done = 0;
  const next = () => {
    into.append(...all.slice(done, done + size).map(make));
    done += size;
    more.hidden = done >= all.length;
    more.textContent = `${more.dataset.says || "Show more"} (${Math.max(0, all.length - done).toLocaleString("en")} left)`;
  };
  into.replaceChildren();
  more.onclick = next;
  next();
}

function legend() {
  const { data } = points, column = by() === "type" ? data.type : data.status, names = by() === "type" ? data.types : data.statuses;
  const counts = new Array(names.length).fill(0);
  points.kept.forEach((i) => { counts[column[i]] += 1; });
  const rows = names.map((name, k) => [name, k]).filter(([, k]) => counts[k]).map(([name, k]) => {
    const mark = document.createElement("canvas"), dense = window.devicePixelRatio || 1;
    mark.width = mark.height = 22 * dense;
    mark.setAttribute("aria-hidden", "true");
    const context = mark.getContext("2d");
    context.scale(dense, dense);
    drawMark(context, 11, 11, 6.5, markOf(by(), name));
    return element("li", null, [mark, element("span", `${name} ${counts[k].toLocaleString("en")}`)]);
  });
  const told = ["A larger mark is more events at one place, marked as most of them are. A ring around a mark is how far off its place may be."];
  if ($("show-control").checked) told.push("A square with a letter is a holder; with a broken edge, contested.");
  told.push("Broken red lines are disputed borders.");
  $("legend").replaceChildren(...rows, ...told.map((text) => { const line = element("li", text); line.className = "note"; return line; }));
}

function off() {
  const groups = new Map();
  points.off.forEach((i) => {
    const name = placeOf(i) || "No place is told";
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(i);
  });
  const all = [...groups].sort((one, other) => other[1].length - one[1].length || one[0].localeCompare(other[0]));
  $("off-told").textContent = points.off.length
    ? `${count(points.off.length, "event")} of ${count(all.length, "place")} without a point, or with one that may be off by more than ${wide} km: the middle of a country or region.`
    : "All events that are shown have a point.";
  list($("off-list"), $("off-more"), all, ([name, events]) => {
    const found = element("details", null, [element("summary", `${name} (${events.length.toLocaleString("en")})`)]);
    found.addEventListener("toggle", () => {
      if (!found.open || found.children.length > 1) return;
      const inside = element("ul"), more = element("button", "Show more");
      inside.className = "found";
      more.type = "button";
      found.append(inside, more);
      list(inside, more, events, item);
    });
    return found;
  }, PAGE / 2);
}

function table() {
  const { data, kept } = points, pages = Math.max(1, Math.ceil(kept.length / PAGE));
  tablePage = Math.max(0, Math.min(pages - 1, tablePage));
  const rows = kept.slice(tablePage * PAGE, (tablePage + 1) * PAGE).map((i) => {
    const title = element("td", null, [link(i)]);
    const others = [data.types[data.type[i]], data.statuses[data.status[i]], placeOf(i) || "not told", exactness(i)];
    return element("tr", null, [element("td", dayOf(i)), title, ...others.map((text) => element("td", text))]);
  });
  if (!rows.length) {
    const none = element("td", "Nothing is found.");
    none.colSpan = 6;
    rows.push(element("tr", null, [none]));
  }
  $("table").tBodies[0].replaceChildren(...rows);
  $("table-pages").hidden = pages < 2;
  $("table-told").textContent = `Page ${tablePage + 1} of ${pages.toLocaleString("en")}, ${count(kept.length, "event")}`;
  $("table-before").disabled = tablePage === 0;
  $("table-next").disabled = tablePage === pages - 1;
}
$("table-before").addEventListener("click", () => { tablePage -= 1; table(); });
$("table-next").addEventListener("click", () => { tablePage += 1; table(); });

// What lies at a point

function here(latlng, nearest) {
  if (!points) return;
  const found = points.at(mercatorX(latlng.lng), mercatorY(latlng.lat), 256 * 2 ** map.getZoom(), nearest);
  $("here").hidden = !found.length;
  if (!found.length) return;
  const names = [...new Set(found.map(placeOf))];
  $("here-title").textContent = `${count(found.length, "event")} at ${names.slice(0, 3).join(", ")}${names.length > 3 ? " …" : ""}`;
  list($("here-list"), $("here-more"), found, item);
  $("here-title").focus({ preventScroll: innerWidth > 900 });
}
map.on("click", (event) => here(event.latlng, false));
map.on("mousemove", (event) => {
  const over = points && points.near(mercatorX(event.latlng.lng), mercatorY(event.latlng.lat), 256 * 2 ** map.getZoom()).length > 0;
  map.getContainer().classList.toggle("at-point", Boolean(over));
});
map.getContainer().addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target === map.getContainer()) { event.preventDefault(); here(map.getCenter(), true); }
});
function leave() { $("here").hidden = true; map.getContainer().focus({ preventScroll: true }); }
$("here-close").addEventListener("click", leave);
$("here").addEventListener("keydown", (event) => { if (event.key === "Escape") leave(); });

// Who holds what, on the last day that is shown

let askedDay = 0;
async function loadControl() {
  const wanted = $("show-control").checked;
  $("control").hidden = !wanted;
  const number = (askedDay += 1);
  if (!wanted || !points) { control = { rows: [] }; held.redraw(); if (points) legend(); return; }
  const answer = await fetch(`/map/control.json?day=${days.asOf}`);
  const found = await answer.json();
  if (number !== askedDay || found.wrong) return;
  const often = new Map();
  found.rows.forEach((row) => { if (row.key !== null) often.set(row.key, (often.get(row.key) || 0) + 1); });
  const order = [...often].sort((one, other) => other[1] - one[1] || one[0].localeCompare(other[0])).map(([key]) => key);
  const letters = (k) => (k < 26 ? String.fromCharCode(65 + k) : letters(Math.floor(k / 26) - 1) + letters(k % 26));
  found.rows.forEach((row) => {
    const k = order.indexOf(row.key);
    row.letter = k < 0 ? "?" : letters(k);
    row.hue = k < 0 ? 6 : k % 8;
    row.drawn = row.lat !== null && row.lon !== null && (row.radius === null || row.radius <= wide);
  });
  control = found;
  held.redraw();
  legend();
  $("control-told").textContent = `As of ${found.day}: ${count(found.rows.length, "row")}, ${found.rows.filter((row) => row.drawn).length} on the map.`;
  list($("control-list"), $("control-more"), found.rows, (row) => {
    const place = element("a", row.place || "no place");
    place.href = `/ledgers/control?place=${encodeURIComponent(row.place)}`;
    const share = row.low === null ? "" : ` ${row.low}${row.high !== null && row.high !== row.low ? `–${row.high}` : ""} %`;
    const said = [row.since ? `since ${row.since}` : "since when is not told", row.told ? `last told ${row.told}` : null,
      row.denied.length ? `denied by ${row.denied.join(", ")}` : null, count(row.reports, "report"), row.drawn ? null : "not on the map"];
    return element("li", null, [place, `: ${row.state}${share}${row.holder ? `, ${row.letter} ${row.holder}` : ""}`, element("small", said.filter(Boolean).join(" · "))]);
  });
}

function drawControl(context, view) {
  const groups = new Map();
  control.rows.filter((row) => row.drawn).forEach((row) => {
    const key = `${row.lat} ${row.lon}`;
    groups.set(key, [...(groups.get(key) || []), row]);
  });
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const rows of groups.values()) {
    const x = mercatorX(rows[0].lon) * view.world - view.x, y = mercatorY(rows[0].lat) * view.world - view.y;
    if (x < -60 || y < -60 || x > view.wide + 60 || y > view.high + 60) continue;
    // Over the point, so that both are seen; holders side by side where several are told.
    const most = rows.length > HOLDERS ? HOLDERS - 1 : rows.length;
    rows.slice(0, most).forEach((row, k) => {
      const left = x - Math.min(rows.length, HOLDERS) * 10 + k * 20, top = y - 32;
      context.fillStyle = colour("paper");
      context.fillRect(left, top, 19, 19);
      context.strokeStyle = context.fillStyle = colour(`k${row.hue}`);
      context.lineWidth = 2.4;
      context.setLineDash(row.state === "contested" ? [4, 3] : []);
      context.strokeRect(left + 1, top + 1, 17, 17);
      context.font = `700 ${row.letter.length > 1 ? 10 : 12}px system-ui, sans-serif`;
      context.fillText(row.letter, left + 9.5, top + 10);
    });
    context.setLineDash([]);
    if (most < rows.length) {
      context.font = "600 12px system-ui, sans-serif";
      context.lineWidth = 3;
      context.strokeStyle = colour("glow");
      context.fillStyle = colour("ink");
      context.strokeText(`+${rows.length - most}`, x + HOLDERS * 10 - 8, y - 22);
      context.fillText(`+${rows.length - most}`, x + HOLDERS * 10 - 8, y - 22);
    }
    context.beginPath();
    context.moveTo(x, y - 12);
    context.lineTo(x, y - 4);
    context.strokeStyle = colour("ink");
    context.lineWidth = 1.2;
    context.stroke();
  }
}

if (asked.get("by") === "type") document.querySelector('input[name="by"][value="type"]').checked = true;
if (asked.get("control")) $("show-control").checked = true;
load(asked.get("from") || "", asked.get("to") || "", true);
Object.assign(window, { deskMap: { map, marks, ground, points: () => points, days } }); // for tests
