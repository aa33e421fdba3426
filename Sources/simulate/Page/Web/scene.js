"use strict";
// The pictures: what stands still is drawn once, the rest for each row that is shown.
const first = run.t[0], last = run.t[rows - 1];
const start = Math.min(first, ...parts.map(part => part.time));
const span = values => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [0, 0]);
const values = points => points.map(point => point[1]);

const copies = parts.map(part =>
  run.spikes ? [] : copyTimes(part, first, last).map(t => [t, part.at(t)]));
const copyValues = copies.flatMap(values);
const heights = span([...run.y, ...bands.flatMap(band => band.y), ...copyValues]);
const amounts = span([...parts.map(part => part.height ?? part.amount), ...values(run.rate)]);
const answers = run.spikes ? values(run.spikes) : run.h.flatMap(piece => piece.slice(2));
// What the rate leaves is an area in the second picture: its height is rate times response.
const products = bands.length && run.rate.length
  ? answers.map(v => v * Math.max(...values(run.rate).map(Math.abs))) : [];
const flips = span([...copyValues, ...answers, ...products]);

const wide = byId("input").clientWidth > 700 ? 1150 : 560;
const input = axes(byId("input"), wide, 150, start, last, amounts[0] * 1.08, amounts[1] * 1.08);
const shift = axes(byId("shift"), 560, 330, start, last, heights[0] * 1.05, heights[1] * 1.05);
const flip = axes(byId("flip"), 560, 330, start, last, flips[0] * 1.05, flips[1] * 1.05);

function drawStill() {
  parts.forEach((part, i) => {
    if (part.kind === "impulse") {
      stem(input, input.still, part.time, part.amount, { stroke: colour(i) });
    } else {
      const [a, b] = [part.time, part.time + part.duration];
      const box = [[a, 0], [a, part.height], [b, part.height], [b, 0]];
      curve(input, input.still, box, { fill: colour(i), opacity: 0.7 });
    }
    if (copies[i].length) curve(shift, shift.still, copies[i], { stroke: colour(i) });
  });
  if (run.rate.length) curve(input, input.still, run.rate, { class: "total" });
  for (const band of bands) {
    const area = [[first, 0], ...run.t.map((t, k) => [t, band.y[k]]), [last, 0]];
    curve(shift, shift.still, area, { fill: "var(--soft)", opacity: 0.3 });
  }
  const sum = run.t.map((t, k) => [t, run.y[k]]);
  if (run.spikes) {
    for (const [t, y] of sum) stem(shift, shift.still, t, y, { stroke: "var(--sum)" });
  } else {
    curve(shift, shift.still, sum, { class: "total ahead" });
  }
}

// Row k at time t, and what each part contributes.
function drawNow(k, t, contributions) {
  for (const view of [input, shift, flip]) {
    view.moving.replaceChildren();
    const upright = `M${view.x(t)} ${view.top}V${view.bottom}`;
    element("path", { d: upright, class: "cursor" }, view.moving);
  }
  if (!run.spikes) {
    const past = run.y.slice(0, k + 1).map((y, j) => [run.t[j], y]);
    curve(shift, shift.moving, past, { class: "total" });
  }
  drawPile(k, t, contributions);
  drawFlipped(t);
  parts.forEach((part, i) => {
    if (part.kind === "impulse") {
      stem(flip, flip.moving, part.time, contributions[i], { stroke: colour(i) }, 3.5);
      return;
    }
    const [a, b] = [part.time, part.time + part.duration].map(flip.x);
    const box = { x: a, y: flip.y(0) - 4, width: b - a, height: 8, fill: colour(i) };
    element("rect", box, flip.moving);
  });
}

// The contributions one upon another at time t; what is negative hangs below.
function drawPile(k, t, contributions) {
  let up = 0, down = 0;
  const pile = (value, fill) => {
    const base = value < 0 ? down : up;
    if (value < 0) down += value; else up += value;
    const [top, bottom] = [shift.y(base), shift.y(base + value)].sort((p, q) => p - q);
    const box = { x: shift.x(t) - 5, y: top, width: 10, height: bottom - top, fill };
    element("rect", { ...box, stroke: "var(--paper)", "stroke-width": 0.6 }, shift.moving);
  };
  for (const band of bands) pile(band.y[k], "var(--soft)");
  contributions.forEach((value, i) => { if (value) pile(value, colour(i)); });
}

// The response turned round at time t, and under it its product with the rate.
function drawFlipped(t) {
  if (run.rate.length) {
    const area = run.rate.filter(([u]) => u <= t).map(([u, r]) => [u, r * response(t - u, 0)]);
    const closed = area.length ? [[area[0][0], 0], ...area, [area.at(-1)[0], 0]] : [];
    curve(flip, flip.moving, closed, { fill: "var(--soft)", opacity: 0.3 });
  }
  if (run.spikes) {
    for (const [age, value] of run.spikes) {
      if (t - age < flip.x0) continue;
      curve(flip, flip.moving, [[t - age, 0], [t - age, value]], { class: "flipped" });
    }
    return;
  }
  const mirror = { time: 0, kind: "impulse" };
  const ages = copyTimes(mirror, Math.min(run.first, 0), t - flip.x0)
    .filter(age => t - age <= flip.x1);
  const turned = ages.map(age => [t - age, response(age, 0)]);
  curve(flip, flip.moving, turned, { class: "flipped" });
}
