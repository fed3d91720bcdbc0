// Events as points: stacked where they share a place, marked by shape and colour, found by where one clicks.

import { colour, mercatorX, mercatorY } from "./map_base.js";

// What a status or type looks like: a shape or two letters, so that no one needs its colour.
const STATUS = {
  corroborated: ["disc", 0], "single-origin": ["ring", 1], disputed: ["diamond", 2], denied: ["cross", 2],
  planned: ["triangle", 3], "came-to-pass": ["square", 4], "not-happened": ["bar", 6],
};
const TYPE = {
  AGREE: ["Ag", 0], CONSULT: ["Cs", 0], SUPPORT: ["Su", 0], CONCEDE: ["Cd", 0], COOPERATE: ["Co", 5], AID: ["Ai", 5], RETREAT: ["Rt", 5],
  REQUEST: ["Rq", 3], ACCUSE: ["Ac", 3], REJECT: ["Rj", 3], THREATEN: ["Th", 3], PROTEST: ["Pr", 2], SANCTION: ["Sa", 2],
  MOBILIZE: ["Mo", 2], COERCE: ["Ce", 2], ASSAULT: ["As", 2], CONTROL: ["Ct", 4], ACCESS: ["Ax", 4], ALIGNMENT: ["Al", 1],
};
const SIZES = [5, 6.5, 9, 12];
const REACH = 12;
const NEAR = 5;

export function markOf(by, name) { return (by === "type" ? TYPE : STATUS)[name] || ["disc", 6]; }

