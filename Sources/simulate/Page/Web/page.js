"use strict";
// The page: what stands still is drawn once, the rest for each row that the slider chooses.
const total = Array.from({ length: rows }, (_, k) => k);
const first = run.t[0], last = run.t[rows - 1];
const slider = byId("time"), play = byId("play");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let row = -1, timer = 0, saying = 0;

const span = values => values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [0, 0]);
const copies = parts.map(part => run.spikes ? [] : copyTimes(part, first, last).map(t => [t, part.at(t)]));
const heights = span([...run.y, ...bands.flatMap(b => b.y), ...copies.flatMap(c => c.map(p => p[1]))]);
const left = Math.min(first, ...parts.map(p => p.time));
const room = (heights[1] - heights[0] || 1) * 0.05;
const low = heights[0] < 0 ? heights[0] - room : 0, high = heights[1] > 0 ? heights[1] + room : room;

const amounts = span([...parts.map(p => p.height ?? p.amount), ...run.rate.map(p => p[1])]);
const input = axes(byId("input"), byId("input").clientWidth > 700 ? 1150 : 560, 150, left, last, amounts[0] * 1.08, amounts[1] * 1.08);
const shift = axes(byId("shift"), 560, 330, left, last, low, high);
const flipSpan = span([...copies.flatMap(c => c.map(p => p[1])), ...(run.h || []).flatMap(p => p.slice(2)), ...(run.spikes || []).map(s => s[1])]);
const flip = axes(byId("flip"), 560, 330, left, last, flipSpan[0] * 1.05, flipSpan[1] * 1.05);

function stem(view, t, value, attributes) {
  const line = element("path", { d: `M${view.x(t)} ${view.y(0)}V${view.y(value)}`, "stroke-width": 2, ...attributes }, view.still);
  element("circle", { cx: view.x(t), cy: view.y(value), r: 2.5, fill: attributes.stroke }, view.still);
  return line;
}

parts.forEach((part, i) => {
  if (part.kind === "impulse") stem(input, part.time, part.amount, { stroke: colour(i) });
  else element("path", { d: `M${input.x(part.time)} ${input.y(0)}V${input.y(part.height)}H${input.x(part.time + part.duration)}V${input.y(0)}`, fill: colour(i), opacity: 0.7 }, input.still);
});
if (run.rate.length) {
  element("path", { d: path(run.rate.map(([t, r]) => [input.x(t), input.y(r)])), class: "total" }, input.still);
}
bands.forEach(band => {
  const line = run.t.map((t, k) => [shift.x(t), shift.y(band.y[k])]);
  element("path", { d: path([[shift.x(first), shift.y(0)], ...line, [shift.x(last), shift.y(0)]]), fill: "var(--soft)", opacity: 0.3 }, shift.still);
});
copies.forEach((copy, i) => {
  if (copy.length) element("path", { d: path(copy.map(([t, v]) => [shift.x(t), shift.y(v)])), fill: "none", stroke: colour(i), "stroke-width": 1.2 }, shift.still);
});
if (run.spikes) run.t.forEach((t, k) => stem(shift, t, run.y[k], { stroke: "var(--sum)" }));
else element("path", { d: path(total.map(k => [shift.x(run.t[k]), shift.y(run.y[k])])), class: "total ahead" }, shift.still);

const body = byId("left").tBodies[0];
const lines = [...parts, ...bands].map((part, i) => {
  const line = body.insertRow();
  const head = document.createElement("th");
  head.scope = "row";
  head.textContent = part.name ?? timeText(part.time);
  line.appendChild(head);
  for (let k = 0; k < 5; k++) line.insertCell();
  line.cells[1].textContent = part.name ? "" : shown(part.amount);
  line.cells[5].className = "bars";
  const bar = document.createElement("span");
  bar.className = "bar";
  bar.style.background = part.name ? "var(--soft)" : colour(i);
  line.cells[5].appendChild(bar);
  return { line, bar, part };
});

function setValue(id, value) {
  byId(id).value = shown(value);
  byId(id).dataset.value = value;
}

