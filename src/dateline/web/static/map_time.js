// Days: how many events begin on each, and two sliders that leave some of them. The ends of the sliders are open, for a
// few events of long ago or far ahead would leave no room for those that one looks for.

import { colour } from "./map_base.js";

const DAY = 86400000;
const EDGE = 0.02;

export class Days {
  constructor(changed) {
    this.canvas = document.getElementById("days");
    this.first = document.getElementById("slide-first");
    this.last = document.getElementById("slide-last");
    this.changed = changed;
    this.low = 0;
    this.span = 1;
    for (const slide of [this.first, this.last]) {
      slide.addEventListener("input", () => {
        if (+this.first.value > +this.last.value) (slide === this.first ? this.last : this.first).value = slide.value;
        this.tell();
      });
    }
    document.getElementById("all-days").addEventListener("click", () => this.choose(0, this.span));
    this.canvas.addEventListener("pointerdown", (event) => this.brush(event));
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  // Days are numbers after `base`; null stands for those that nobody tells.
  fill({ base, days, counts }, from, to) {
    this.base = Date.parse(`${base}T00:00:00Z`);
    this.counts = new Map();
    days.forEach((day, i) => { if (day !== null) this.counts.set(day, counts[i]); });
    const order = [...this.counts.keys()].sort((one, other) => one - other);
    const all = order.reduce((sum, day) => sum + this.counts.get(day), 0);
    let low = order[0] ?? 0, high = order.at(-1) ?? 0, gone = 0;
    for (const day of order) {
      if (gone <= all * EDGE) low = day;
      if (gone < all * (1 - EDGE)) high = day;
      gone += this.counts.get(day);
    }
    const whole = (order.at(-1) ?? 0) - (order[0] ?? 0);
    if ((high - low) * 2 >= whole) [low, high] = [order[0] ?? 0, order.at(-1) ?? 0];
    this.low = low;
    this.span = Math.max(1, high - low);
    const sum = (holds) => order.reduce((found, day) => found + (holds(day) ? this.counts.get(day) : 0), 0);
    this.before = sum((day) => day < low);
    this.after = sum((day) => day > high);
    for (const slide of [this.first, this.last]) slide.max = this.span;
    const at = (text, otherwise) => {
      const found = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(found) ? otherwise : Math.max(0, Math.min(this.span, Math.round((found - this.base) / DAY) - low));
    };
    this.first.value = at(from, 0);
    this.last.value = at(to, this.span);
    this.say();
    this.draw();
  }

  iso(day) { return new Date(this.base + day * DAY).toISOString().slice(0, 10); }

  get from() { return +this.first.value === 0 ? null : this.low + +this.first.value; }
  get to() { return +this.last.value === this.span ? null : this.low + +this.last.value; }
  // The day as of which things are told: the last that is shown.
  get asOf() { return this.iso(this.low + +this.last.value); }

  choose(one, other) {
    this.first.value = Math.min(one, other);
    this.last.value = Math.max(one, other);
    this.tell();
  }

  tell() { this.say(); this.draw(); this.changed(); }

  say() {
    const first = this.iso(this.low + +this.first.value), last = this.asOf;
    const texts = [
      this.from === null && this.before ? `${first} or before` : first, this.to === null && this.after ? `${last} or after` : last,
    ];
    document.getElementById("said-first").textContent = texts[0];
    document.getElementById("said-last").textContent = texts[1];
    this.first.setAttribute("aria-valuetext", texts[0]);
    this.last.setAttribute("aria-valuetext", texts[1]);
    const outside = (day, number, when) => (number ? `${this.iso(day)}, ${number.toLocaleString("en")} ${when}` : this.iso(day));
    document.getElementById("days-first").textContent = outside(this.low, this.before, "before");
    document.getElementById("days-last").textContent = outside(this.low + this.span, this.after, "after");
  }

  brush(event) {
    event.preventDefault();
    const box = this.canvas.getBoundingClientRect();
    const day = (one) => Math.max(0, Math.min(this.span, Math.floor(((one.clientX - box.left) / box.width) * (this.span + 1))));
    const start = day(event);
    this.canvas.setPointerCapture(event.pointerId);
    const move = (one) => this.choose(start, day(one));
    const done = () => {
      this.canvas.removeEventListener("pointermove", move);
      this.canvas.removeEventListener("pointerup", done);
      this.canvas.removeEventListener("pointercancel", done);
    };
    this.canvas.addEventListener("pointermove", move);
    this.canvas.addEventListener("pointerup", done);
    this.canvas.addEventListener("pointercancel", done);
    this.choose(start, start);
  }

  draw() {
    const { clientWidth: wide, clientHeight: high } = this.canvas;
    if (!wide || !this.counts) return;
    const dense = window.devicePixelRatio || 1, context = this.canvas.getContext("2d");
    this.canvas.width = wide * dense;
    this.canvas.height = high * dense;
    context.scale(dense, dense);
    const each = Math.max(1, Math.ceil(((this.span + 1) * 3) / wide)), bars = Math.ceil((this.span + 1) / each);
    const sums = new Array(bars).fill(0);
    for (const [day, count] of this.counts) {
      const at = day - this.low;
      if (at >= 0 && at <= this.span) sums[Math.floor(at / each)] += count;
    }
    const most = Math.max(1, ...sums), room = (wide * each) / (this.span + 1);
    const first = +this.first.value, last = +this.last.value;
    context.fillStyle = colour("mark");
    if (first > 0 || last < this.span) context.fillRect((first / (this.span + 1)) * wide, 0, ((last - first + 1) / (this.span + 1)) * wide, high);
    sums.forEach((sum, i) => {
      const tall = sum ? Math.max(2, (sum / most) * (high - 4)) : 0;
      const inside = i * each <= last && (i + 1) * each > first;
      context.fillStyle = colour(inside ? "accent" : "line");
      context.fillRect(i * room, high - tall, Math.max(1, room - (room > 3 ? 1 : 0)), tall);
    });
    context.fillStyle = colour("quiet");
    context.fillRect(0, high - 1, wide, 1);
    const inside = [...this.counts].reduce((sum, [day, count]) => sum + (this.holds(day, day) ? count : 0), 0);
    this.canvas.setAttribute("aria-label", `${inside} events begin on the days that are chosen, at most ${most} ${each > 1 ? `in ${each} days` : "on a day"}`);
  }

  holds(first, last) { return (this.from === null || last >= this.from) && (this.to === null || first <= this.to); }
}
