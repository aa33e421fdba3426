"use strict";
// Drives a page as a reader would and compares what it shows with the CSV of the same run.
// The verdict is the text of an element with the id "verdict".
const wrong = [...window.problems];
const check = (what, holds) => { if (!holds) wrong.push(what); };
const lines = document.getElementById("csv").textContent.trim().split("\n").map(line => line.split(","));
const header = lines[0], table = lines.slice(1).map(line => line.map(Number));
const peak = Math.max(...table.map(line => Math.abs(line[1])));
const limit = Number(document.getElementById("csv").dataset.tolerance) * peak;
const control = document.getElementById("time");
const read = id => Number(document.getElementById(id).dataset.value);
const near = (a, b) => Math.abs(a - b) <= limit;

check("a title", document.title.length > 0);
check("one h1", document.querySelectorAll("h1").length === 1);
check("the slider has a label", document.querySelector("label[for=time]") !== null);
check("the slider spans the rows", Number(control.max) === table.length - 1);
check("nothing is fetched", !document.querySelector("[src], link[rel=stylesheet]"));

// A reader's moves: a choice, or numbers in the fields of that name.
const moves = JSON.parse(document.getElementById("csv").dataset.moves || "{}");
for (const id in moves) {
  const field = document.getElementById(id);
  if (id === "choice") field.selectedIndex = moves[id]; else field.value = moves[id];
  field.dispatchEvent(new Event(id === "choice" ? "change" : "input", { bubbles: true }));
}
const isMoved = Object.keys(moves).some(id => id !== "choice");
check("what was moved can be taken back", document.getElementById("reset").hidden === !isMoved);

let largest = 0;
const stride = Math.max(1, Math.floor(table.length / 97));
for (let k = 0; k < table.length; k += stride) {
  control.value = k;
  control.dispatchEvent(new Event("input", { bubbles: true }));
  const [t, y] = table[k];
  check(`row ${k}: the program's row ${read("sum-run")} is ${y}`, isMoved ? near(read("sum-run"), y) : read("sum-run") === y);
  for (const id of ["sum-shift", "sum-flip"]) {
    largest = Math.max(largest, Math.abs(read(id) - y));
    check(`row ${k}, t = ${t}: ${id} ${read(id)} is ${y}`, near(read(id), y));
  }
  check(`row ${k}: the slider is read out`, control.getAttribute("aria-valuetext").startsWith("t = "));
  // Each contribution, by the column that --stack names by the impulse's time.
  document.querySelectorAll("#left tbody tr").forEach((line, i) => {
    check(`row ${k}: line ${i} is seen`, !line.hidden && line.cells[4].offsetHeight > 0);
    const value = Number(line.cells[4].dataset.value);
    const expected = table[k][2 + i];
    check(`row ${k}: part ${header[2 + i]} contributes ${value}, not ${expected}`, near(value, expected));
  });
}

const play = document.getElementById("play");
play.click();
check("play says so", play.textContent === "Pause" && play.getAttribute("aria-pressed") === "true");
play.click();
check("pause says so", play.textContent === "Play" && play.getAttribute("aria-pressed") === "false");
check("the live region speaks", /output is/.test(document.getElementById("status").textContent));
control.focus();
check("the slider takes the keyboard", document.activeElement === control);
check("no text is cut", document.documentElement.scrollWidth <= window.innerWidth);
wrong.push(...window.problems.filter(problem => !wrong.includes(problem)));

const verdict = document.createElement("p");
verdict.id = "verdict";
verdict.textContent = wrong.length
  ? `wrong: ${wrong.slice(0, 5).join("; ")}` : `right: ${table.length} rows, apart by ${largest / peak} of the peak`;
document.body.append(verdict);
