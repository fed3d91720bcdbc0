// The base map: TopoJSON to lines in web mercator (0..1), drawn on a canvas that Leaflet moves along.

const EDGE = 85.05;

export function mercatorX(lon) { return (lon + 180) / 360; }
export function mercatorY(lat) {
  const sin = Math.sin((Math.max(-EDGE, Math.min(EDGE, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
}

export function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim(); }

// A canvas the size of the map and half as much on each side, so that it need not be drawn anew while one drags.
export const Board = L.Renderer.extend({
  options: { padding: 0.5 },
  initialize(draw, options) {
    this._draw = draw;
    this.redraws = 0;
    L.Renderer.prototype.initialize.call(this, options);
  },
  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._follow, resize: this._update };
  },
  _initContainer() {
    this._container = document.createElement("canvas");
    this._container.setAttribute("aria-hidden", "true");
    this._context = this._container.getContext("2d");
  },
  _destroyContainer() { this._container.remove(); delete this._container; },
  // A drag further than the padding reaches: draw where the map is now.
  _follow() {
    if (!this._bounds || this._map._animatingZoom || this._map.getZoom() !== this._zoom) return;
    const size = this._map.getSize();
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    if (!this._bounds.contains(L.bounds(corner, corner.add(size)))) this._update();
  },
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const dense = Math.min(window.devicePixelRatio || 1, 2);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    const wide = Math.round(size.x * dense), high = Math.round(size.y * dense);
    if (this._container.width !== wide || this._container.height !== high) {
      this._container.width = wide;
      this._container.height = high;
      this._container.style.width = `${size.x}px`;
      this._container.style.height = `${size.y}px`;
    }
    this._dense = dense;
    this.redraw();
  },
  _updatePaths() {},
  redraw() {
    if (!this._map || !this._bounds) return;
    this.redraws += 1;
    const size = this._bounds.getSize(), context = this._context, zoom = this._map.getZoom();
    const origin = this._map.getPixelOrigin().add(this._bounds.min);
    context.setTransform(this._dense, 0, 0, this._dense, 0, 0);
    context.clearRect(0, 0, size.x, size.y);
    const world = 256 * 2 ** zoom;
    this._draw(context, { world, x: origin.x, y: origin.y, wide: size.x, high: size.y, zoom, dense: this._dense });
  },
});

export function decode(topology) {
  const { scale: [kx, ky], translate: [x0, y0] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    const line = new Float64Array(arc.length * 2);
    let x = 0, y = 0;
    arc.forEach(([dx, dy], i) => {
      x += dx;
      y += dy;
      line[2 * i] = mercatorX(x * kx + x0);
      line[2 * i + 1] = mercatorY(y * ky + y0);
    });
    return { line, box: boxOf(line) };
  });
  const lines = (layer) => {
    const numbers = new Set();
    const walk = (each) => (Array.isArray(each) ? each.forEach(walk) : numbers.add(each < 0 ? ~each : each));
    topology.objects[layer].geometries.forEach((each) => walk(each.arcs || []));
    return numbers;
  };
  const countries = lines("countries"), disputed = lines("disputed");
  const shapes = (layer) => topology.objects[layer].geometries.flatMap((each) => {
    const parts = each.type === "Polygon" ? [each.arcs] : each.type === "MultiPolygon" ? each.arcs : [];
    const rings = parts.flat().map((ring) => joined(ring, arcs));
    if (!rings.length) return [];
    const largest = rings.reduce((one, other) => (area(one.box) > area(other.box) ? one : other));
    return [{ name: each.properties.name || "", rings, box: largest.box }];
  });
  return {
    land: shapes("countries"),
    regions: shapes("regions").map(({ name, box }) => ({ name, box })),
    borders: [...countries].filter((i) => !disputed.has(i)).map((i) => arcs[i]),
    inner: [...lines("regions")].filter((i) => !countries.has(i)).map((i) => arcs[i]),
    disputed: [...disputed].map((i) => arcs[i]),
  };
}

function boxOf(line) {
  const box = [1, 1, 0, 0];
  for (let i = 0; i < line.length; i += 2) {
    if (line[i] < box[0]) box[0] = line[i];
    if (line[i] > box[2]) box[2] = line[i];
    if (line[i + 1] < box[1]) box[1] = line[i + 1];
    if (line[i + 1] > box[3]) box[3] = line[i + 1];
  }
  return box;
}

function area(box) { return (box[2] - box[0]) * (box[3] - box[1]); }

function joined(ring, arcs) {
  const points = [];
  for (const number of ring) {
    const { line } = arcs[number < 0 ? ~number : number];
    const size = line.length / 2;
    for (let k = points.length ? 1 : 0; k < size; k += 1) {
      const at = number < 0 ? size - 1 - k : k;
      points.push(line[2 * at], line[2 * at + 1]);
    }
  }
  const line = Float64Array.from(points);
  return { line, box: boxOf(line) };
}

export function drawBase(base, context, view) {
  const seen = ({ box }) => box[2] * view.world > view.x && box[0] * view.world < view.x + view.wide
    && box[3] * view.world > view.y && box[1] * view.world < view.y + view.high;
  const trace = (line) => {
    context.moveTo(line[0] * view.world - view.x, line[1] * view.world - view.y);
    for (let i = 2; i < line.length; i += 2) context.lineTo(line[i] * view.world - view.x, line[i + 1] * view.world - view.y);
  };
  const stroke = (arcs, name, width, dash = []) => {
    context.beginPath();
    arcs.forEach((arc) => { if (seen(arc)) trace(arc.line); });
    context.strokeStyle = colour(name);
    context.lineWidth = width;
    context.setLineDash(dash);
    context.stroke();
    context.setLineDash([]);
  };
  context.lineJoin = "round";
  context.beginPath();
  for (const shape of base.land) for (const ring of shape.rings) if (seen(ring)) { trace(ring.line); context.closePath(); }
  context.fillStyle = colour("land");
  context.fill("evenodd");
  if (view.zoom >= 5) stroke(base.inner, "region", 0.8);
  stroke(base.borders, "border", view.zoom >= 5 ? 1.4 : 0.8);
  stroke(base.disputed, "dispute", 1.3, [5, 4]);
  // Names of countries first: those of regions give way to them.
  const taken = [];
  if (view.zoom >= 3) names(base.land.filter(seen), context, view, view.zoom >= 6 ? 15 : 12, taken);
  if (view.zoom >= 6) names(base.regions.filter(seen), context, view, 11, taken);
}

function names(shapes, context, view, size, taken) {
  context.font = `${size}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 3;
  context.strokeStyle = colour("land");
  context.fillStyle = colour("name");
  for (const { name, box } of shapes) {
    const room = (box[2] - box[0]) * view.world;
    if (room < 30) continue;
    const half = context.measureText(name).width / 2 + 3;
    if (room < half * 2) continue;
    const x = ((box[0] + box[2]) / 2) * view.world - view.x, y = ((box[1] + box[3]) / 2) * view.world - view.y;
    if (taken.some((other) => Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < (other.size + size) * 0.6)) continue;
    taken.push({ x, y, half, size });
    context.strokeText(name, x, y);
    context.fillText(name, x, y);
  }
}