export function drawMark(context, x, y, size, [shape, hue]) {
  const fill = colour(`k${hue}`), glow = colour("glow");
  context.lineJoin = "round";
  if (shape.length === 2) {
    const room = size + 3;
    context.beginPath();
    context.arc(x, y, room, 0, 7);
    context.fillStyle = fill;
    context.fill();
    context.strokeStyle = glow;
    context.lineWidth = 1;
    context.stroke();
    context.font = `600 ${Math.round(room * 1.15)}px system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = glow;
    context.fillText(shape, x, y + 0.5);
    return;
  }
  const path = () => {
    context.beginPath();
    if (shape === "disc" || shape === "ring") context.arc(x, y, shape === "ring" ? size - 1 : size, 0, 7);
    else if (shape === "square") context.rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7);
    else if (shape === "bar") context.rect(x - size, y - size * 0.4, size * 2, size * 0.8);
    else if (shape === "cross") {
      const d = size * 0.8;
      context.moveTo(x - d, y - d); context.lineTo(x + d, y + d);
      context.moveTo(x + d, y - d); context.lineTo(x - d, y + d);
    } else {
      const points = shape === "diamond" ? [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]] : [[0, -1.15], [1.1, 0.85], [-1.1, 0.85]];
      points.forEach(([dx, dy]) => context.lineTo(x + dx * size, y + dy * size));
      context.closePath();
    }
  };
  path();
  context.strokeStyle = glow;
  const open = shape === "ring" || shape === "cross";
  context.lineWidth = open ? 5 : 2;
  context.stroke();
  if (open) {
    context.strokeStyle = fill;
    context.lineWidth = 2.6;
  } else {
    context.fillStyle = fill;
    context.fill();
    return;
  }
  if (shape === "ring") { context.fillStyle = glow; context.fill(); }
  context.stroke();
}

export class Points {
  constructor(data, wide) {
    this.data = data;
    this.stackOf = new Int32Array(data.id.length).fill(-1);
    this.stacks = [];
    const known = new Map();
    data.id.forEach((_, i) => {
      const lat = data.lat[i], lon = data.lon[i], radius = data.radius[i];
      if (lat === null || lon === null || (radius !== null && radius > wide)) return;
      const key = `${lat} ${lon}`;
      let at = known.get(key);
      if (at === undefined) {
        at = this.stacks.length;
        known.set(key, at);
        this.stacks.push({ x: mercatorX(lon), y: mercatorY(lat), km: 1 / (40075.017 * Math.cos((lat * Math.PI) / 180)), radius: 0, count: 0, mark: 0 });
      }
      this.stackOf[i] = at;
    });
    this.shown = [];
    this.marks = [];
    this.sprites = new Map();
  }

  // Keep what `holds` says, and say how each stack is marked: as most of its events are.
  filter(holds, by) {
    const { data, stacks, stackOf } = this;
    const column = by === "type" ? data.type : data.status, names = by === "type" ? data.types : data.statuses;
    const kinds = names.length, counts = new Uint32Array(stacks.length * kinds);
    if (this.by !== by) this.sprites.clear();
    this.by = by;
    this.marks = names.map((name) => markOf(by, name));
    stacks.forEach((stack) => { stack.count = 0; stack.radius = 0; });
    this.kept = [];
    this.off = [];
    for (let i = 0; i < data.id.length; i += 1) {
      if (!holds(i)) continue;
      this.kept.push(i);
      const at = stackOf[i];
      if (at < 0) { this.off.push(i); continue; }
      const stack = stacks[at];
      stack.count += 1;
      if ((data.radius[i] || 0) > stack.radius) stack.radius = data.radius[i];
      counts[at * kinds + column[i]] += 1;
    }
    this.shown = stacks.filter((stack) => stack.count);
    stacks.forEach((stack, at) => {
      if (!stack.count) return;
      let best = 0;
      for (let k = 1; k < kinds; k += 1) if (counts[at * kinds + k] > counts[at * kinds + best]) best = k;
      stack.mark = best;
      stack.size = stack.count >= 100 ? 3 : stack.count >= 10 ? 2 : stack.count > 1 ? 1 : 0;
    });
    this.shown.sort((one, other) => one.count - other.count);
  }

  // Colours have changed.
  repaint() { this.sprites.clear(); }

  draw(context, view, exact) {
    const seen = [];
    for (const stack of this.shown) {
      const x = stack.x * view.world - view.x, y = stack.y * view.world - view.y;
      const round = exact ? stack.radius * stack.km * view.world : 0;
      if (x + round < -20 || y + round < -20 || x - round > view.wide + 20 || y - round > view.high + 20) continue;
      seen.push([stack, x, y, round]);
    }
    if (exact) {
      context.beginPath();
      for (const [stack, x, y, round] of seen) {
        if (round < SIZES[stack.size] + 3) continue;
        context.moveTo(x + round, y);
        context.arc(x, y, round, 0, 7);
      }
      context.strokeStyle = colour("accent");
      context.globalAlpha = 0.55;
      context.lineWidth = 1.2;
      context.stroke();
      context.globalAlpha = 1;
    }
    // One mark does for many of a kind that would lie on each other: this near they cannot be told apart.
    const columns = Math.ceil(view.wide / NEAR) + 12, rows = Math.ceil(view.high / NEAR) + 12;
    const taken = new Uint32Array(columns * rows * SIZES.length);
    for (const [stack, x, y] of seen) {
      const column = Math.floor(x / NEAR) + 6, row = Math.floor(y / NEAR) + 6;
      if (column < 0 || row < 0 || column >= columns || row >= rows) continue; // only its ring reaches in
      const cell = (stack.size * rows + row) * columns + column, bit = 1 << stack.mark;
      if (taken[cell] & bit) continue;
      taken[cell] |= bit;
      const { image, half } = this.sprite(stack.mark, stack.size, view.dense);
      context.drawImage(image, Math.round(x - half), Math.round(y - half), half * 2, half * 2);
    }
    this.label(context, seen);
  }

  // How many, beside stacks of ten or more, where there is room.
  label(context, seen) {
    context.font = "600 11px system-ui, sans-serif";
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.strokeStyle = colour("glow");
    context.fillStyle = colour("ink");
    const taken = new Set();
    for (let k = seen.length - 1; k >= 0; k -= 1) {
      const [stack, x, y] = seen[k];
      if (stack.count < 10) return;
      const cell = `${Math.round(x / 34)} ${Math.round(y / 16)}`;
      if (taken.has(cell)) continue;
      taken.add(cell);
      context.strokeText(stack.count, x + SIZES[stack.size] + 4, y);
      context.fillText(stack.count, x + SIZES[stack.size] + 4, y);
    }
  }

  sprite(mark, size, dense) {
    const key = (dense * 64 + mark) * SIZES.length + size;
    let found = this.sprites.get(key);
    if (!found) {
      const half = Math.ceil(SIZES[size] * 1.3) + 5, board = new OffscreenCanvas(half * 2 * dense, half * 2 * dense);
      const context = board.getContext("2d");
      context.scale(dense, dense);
      drawMark(context, half, half, SIZES[size], this.marks[mark]);
      found = { image: board.transferToImageBitmap(), half }; // which is drawn faster than a canvas
      this.sprites.set(key, found);
    }
    return found;
  }

  // The stacks within reach of a point (0..1) at a scale.
  near(x, y, world) {
    return this.shown.filter((stack) => Math.hypot(stack.x - x, stack.y - y) * world <= Math.max(REACH, SIZES[stack.size] + 2));
  }

  // The events within reach; with `nearest`, where there are none, those of the nearest stack however far.
  at(x, y, world, nearest = false) {
    const away = (stack) => Math.hypot(stack.x - x, stack.y - y);
    let found = this.near(x, y, world);
    if (!found.length && nearest && this.shown.length) {
      found = [this.shown.reduce((one, other) => (away(one) <= away(other) ? one : other))];
    }
    const wanted = new Set(found);
    return wanted.size ? this.kept.filter((i) => this.stackOf[i] >= 0 && wanted.has(this.stacks[this.stackOf[i]])) : [];
  }
}
