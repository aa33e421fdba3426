"use strict";
// Formulas in the browser: what the program read, as operations in postfix order. A number stands for
// itself, "@" for the variable, "$k" for the name k, ["exp", 1] for a function of so many arguments.
const lanczos = [57.156235665862923517, -59.597960355475491248, 14.136097974741747174,
  -0.49191381609762019978, 0.33994649984811888699e-4, 0.46523628927048575665e-4,
  -0.98374475304879564677e-4, 0.15808870322491248884e-3, -0.21026444172410488319e-3,
  0.21743961811521264320e-3, -0.16431810653676389022e-3, 0.84418223983852743293e-4,
  -0.26190838401581408670e-4, 0.36899182659531622704e-5];

// The logarithm of the gamma function for x > 0, by Lanczos's series.
function logGamma(x) {
  const shifted = x + 5.2421875;
  const series = lanczos.reduce((sum, c, j) => sum + c / (x + j + 1), 0.99999999999999709182);
  return (x + 0.5) * Math.log(shifted) - shifted + Math.log(2.5066282746310005 * series / x);
}

function gammaDensity(x, shape, scale) {
  if (!(shape > 0 && scale > 0)) return NaN;
  if (x < 0) return 0;
  if (x === 0) return shape < 1 ? Infinity : shape === 1 ? 1 / scale : 0;
  const ratio = x / scale;
  return Math.exp((shape - 1) * Math.log(ratio) - ratio - logGamma(shape)) / scale;
}

function weibullDensity(x, shape, scale) {
  if (!(shape > 0 && scale > 0)) return NaN;
  if (x < 0) return 0;
  if (x === 0) return shape < 1 ? Infinity : shape === 1 ? 1 / scale : 0;
  const ratio = x / scale, decay = Math.exp(-(ratio ** shape));
  return decay === 0 ? 0 : shape / scale * ratio ** (shape - 1) * decay;
}

const normalDensity = (x, mean, sd) =>
  sd > 0 ? Math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI)) : NaN;

const functions = {
  ...Object.fromEntries(["exp", "log", "log10", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan",
    "atan2", "sinh", "cosh", "tanh", "abs", "min", "max", "floor"].map(name => [name, Math[name]])),
  step: x => x >= 0 ? 1 : 0,
  gamma: x => x > 0 ? Math.exp(logGamma(x)) : NaN,
  lgamma: x => x > 0 ? logGamma(x) : NaN,
  gamma_pdf: gammaDensity,
  weibull_pdf: weibullDensity,
  normal_pdf: normalDensity,
  lognormal_pdf: (x, mu, sigma) => x > 0 ? normalDensity(Math.log(x), mu, sigma) / x : 0,
  inverse_gaussian_pdf: (x, mean, shape) => !(mean > 0 && shape > 0) ? NaN : x > 0
    ? Math.sqrt(shape / (2 * Math.PI * x)) / x * Math.exp(-shape * ((x - mean) / mean) ** 2 / (2 * x)) : 0,
  hrf: x => 1.2 * gammaDensity(x, 6, 1) - 0.2 * gammaDensity(x, 16, 1),
};

const operators = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b,
  "^": (a, b) => a ** b, "<": (a, b) => Number(a < b), "<=": (a, b) => Number(a <= b),
  ">": (a, b) => Number(a > b), ">=": (a, b) => Number(a >= b), "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b), "~": a => -a,
};

// Works operations off: what a number, the variable and each operator are is the algebra's.
function worked(operations, variable, names, number, operator) {
  const stack = [];
  for (const operation of operations) {
    if (operation === "@") stack.push(variable);
    else if (typeof operation === "number") stack.push(number(operation));
    else if (operation[0] === "$") stack.push(number(names[operation.slice(1)]));
    else {
      const [name, count] = typeof operation === "string" ? [operation, operation === "~" ? 1 : 2] : operation;
      stack.push(operator(name, stack.splice(stack.length - count)));
    }
  }
  return stack[0];
}

// The impulse response of a formula in t.
function ofTime(operations, names, twoSided) {
  return t => t < 0 && !twoSided ? 0
    : worked(operations, t, names, x => x, (name, of) => (operators[name] ?? functions[name])(...of));
}

// A quotient of polynomials in s, coefficients ascending.
const product = (a, b) => {
  const result = new Array(a.length + b.length - 1).fill(0);
  a.forEach((x, i) => b.forEach((y, j) => { result[i + j] += x * y; }));
  return result;
};
const total = (a, b) => Array.from({ length: Math.max(a.length, b.length) }, (_, k) => (a[k] ?? 0) + (b[k] ?? 0));
const quotients = {
  "~": a => [a[0].map(x => -x), a[1]],
  "+": (a, b) => [total(product(a[0], b[1]), product(b[0], a[1])), product(a[1], b[1])],
  "-": (a, b) => quotients["+"](a, quotients["~"](b)),
  "*": (a, b) => [product(a[0], b[0]), product(a[1], b[1])],
  "/": (a, b) => quotients["*"](a, [b[1], b[0]]),
  "^": (a, b) => {
    const power = b[0][0] / b[1][0];
    let result = [[1], [1]];
    for (let k = 0; k < Math.abs(power); k++) result = quotients["*"](result, a);
    return power < 0 ? [result[1], result[0]] : result;
  },
};

