"use strict";
// The page: the slider chooses a row, and everything shows it; choices and further sliders change the run.
const slider = byId("time"), play = byId("play");
const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
let row = -1, timer = 0, saying = 0, lines = [];

// A line of the table for each part of the input.
function makeLines() {
  const body = byId("left").tBodies[0];
  body.replaceChildren();
  lines = [...parts, ...bands].map((part, i) => {
    const line = body.insertRow();
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = part.name ?? timeText(part.time);
    line.appendChild(head);
    for (let k = 0; k < 5; k++) line.insertCell();
    line.cells[5].className = "bars";
    const bar = document.createElement("span");
    bar.className = "bar";
    bar.style.background = part.name ? "var(--soft)" : colour(i);
    line.cells[5].appendChild(bar);
    return { line, bar, part };
  });
}

function setValue(id, value) {
  byId(id).value = shown(value);
  byId(id).dataset.value = value;
}

function show(k) {
  row = k;
  const t = run.t[k], y = output(k);
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
  byId("own").hidden = isMoved;
  const apart = Math.max(...sums) - Math.min(...sums);
  const scale = Math.max(-heights[0], heights[1]) || 1;
  const words = apart ? ` to ${apart.toExponential(0)}.` : " to the last digit.";
  byId("agreement").textContent = apart <= 1e-9 * scale
    ? (isMoved ? "Both sums agree" : "All three agree") + words
    : `They differ by ${apart.toExponential(1)}. ${run.note ?? ""}`;
}

function showTable(k, t, y, contributions) {
  const largest = Math.max(...contributions.map(Math.abs), 0) || 1;
  lines.forEach(({ line, bar, part }, i) => {
    const value = contributions[i];
    line.classList.toggle("coming", part.time > t);
    if (!part.name) {
      line.cells[1].textContent = shown(part.amount);
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

const named = part => part.name ? `the ${part.name}` : `the ${run.word} at ${timeText(part.time)}`;

// The largest parts of row k in words, and how many others there are.
function madeOf(k, most) {
  const all = [...parts, ...bands]
    .map(part => ({ from: named(part), value: part.at(run.t[k], k) })).filter(part => part.value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const rest = all.length - most;
  return all.slice(0, most).map(p => `${shown(p.value)} from ${p.from}`).join(", ")
    + (rest > 0 ? `, and ${rest} smaller ${rest === 1 ? "part" : "parts"}` : "");
}

// What a listener hears: the output and its three largest parts.
function say() {
  const what = madeOf(row, 3);
  byId("status").textContent = `At ${timeText(run.t[row])} the output is ${shown(output(row))}`
    + (what ? ": " + what : "") + ".";
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

// What the highest row is made of, in this run's own numbers. Gives that row.
function tell() {
  let top = 0;
  run.t.forEach((_, k) => { if (Math.abs(output(k)) > Math.abs(output(top))) top = k; });
  const t = run.t[top], y = output(top), past = parts.filter(part => part.time <= t);
  let words = `The output is ${y < 0 ? "farthest from 0" : "highest"}, ${shown(y)}, at ${timeText(t)}: `
    + `${madeOf(top, 3)}.`;
  // Equal impulses, nothing else, and none that acts before it comes: then the later ones find more.
  const isEqual = parts.every(part => part.kind === "impulse" && part.amount === parts[0].amount);
  if (past.length > 1 && isEqual && !bands.length && run.first >= 0 && !run.spikes && y > 0) {
    const own = past.at(-1).at(t), one = `${ordinal(past.length)} ${run.word}`;
    if (y - own > 0) {
      words += ` Each ${run.word} adds the same. The ${one} finds ${shown(y - own)} left of what came before it; `
        + "the first found nothing.";
    }
  }
  byId("answer").textContent = y ? words : "";
  byId("input-caption").textContent = [
    run.impulses.length || !run.pulses.length && !run.rate.length ? many(run.impulses.length, run.word) : "",
    run.pulses.length ? many(run.pulses.length, "pulse") : "", run.rate.length ? "a rate" : "",
  ].filter(Boolean).join(", ")
    + `; ${rows} moments from ${timeText(first)} to ${timeText(last)}. ${run.note ?? ""}`;
  return top;
}

// A slider with a field for the exact number, which call `changed` with each new value.
function control(id, name, value, changed) {
  const line = document.createElement("p"), label = document.createElement("label");
  line.className = "control";
  label.htmlFor = id;
  label.textContent = name;
  const range = document.createElement("input"), field = document.createElement("input");
  range.type = "range";
  [range.min, range.max] = value > 0 ? [value / 10, value * 3] : value < 0 ? [value * 3, value / 10] : [-1, 1];
  range.step = "any";
  range.setAttribute("aria-label", `${name}, slider`);
  range.tabIndex = 0;
  field.type = "number";
  field.step = "any";
  field.id = id;
  range.value = field.value = value;
  const take = (from, to) => from.addEventListener("input", () => {
    const number = from.valueAsNumber;
    if (!Number.isFinite(number)) return;
    const next = from === range ? Number(number.toPrecision(4)) : number;
    to.value = next;
    changed(next);
  });
  take(range, field);
  take(field, range);
  line.append(label, range, field);
  return line;
}

// After something was moved: everything is computed again here.
function move(change) {
  if (timer) stop();
  isMoved = true;
  try {
    change();
    byId("moved").textContent = "Computed again in this page, from the numbers above.";
  } catch (error) {
    byId("moved").textContent = `With these numbers there is no picture: ${error.message}.`;
    return;
  }
  byId("reset").hidden = false;
  layOut();
  tell();
  show(row);
  clearTimeout(saying);
  saying = setTimeout(say, 300);
}

// Sliders for the names of the response, and for up to thirty amounts.
const mostAmounts = 30;
function makeControls() {
  const place = byId("moves");
  place.replaceChildren();
  for (const [name, value] of run.names ?? []) {
    place.append(control(`set-${name}`, name, value, next => move(() => { names[name] = next; rename(); })));
  }
  parts.slice(0, mostAmounts).forEach((part, i) => {
    const name = `${run.word} at ${timeText(part.time)}`;
    place.append(control(`amount-${i}`, name, part.amount, next => move(() => { part.amount = next; })));
  });
  if (parts.length > mostAmounts) {
    const all = control("amount-all", "all amounts, times", 1, next => move(() => {
      for (const part of parts) part.amount = next * part.given;
    }));
    place.append(all);
  }
  byId("change").hidden = !place.childElementCount;
  byId("reset").hidden = true;
  byId("moved").textContent = run.fixed ?? "";
}

function open(k) {
  if (timer) stop();
  choose(k);
  slider.max = rows - 1;
  makeLines();
  makeControls();
  layOut();
  show(tell());
  say();
}

byId("reset").addEventListener("click", () => { open(Math.max(0, byId("choice").selectedIndex)); byId("choice").focus(); });
choices.forEach(choice => byId("choice").add(new Option(choice.name ?? "the run")));
byId("choices").hidden = choices.length < 2;
byId("choice").addEventListener("change", () => open(byId("choice").selectedIndex));
open(0);
