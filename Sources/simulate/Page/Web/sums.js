"use strict";
// The run that is shown, and the two ways to add it up. Unless something was moved all numbers were
// computed by the program.
const { tables, choices } = JSON.parse(document.getElementById("run").textContent);
let run, rows, parts, bands, names, isMoved;

// Chebyshev-Lobatto nodes and weights for pieces of eight values; two values are a straight line.
const nodes = Array.from({ length: 8 }, (_, k) => -Math.cos(Math.PI * k / 7));
const weights = nodes.map((_, k) => (k % 2 ? -1 : 1) * (k === 0 || k === 7 ? 0.5 : 1));

// The value of one piece [from, to, values...] at x.
function pieceAt(piece, x) {
  const from = piece[0], to = piece[1];
  if (x <= from || to === from) return piece[2];
  if (x >= to) return piece[piece.length - 1];
  if (piece.length === 4) {
    const part = (x - from) / (to - from);
    return piece[2] * (1 - part) + piece[3] * part;
  }
  const place = (2 * x - from - to) / (to - from);
  let over = 0, under = 0;
  for (let k = 0; k < 8; k++) {
    const distance = place - nodes[k];
    if (distance === 0) return piece[k + 2];
    over += weights[k] / distance * piece[k + 2];
    under += weights[k] / distance;
  }
  return over / under;
}

// The value of a table of pieces at x, which is known to within slack. At a jump the later piece
// counts, or the earlier one where the run was asked for values before events.
function tableAt(pieces, x, slack) {
  const before = run.side === "before";
  let low = 0, high = pieces.length - 1, found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const starts = before ? pieces[middle][0] < x - slack : pieces[middle][0] <= x + slack;
    if (starts) { found = middle; low = middle + 1; } else high = middle - 1;
  }
  return found >= 0 && x - slack <= pieces[found][1] ? pieceAt(pieces[found], x) : 0;
}

// What an impulse of 1 is worth at an age: the response.
function response(age, slack) {
  if (run.spikes) {
    let low = 0, high = run.spikes.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (run.spikes[middle][0] < age - run.instant) low = middle + 1; else high = middle;
    }
    const spike = run.spikes[low];
    return spike && Math.abs(spike[0] - age) <= run.instant ? spike[1] : 0;
  }
  return tableAt(run.table, age, slack);
}

// The same for a pulse of height 1: the response to a step, minus that to the step back.
function pulseResponse(age, duration, slack) {
  const step = run.integral ?? (x => x > run.stepEnd ? run.stepLast : tableAt(tables[run.step], x, slack));
  return step(age) - step(age - duration);
}

const slackOf = (t, start) => 4 * Number.EPSILON * Math.max(Math.abs(t), Math.abs(start));

// Chooses a run, everything as the program was given it.
function choose(k) {
  run = choices[k];
  rows = run.t.length;
  isMoved = false;
  run.table = tables[run.h];
  run.integral = undefined;
  names = Object.fromEntries((run.names ?? []).map(([name, value]) => [name, value]));
  // The parts of the input, by time: what each contributes at t.
  parts = [
    ...run.impulses.map(([time, amount]) => ({
      time, amount, kind: "impulse",
      left: t => response(t - time, slackOf(t, time)),
    })),
    ...run.pulses.map(([time, duration, height]) => ({
      time, amount: height * duration, duration, kind: "pulse",
      left: t => pulseResponse(t - time, duration, slackOf(t, time)) / duration,
    })),
  ].sort((a, b) => a.time - b.time);
  for (const part of parts) {
    part.given = part.amount;
    part.at = t => part.amount * part.left(t);
    part.height = () => part.duration ? part.amount / part.duration : part.amount;
  }
  bands = run.bands.map(band => ({ name: band.name, at: (t, k) => band.y[k], y: band.y }));
}

// Makes the response anew with other numbers for its names.
function rename() {
  const [start, end] = run.ages;
  const h = run.variable === "s" ? ofTransform(run.operations, names) : ofTime(run.operations, names, run.twoSided);
  run.table = tabulated(age => h(age - run.delay), start, end);
  run.integral = run.pulses.length ? integrated(run.table) : undefined;
}

// The output at row k: the program's, or what the copies add up to once something was moved.
const output = k => isMoved ? shiftAndAdd(k) : run.y[k];

// Shift and add: the copies, oldest first.
function shiftAndAdd(k) {
  let sum = 0;
  for (const part of parts) sum += part.at(run.t[k]);
  for (const band of bands) sum += band.y[k];
  return sum;
}

// Flip and slide: along the response turned round at t, newest first. A pulse is looked up in the
// step response, which is the area of the turned response under it.
function flipAndSlide(k) {
  const t = run.t[k];
  let sum = 0;
  for (let i = parts.length - 1; i >= 0; i--) {
    const part = parts[i], slack = slackOf(t, part.time);
    const flipped = u => response(t - u, slack);
    sum += part.kind === "impulse" ? flipped(part.time) * part.amount : part.at(t);
  }
  for (const band of bands) sum += band.y[k];
  return sum;
}