function show(k) {
  row = k;
  const t = run.t[k], y = run.y[k];
  const values = parts.map(part => part.at(t));
  const all = [...values, ...bands.map(band => band.y[k])];
  const [sumShift, sumFlip] = [shiftAndAdd(k), flipAndSlide(k)];
  setValue("sum-shift", sumShift);
  setValue("sum-flip", sumFlip);
  setValue("sum-run", y);
  const apart = Math.max(Math.abs(sumShift - y), Math.abs(sumFlip - y), Math.abs(sumShift - sumFlip));
  const scale = Math.max(Math.abs(heights[0]), Math.abs(heights[1])) || 1;
  byId("agreement").textContent = apart <= 1e-9 * scale
    ? "All three agree" + (apart ? ` to ${apart.toExponential(0)}.` : " to the last digit.")
    : `They differ by ${apart.toExponential(1)}: ` + (run.note || "the page holds the response as a table.");
  byId("agreement").dataset.apart = apart;
  byId("now").value = `t = ${timeText(t)}`;
  slider.value = k;
  slider.setAttribute("aria-valuetext", `t = ${timeText(t)}, output ${shown(y)}`);

  const largest = Math.max(...all.map(Math.abs), 0) || 1;
  lines.forEach(({ line, bar, part }, i) => {
    const happened = part.time === undefined || part.time <= t;
    line.hidden = !happened && all[i] === 0;
    if (line.hidden) return;
    if (!part.name) {
      line.cells[2].textContent = shown(Number((t - part.time).toPrecision(12)));
      line.cells[3].textContent = shown(part.left(t));
    }
    line.cells[4].textContent = shown(all[i]);
    line.cells[4].dataset.value = all[i];
    line.cells[5].firstChild.style.width = `${Math.abs(all[i]) / largest * 80}%`;
    bar.classList.toggle("negative", all[i] < 0);
    bar.title = y ? `${shown(100 * all[i] / y)} %` : "";
  });
  byId("left-sum").textContent = shown(sumShift);
  drawNow(k, t, values);
}

// The parts that move: the upright lines, the stack of values, the turned response, the products.
function drawNow(k, t, values) {
  input.moving.replaceChildren();
  shift.moving.replaceChildren();
  flip.moving.replaceChildren();
  for (const view of [input, shift, flip]) {
    element("path", { d: `M${view.x(t)} ${view.top}V${view.bottom}`, class: "cursor" }, view.moving);
  }
  if (!run.spikes) {
    element("path", { d: path(total.slice(0, k + 1).map(j => [shift.x(run.t[j]), shift.y(run.y[j])])), class: "total" }, shift.moving);
  }
  let up = 0, down = 0;
  const pile = (value, fill) => {
    const base = value < 0 ? down : up;
    if (value < 0) down += value; else up += value;
    const [a, b] = [shift.y(base), shift.y(base + value)].sort((p, q) => p - q);
    element("rect", { x: shift.x(t) - 5, y: a, width: 10, height: Math.max(0, b - a), fill, stroke: "var(--paper)", "stroke-width": 0.6 }, shift.moving);
  };
  bands.forEach(band => pile(band.y[k], "var(--soft)"));
  values.forEach((value, i) => { if (value) pile(value, colour(i)); });

  const mirror = { time: 0, kind: "impulse", at: age => response(age, 0) };
  if (run.spikes) {
    for (const [age, value] of run.spikes) {
      if (t - age >= flip.x0) element("path", { d: `M${flip.x(t - age)} ${flip.y(0)}V${flip.y(value)}`, class: "flipped" }, flip.moving);
    }
  } else {
    const ages = copyTimes(mirror, Math.min(run.first, 0), t - flip.x0).filter(age => t - age <= flip.x1);
    element("path", { d: path(ages.map(age => [flip.x(t - age), flip.y(response(age, 0))])), class: "flipped" }, flip.moving);
  }
  parts.forEach((part, i) => {
    if (part.kind !== "impulse") {
      const [a, b] = [part.time, part.time + part.duration].map(flip.x);
      element("rect", { x: a, width: b - a, y: flip.y(0) - 4, height: 8, fill: colour(i) }, flip.moving);
      return;
    }
    const [x, zero, end] = [flip.x(part.time), flip.y(0), flip.y(values[i])];
    element("path", { d: `M${x} ${zero}V${end}`, stroke: colour(i), "stroke-width": 2 }, flip.moving);
    element("circle", { cx: x, cy: end, r: 3.5, fill: colour(i) }, flip.moving);
  });
}

