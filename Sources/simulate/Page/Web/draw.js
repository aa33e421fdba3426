"use strict";
// Drawing in SVG: an axis system, and paths in it.
const svgSpace = "http://www.w3.org/2000/svg";
const byId = id => document.getElementById(id);

function element(name, attributes, parent) {
  const made = document.createElementNS(svgSpace, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (parent) parent.appendChild(made);
  return made;
}

const shown = x => x === 0 ? "0" : String(Number(x.toPrecision(6)));

// A time as the program prints it: a number, or a date where the run has dates.
function timeText(t) {
  if (run.epoch === undefined) return shown(t);
  const text = new Date((run.epoch + t * run.unit) * 1000).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
}

// About so many round values between two.
function ticks(low, high, count) {
  const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= rough) || 1;
  const result = [];
  for (let n = Math.ceil(low / step); n * step <= high + step * 1e-9; n++) result.push(n * step);
  return result;
}

// Axes over [x0, x1] and [y0, y1] in a picture so large, with what they measure; moving parts are drawn in
// `moving`.
function axes(svg, width, height, x0, x1, y0, y1, across, up) {
  const left = 52, right = 10, top = 24, bottom = 42;
  svg.replaceChildren();
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  element("text", { x: left - 6, y: 13, class: "measure" }, svg).textContent = up;
  element("text", { x: width - right, y: height - 6, "text-anchor": "end", class: "measure" }, svg)
    .textContent = across;
  if (!(x1 > x0)) x1 = x0 + 1;
  if (!(y1 > y0)) y1 = y0 + 1;
  const x = t => left + (t - x0) / (x1 - x0) * (width - left - right);
  const y = v => top + (y1 - v) / (y1 - y0) * (height - top - bottom);
  for (const v of ticks(y0, y1, Math.max(3, height / 60))) {
    element("path", { d: `M${left} ${y(v)}H${width - right}`, class: "grid" }, svg);
    element("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, svg).textContent = shown(v);
  }
  for (const t of ticks(x0, x1, width / (run.epoch === undefined ? 80 : 130))) {
    const text = element("text", { x: x(t), y: height - 24, "text-anchor": "middle" }, svg);
    text.textContent = timeText(t);
    const long = text.textContent.length > 8;
    if (x(t) > width - (long ? 40 : 14)) text.setAttribute("text-anchor", "end");
  }
  const zero = y(Math.max(y0, Math.min(y1, 0)));
  element("path", { d: `M${left} ${zero}H${width - right}`, class: "axis" }, svg);
  const still = element("g", {}, svg), moving = element("g", {}, svg);
  return { x, y, x0, x1, top, bottom: height - bottom, still, moving };
}

// A line through points [t, value], two decimals of a pixel each.
function curve(view, layer, points, attributes) {
  let d = "";
  for (const [t, v] of points) {
    d += (d ? "L" : "M") + view.x(t).toFixed(2) + " " + view.y(v).toFixed(2);
  }
  return element("path", { d: d || "M0 0", fill: "none", ...attributes }, layer);
}

// An upright line from 0 to a value, with a dot at its end, as one element.
function stem(view, layer, t, value, attributes, radius = 2.5) {
  const group = element("g", {}, layer);
  curve(view, group, [[t, 0], [t, value]], { "stroke-width": 2, ...attributes });
  const dot = { cx: view.x(t), cy: view.y(value), r: radius, fill: attributes.stroke };
  element("circle", dot, group);
  return group;
}

// The times at which a part's copy is drawn: pixels, and both sides of every jump.
function copyTimes(part, first, last) {
  const times = [];
  const from = Math.max(first, part.time + Math.min(0, run.first));
  const reach = run.last + (part.duration ?? 0);
  const to = Math.min(last, part.time + reach);
  for (let k = 0; k <= 300; k++) times.push(from + (to - from) * k / 300);
  if (part.kind === "impulse" && run.table && run.table.length <= 200) {
    for (const piece of run.table) {
      const tiny = (last - first) * 1e-7;
      for (const t of [part.time + piece[0] - tiny, part.time + piece[0], part.time + piece[1]]) {
        if (t >= first && t <= last) times.push(t);
      }
    }
  }
  return times.sort((a, b) => a - b);
}

// The colour of a part: the oldest dark, the newest light, or the other way round on dark paper.
function colour(index) {
  const share = parts.length > 1 ? Math.round(100 * index / (parts.length - 1)) : 0;
  return `color-mix(in oklab, var(--new) ${share}%, var(--old))`;
}
