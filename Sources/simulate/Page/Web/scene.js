"use strict";
// The pictures: what stands still is drawn once, the rest for each row that is shown.
let first, last, copies, heights, input, shift, flip, stills;
const span = values => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [0, 0]);
const values = points => points.map(point => point[1]);

// Lays the axes for the run as it is now, and draws what stands still.
function layOut() {
  first = run.t[0];
  last = run.t[rows - 1];
  const start = Math.min(first, ...parts.map(part => part.time));
  copies = parts.map(part => run.spikes ? [] : copyTimes(part, first, last).map(t => [t, part.at(t)]));
  const copyValues = copies.flatMap(values);
  heights = span([...run.t.map((_, k) => output(k)), ...bands.flatMap(band => band.y), ...copyValues]);
  const amounts = span([...parts.map(part => part.height()), ...values(run.rate)]);
  const answers = run.spikes ? values(run.spikes) : run.table.flatMap(piece => piece.slice(2));
  // What the rate leaves is an area in the second picture: its height is rate times response.
  const products = bands.length && run.rate.length
    ? answers.map(v => v * Math.max(...values(run.rate).map(Math.abs))) : [];
  const flips = span([...copyValues, ...answers, ...products]);
  const wide = byId("input").clientWidth > 700 ? 1150 : 560;
  const label = run.labels;
  input = axes(byId("input"), wide, 180, start, last, amounts[0] * 1.08, amounts[1] * 1.08, label.t, label.input);
  shift = axes(byId("shift"), 560, 350, start, last, heights[0] * 1.05, heights[1] * 1.05, label.t, label.y);
  flip = axes(byId("flip"), 560, 350, start, last, flips[0] * 1.05, flips[1] * 1.05, label.t, label.response);
  drawStill();
}

function drawStill() {
  stills = parts.map((part, i) => {
    const own = [];
    if (part.kind === "impulse") {
      own.push(stem(input, input.still, part.time, part.amount, { stroke: colour(i) }));
    } else {
      const [a, b, height] = [part.time, part.time + part.duration, part.height()];
      const box = [[a, 0], [a, height], [b, height], [b, 0]];
      own.push(curve(input, input.still, box, { fill: colour(i), opacity: 0.7 }));
    }
    if (copies[i].length) own.push(curve(shift, shift.still, copies[i], { stroke: colour(i) }));
    return own;
  });
  if (run.rate.length) curve(input, input.still, run.rate, { class: "total" });
  for (const band of bands) {
    const area = [[first, 0], ...run.t.map((t, k) => [t, band.y[k]]), [last, 0]];
    curve(shift, shift.still, area, { fill: "var(--soft)", opacity: 0.3 });
  }
  const sum = run.t.map((t, k) => [t, output(k)]);
  if (run.spikes) {
    for (const [t, y] of sum) stem(shift, shift.still, t, y, { stroke: "var(--sum)" });
  } else {
    curve(shift, shift.still, sum, { class: "total ahead" });
  }
}

// Row k at time t, and what each part contributes. What is still to come is grey.
function drawNow(k, t, contributions) {
  stills.forEach((own, i) => {
    for (const still of own) still.classList.toggle("coming", parts[i].time > t);
  });
  for (const view of [input, shift, flip]) {
    view.moving.replaceChildren();
    const upright = `M${view.x(t)} ${view.top}V${view.bottom}`;
    element("path", { d: upright, class: "cursor" }, view.moving);
  }
  if (!run.spikes) {
    const past = run.t.slice(0, k + 1).map((time, j) => [time, output(j)]);
    curve(shift, shift.moving, past, { class: "total" });
  }
  drawPile(k, t, contributions);
  drawFlipped(t);
  parts.forEach((part, i) => {
    if (part.kind === "impulse") {
      const dot = stem(flip, flip.moving, part.time, contributions[i], { stroke: colour(i) }, 3.5);
      dot.classList.toggle("coming", part.time > t && contributions[i] === 0);
      return;
    }
    const [a, b] = [part.time, part.time + part.duration].map(flip.x);
    const box = { x: a, y: flip.y(0) - 4, width: b - a, height: 8, fill: colour(i) };
    element("rect", box, flip.moving).classList.toggle("coming", part.time > t);
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