const times = (a, b) => a.map(row => b[0].map((_, j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));

// e^A by scaling, Taylor's series and squaring.
function exponential(matrix) {
  const size = Math.max(...matrix.map(row => row.reduce((sum, x) => sum + Math.abs(x), 0)));
  const halvings = Math.max(0, Math.ceil(Math.log2(size || 1)) + 2);
  const small = matrix.map(row => row.map(x => x / 2 ** halvings));
  const unit = matrix.map((row, i) => row.map((_, j) => Number(i === j)));
  let result = unit;
  for (let k = 16; k >= 1; k--) {
    result = times(small, result).map((row, i) => row.map((x, j) => x / k + unit[i][j]));
  }
  for (let k = 0; k < halvings; k++) result = times(result, result);
  return result;
}

// The impulse response of a formula in s: states of the companion matrix, in a time in which it is balanced.
function ofTransform(operations, names) {
  const number = x => [[x], [1]];
  let [above, below] = worked(operations, [[0, 1], [1]], names, number, (name, of) => quotients[name](...of));
  const trimmed = list => { while (list.length > 1 && list.at(-1) === 0) list = list.slice(0, -1); return list; };
  [above, below] = [trimmed(above), trimmed(below)];
  const order = below.length - 1;
  if (above.length > order) return () => NaN;
  const pace = Math.abs(below[0] / below[order]) ** (1 / order) || 1;
  const scaled = list => list.map((x, k) => x * pace ** (k - order) / below[order]);
  const [c, d] = [scaled(above), scaled(below)];
  const companion = Array.from({ length: order }, (_, i) =>
    Array.from({ length: order }, (_, j) => i === order - 1 ? -d[j] : Number(j === i + 1)));
  return t => {
    if (t < 0) return 0;
    const states = exponential(companion.map(row => row.map(x => x * t * pace)));
    return c.reduce((sum, x, i) => sum + x * states[i][order - 1], 0) * pace;
  };
}

// A function as a table of pieces, as the program makes them: each is halved until its polynomial meets
// the function between its nodes. Throws where the function is not finite.
function tabulated(f, from, to) {
  const places = nodes.map(x => (1 + x) / 2), checks = [0.11, 0.5, 0.93], pieces = [];
  let peak = 0, pending = Array.from({ length: 48 }, (_, k) => [k, k + 1].map(n => from + (to - from) * n / 48));
  while (pending.length) {
    const candidates = pending.map(([a, b]) => [a, b, ...places.map(x => f(a + (b - a) * x))]);
    for (const piece of candidates) {
      if (!piece.every(Number.isFinite)) throw new Error("the response must be finite");
      peak = Math.max(peak, ...piece.slice(2).map(Math.abs));
    }
    const isLast = pieces.length + pending.length > 6000;
    pending = [];
    for (const piece of candidates) {
      const [a, b] = piece, middle = a + (b - a) / 2;
      const misfit = Math.max(...checks.map(x => Math.abs(pieceAt(piece, a + (b - a) * x) - f(a + (b - a) * x))));
      const isNarrow = b - a <= 32 * Number.EPSILON * Math.max(Math.abs(a), Math.abs(b));
      if (misfit <= 1e-13 * peak || isNarrow || isLast) pieces.push(piece);
      else pending.push([a, middle], [middle, b]);
    }
  }
  return pieces.sort((p, q) => p[0] - q[0]);
}

// The integral of a table from its start, at any place: Gauss's rule is exact on each piece.
const gauss = [[0, 128 / 225], ...[[1 / 3 * Math.sqrt(5 - 2 * Math.sqrt(10 / 7)), (322 + 13 * Math.sqrt(70)) / 900],
  [1 / 3 * Math.sqrt(5 + 2 * Math.sqrt(10 / 7)), (322 - 13 * Math.sqrt(70)) / 900]].flatMap(([x, w]) => [[x, w], [-x, w]])];
function integrated(pieces) {
  const part = (piece, to) => {
    const half = (to - piece[0]) / 2;
    return half * gauss.reduce((sum, [x, w]) => sum + w * pieceAt(piece, piece[0] + half * (1 + x)), 0);
  };
  const sums = [0];
  for (const piece of pieces) sums.push(sums.at(-1) + part(piece, piece[1]));
  return x => {
    if (!(x > pieces[0][0])) return 0;
    let low = 0, high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (pieces[middle][0] <= x) low = middle; else high = middle - 1;
    }
    return sums[low] + part(pieces[low], Math.min(x, pieces[low][1]));
  };
}
