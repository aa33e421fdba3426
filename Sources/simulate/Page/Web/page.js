"use strict";
// The page: the slider chooses a row, and everything shows it.
const slider = byId("time"), play = byId("play");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let row = -1, timer = 0, saying = 0;

// A line of the table for each part of the input.
const lines = [...parts, ...bands].map((part, i) => {
  const line = byId("left").tBodies[0].insertRow();
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
  const contributions = parts.map(part => part.at(t));
  showSums(k, y);
  showTable(k, t, y, [...contributions, ...bands.map(band => band.y[k])]);
  byId("now").value = `t = ${timeText(t)}`;
  slider.value = k;
  slider.setAttribute("aria-valuetext", `t = ${timeText(t)}, output ${shown(y)}`);
  drawNow(k, t, contributions);
}

// The two sums, the program's own row, and whether they agree.
function showSums(k, y) {
  const sums = [shiftAndAdd(k), flipAndSlide(k), y];
  ["sum-shift", "sum-flip", "sum-run"].forEach((id, i) => setValue(id, sums[i]));
  byId("left-sum").textContent = shown(sums[0]);
  const apart = Math.max(...sums) - Math.min(...sums);
  const scale = Math.max(-heights[0], heights[1]) || 1;
  const words = apart ? ` to ${apart.toExponential(0)}.` : " to the last digit.";
  byId("agreement").textContent = apart <= 1e-9 * scale
    ? "All three agree" + words : `They differ by ${apart.toExponential(1)}. ${run.note ?? ""}`;
}

function showTable(k, t, y, contributions) {
  const largest = Math.max(...contributions.map(Math.abs), 0) || 1;
  lines.forEach(({ line, bar, part }, i) => {
    const value = contributions[i];
    line.hidden = part.time > t && value === 0;
    if (line.hidden) return;
    if (!part.name) {
      line.cells[2].textContent = shown(Number((t - part.time).toPrecision(12)));
      line.cells[3].textContent = shown(part.left(t));
    }
    line.cells[4].textContent = shown(value);
    line.cells[4].dataset.value = value;
    bar.style.width = `${Math.abs(value) / largest * 80}%`;
    bar.classList.toggle("negative", value < 0);
    bar.title = y ? `${shown(100 * value / y)} % of the output` : "";
  });
}

// What a listener hears: the output and its three largest parts.
function say() {
  const t = run.t[row];
  const named = part => part.name ? `the ${part.name}` : `the ${run.word} at ${timeText(part.time)}`;
  const all = [...parts, ...bands]
    .map(part => ({ from: named(part), value: part.at(t, row) })).filter(part => part.value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const most = all.slice(0, 3), rest = all.length - most.length;
  byId("status").textContent = `At ${timeText(t)} the output is ${shown(run.y[row])}`
    + (most.length ? ": " : "") + most.map(p => `${shown(p.value)} from ${p.from}`).join(", ")
    + (rest > 0 ? `, and ${rest} smaller ${rest === 1 ? "part" : "parts"}.` : ".");
}

function stop() {
  clearTimeout(timer);
  cancelAnimationFrame(timer);
  timer = 0;
  play.textContent = "Play";
  play.setAttribute("aria-pressed", "false");
  say();
}

// Plays in twelve seconds; where motion is unwanted, in a step a second from impulse to impulse.
function begin() {
  play.textContent = "Pause";
  play.setAttribute("aria-pressed", "true");
  const from = row >= rows - 1 ? 0 : row;
  if (calm.matches) {
    const stops = [...new Set(parts.map(part => run.t.findIndex(t => t >= part.time)))]
      .filter(k => k > from);
    const next = () => {
      show(stops.length ? stops.shift() : rows - 1);
      if (row >= rows - 1) stop(); else timer = setTimeout(next, 1000);
    };
    timer = setTimeout(next, 0);
    return;
  }
  const begun = performance.now(), pace = Math.max(1, rows - 1) / 12000;
  const frame = now => {
    const k = Math.min(rows - 1, Math.floor(from + Math.max(0, now - begun) * pace));
    if (k !== row) show(k);
    if (k >= rows - 1) stop(); else timer = requestAnimationFrame(frame);
  };
  timer = requestAnimationFrame(frame);
}

play.addEventListener("click", () => { if (timer) stop(); else begin(); });
slider.addEventListener("input", () => {
  if (timer) stop();
  show(Number(slider.value));
  clearTimeout(saying);
  saying = setTimeout(say, 300);
});

const ordinal = n => {
  const ending = n % 100 >= 11 && n % 100 <= 13 ? undefined : ["th", "st", "nd", "rd"][n % 10];
  return n + (ending ?? "th");
};
const many = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

// Why a later one does more than the first, in this run's own numbers. Gives the highest row.
function tell() {
  let top = 0;
  run.y.forEach((y, k) => { if (y > run.y[top]) top = k; });
  const t = run.t[top], y = run.y[top], past = parts.filter(part => part.time <= t);
  if (past.length > 1 && y > 0) {
    const own = past.at(-1).at(t), one = `${ordinal(past.length)} ${run.word}`;
    byId("answer").textContent = `Why does the ${one} do more than the first? The output is `
      + `highest, ${shown(y)}, at ${timeText(t)}. Of that the ${one} brings ${shown(own)} itself; `
      + `${shown(y - own)} is what was still left of what came before. The first came when `
      + "nothing was left of anything.";
  }
  byId("input-caption").textContent = many(run.impulses.length, run.word)
    + (run.pulses.length ? ", " + many(run.pulses.length, "pulse") : "")
    + (run.rate.length ? ", and a rate" : "")
    + `; ${rows} moments from ${timeText(first)} to ${timeText(last)}. ${run.note ?? ""}`;
  return top;
}

slider.max = rows - 1;
drawStill();
show(tell());
say();
