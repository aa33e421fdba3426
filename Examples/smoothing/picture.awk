# A picture of 120 x 90 pixels: a slope of grey, a bright disc, a dark rectangle, a ring, and noise.
# awk -f picture.awk > noisy.pgm; awk -v csv=1 -f picture.awk > noisy.csv
# Whole-number arithmetic alone, with a generator of its own: the same picture everywhere.

# Park and Miller's generator: 1 to 2147483646.
function random() {
  state = (16807 * state) % 2147483647
  return state
}

BEGIN {
  width = 120; height = 90; state = 2026
  if (!csv) printf "P2\n%d %d\n255\n", width, height
  for (row = 0; row < height; row++) {
    for (column = 0; column < width; column++) {
      grey = 50 + column
      from_disc = (column - 32) ^ 2 + (row - 44) ^ 2
      from_ring = (column - 88) ^ 2 + (row - 30) ^ 2
      if (from_disc < 484) grey = 215
      if (from_ring > 169 && from_ring < 361) grey = 30
      if (column >= 70 && column < 106 && row >= 58 && row < 80) grey = 60
      # Two numbers from -35 to 35: their sum is noise that is most often small.
      grey += random() % 71 - 35 + random() % 71 - 35
      if (grey < 0) grey = 0
      if (grey > 255) grey = 255
      printf "%d%s", grey, column + 1 < width ? (csv ? "," : " ") : "\n"
    }
  }
}