// What a listener hears: the output and its three largest parts.
function say() {
  const t = run.t[row];
  const all = [...parts.map(part => ({ from: `the ${run.word} at ${timeText(part.time)}`, value: part.at(t) })),
    ...bands.map(band => ({ from: `the ${band.name}`, value: band.y[row] }))].filter(p => p.value !== 0);
  const most = [...all].sort((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, 3);
  const rest = all.length - most.length;
  byId("status").textContent = `At ${timeText(t)} the output is ${shown(run.y[row])}`
    + (most.length ? ": " + most.map(p => `${shown(p.value)} from ${p.from}`).join(", ") : "")
    + (rest > 0 ? `, and ${rest} smaller ${rest === 1 ? "part" : "parts"}.` : ".");
}

const sayLater = () => { clearTimeout(saying); saying = setTimeout(say, 300); };

function stop() {
  clearTimeout(timer);
  cancelAnimationFrame(timer);
  timer = 0;
  play.textContent = "Play";
  play.setAttribute("aria-pressed", "false");
  say();
}

// Plays in twelve seconds; where motion is unwanted, in a step a second from impulse to impulse.
function start() {
  play.textContent = "Pause";
  play.setAttribute("aria-pressed", "true");
  let from = row >= rows - 1 ? 0 : row;
  if (calm.matches) {
    const stops = [...new Set(parts.map(p => run.t.findIndex(t => t >= p.time)))].filter(k => k > from);
    const next = () => {
      show(stops.length ? stops.shift() : rows - 1);
      if (row >= rows - 1) stop(); else timer = setTimeout(next, 1000);
    };
    timer = setTimeout(next, 0);
    return;
  }
  const begun = performance.now(), pace = Math.max(1, rows - 1) / 12000;
  const frame = now => {
    const k = Math.min(rows - 1, Math.floor(from + (now - begun) * pace));
    if (k !== row) show(k);
    if (k >= rows - 1) stop(); else timer = requestAnimationFrame(frame);
  };
  timer = requestAnimationFrame(frame);
}

play.addEventListener("click", () => { if (timer) stop(); else start(); });
slider.addEventListener("input", () => { if (timer) stop(); show(Number(slider.value)); sayLater(); });

// Why a later one does more than the first, in this run's own numbers.
function tell() {
  let top = 0;
  run.y.forEach((y, k) => { if (y > run.y[top]) top = k; });
  const t = run.t[top], past = parts.filter(part => part.time <= t);
  const ordinal = n => n + (n % 100 >= 11 && n % 100 <= 13 ? "th" : ["th", "st", "nd", "rd"][n % 10] ?? "th");
  if (past.length > 1 && run.y[top] > 0) {
    const own = past[past.length - 1].at(t);
    byId("answer").textContent = `Why does the ${ordinal(past.length)} ${run.word} do more than the first? `
      + `The output is highest, ${shown(run.y[top])}, at ${timeText(t)}. Of that the ${ordinal(past.length)} ${run.word} brings `
      + `${shown(own)} itself; ${shown(run.y[top] - own)} is what was still left of what came before. `
      + `The first came when nothing was left of anything.`;
  }
  byId("input-caption").textContent = `${run.impulses.length} ${run.word}${run.impulses.length === 1 ? "" : "s"}`
    + (run.pulses.length ? `, ${run.pulses.length} pulse${run.pulses.length === 1 ? "" : "s"}` : "")
    + (run.rate.length ? ", and a rate" : "") + `; ${rows} moments from ${timeText(first)} to ${timeText(last)}.`
    + (run.note ? " " + run.note : "");
  return top;
}

slider.max = rows - 1;
show(tell());
say();
