// One half-step of implicit ALS (Hu, Koren & Volinsky 2008, eq. 4): YᵀY once, then one workgroup a row.
// FACTORS, 80 at most, is declared in front of this file: the packed triangle and what stands beside it then
// fit the 16,384 bytes of workgroup memory that every device has.

struct Problem {
  rows: u32,
  columns: u32,
  regularization: f32,
  alpha: f32,
}

@group(0) @binding(0) var<uniform> problem: Problem;
@group(0) @binding(1) var<storage, read> held: array<f32>; // columns × factors
@group(0) @binding(2) var<storage, read_write> products: array<f32>; // YᵀY, the packed lower triangle

const SIZE: u32 = 64u;
const SIDE: u32 = 8u;
const SLICE: u32 = 32u;

var<workgroup> left: array<f32, SLICE * SIDE>;
var<workgroup> right: array<f32, SLICE * SIDE>;

fn cell(i: u32, j: u32) -> u32 {
  return i * (i + 1u) / 2u + j;
}

// Row and column of the t-th cell of a lower triangle counted row by row.
fn place(t: u32) -> vec2u {
  var i = u32((sqrt(8.0 * f32(t) + 1.0) - 1.0) / 2.0);
  while (cell(i, 0u) > t) { i--; }
  while (cell(i + 1u, 0u) <= t) { i++; }
  return vec2u(i, t - cell(i, 0u));
}

// One workgroup a tile of 8 × 8 products, one thread a product; the held rows pass by in slices, and each
// slice is summed before it joins the total, which keeps float32 sums of many rows exact enough.
@compute @workgroup_size(SIZE)
fn gramian(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  let tile = place(group.x) * SIDE;
  let i = local / SIDE;
  let j = local % SIDE;
  var total = 0.0;
  for (var first = 0u; first < problem.columns; first += SLICE) {
    for (var k = local; k < SLICE * SIDE; k += SIZE) {
      let row = first + k / SIDE;
      let f = tile + k % SIDE;
      left[k] = held_at(row, f.x);
      right[k] = held_at(row, f.y);
    }
    workgroupBarrier();
    var sum = 0.0;
    for (var k = 0u; k < SLICE; k++) {
      sum += left[k * SIDE + i] * right[k * SIDE + j];
    }
    total += sum;
    workgroupBarrier();
  }
  let row = tile.x + i;
  let column = tile.y + j;
  if (row < FACTORS && column <= row) {
    products[cell(row, column)] = total;
  }
}

fn held_at(row: u32, f: u32) -> f32 {
  if (row < problem.columns && f < FACTORS) {
    return held[row * FACTORS + f];
  }
  return 0.0;
}

@group(0) @binding(3) var<storage, read> start: array<u32>;
@group(0) @binding(4) var<storage, read> column: array<u32>;
@group(0) @binding(5) var<storage, read> strength: array<f32>;
@group(0) @binding(6) var<storage, read_write> solved: array<f32>; // rows × factors

const EVEN: u32 = (FACTORS + 1u) / 2u * 2u;
const CELLS: u32 = EVEN * (EVEN + 1u) / 2u;
const TILES: u32 = EVEN / 2u * (EVEN / 2u + 1u) / 2u;
const ENTRIES: u32 = min(32u, 640u / EVEN); // staged at once: 8 at 80 factors, for the memory's sake

var<workgroup> a: array<f32, CELLS>; // YᵀCY + λI, then L D of its factorization
var<workgroup> b: array<f32, EVEN>; // YᵀCp, then the row's factors
var<workgroup> inverse: array<f32, EVEN>; // reciprocals of D
var<workgroup> staged: array<f32, ENTRIES * EVEN>;
var<workgroup> excess: array<f32, ENTRIES>; // c − 1

@compute @workgroup_size(SIZE)
fn solve(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = group.y * groups.x + group.x;
  if (row >= problem.rows) {
    return;
  }
  let end = start[row + 1u];
  for (var k = local; k < CELLS; k += SIZE) {
    a[k] = select(0.0, products[min(k, cell(FACTORS, 0u) - 1u)], k < cell(FACTORS, 0u));
  }
  for (var f = local; f < EVEN; f += SIZE) {
    b[f] = 0.0;
  }
  workgroupBarrier();
  for (var f = local; f < FACTORS; f += SIZE) {
    a[cell(f, f)] += problem.regularization;
  }
  for (var first = start[row]; first < end; first += ENTRIES) {
    let count = min(ENTRIES, end - first);
    stage(first, count, local);
    workgroupBarrier();
    add_products(count, local);
    add_right_side(count, local);
    workgroupBarrier();
  }
  factorize(local);
  substitute(local);
  for (var f = local; f < FACTORS; f += SIZE) {
    solved[row * FACTORS + f] = b[f] * inverse[f];
  }
}

// The factors of the next entries.
fn stage(first: u32, count: u32, local: u32) {
  for (var k = local; k < count * EVEN; k += SIZE) {
    let f = k % EVEN;
    var y = 0.0;
    if (f < FACTORS) {
      y = held[column[first + k / EVEN] * FACTORS + f];
    }
    staged[k] = y;
  }
  if (local < count) {
    excess[local] = problem.alpha * strength[first + local];
  }
}

// a += Yᵀ(C − I)Y over the staged entries, a tile of 2 × 2 a thread.
fn add_products(count: u32, local: u32) {
  for (var t = local; t < TILES; t += SIZE) {
    let tile = place(t) * 2u;
    var upper = vec2f();
    var lower = vec2f();
    for (var e = 0u; e < count; e++) {
      let at = e * EVEN;
      let y = vec2f(staged[at + tile.y], staged[at + tile.y + 1u]) * excess[e];
      upper += staged[at + tile.x] * y;
      lower += staged[at + tile.x + 1u] * y;
    }
    a[cell(tile.x, tile.y)] += upper.x;
    if (tile.x != tile.y) {
      a[cell(tile.x, tile.y + 1u)] += upper.y;
    }
    a[cell(tile.x + 1u, tile.y)] += lower.x;
    a[cell(tile.x + 1u, tile.y + 1u)] += lower.y;
  }
}

fn add_right_side(count: u32, local: u32) {
  for (var f = local; f < FACTORS; f += SIZE) {
    var sum = 0.0;
    for (var e = 0u; e < count; e++) {
      sum += (1.0 + excess[e]) * staged[e * EVEN + f];
    }
    b[f] += sum;
  }
}

// A = L D Lᵀ, Cholesky without its square roots: one barrier a column, since the pivot's column stays as it was found
// (L times D) and only cells right of it change. b is treated as one more row, which solves L w = b on the way. A pivot
// that is nothing but rounding gets the reciprocal 0, as in the plain reference. The staging space is free by now and
// keeps what the diagonal was.
fn factorize(local: u32) {
  for (var f = local; f < FACTORS; f += SIZE) {
    staged[f] = a[cell(f, f)];
  }
  for (var k = 0u; k < FACTORS; k++) {
    workgroupBarrier();
    let pivot = a[cell(k, k)];
    let scale = select(0.0, 1.0 / max(pivot, 1e-30), pivot > 1e-7 * staged[k]);
    if (local == 0u) {
      inverse[k] = scale;
    }
    for (var j = k + 1u + local % SIDE; j < FACTORS; j += SIDE) {
      let times = a[cell(j, k)] * scale;
      for (var i = k + 1u + local / SIDE; i <= FACTORS; i += SIDE) {
        if (i == FACTORS) {
          b[j] -= b[k] * times;
        } else if (i >= j) {
          a[cell(i, j)] -= a[cell(i, k)] * times;
        }
      }
    }
  }
}

// D Lᵀ x = w, from the last factor up: no thread writes what another reads between two barriers, so each factor is left
// to be scaled by its reader.
fn substitute(local: u32) {
  for (var k = FACTORS - 1u; k > 0u; k--) {
    workgroupBarrier();
    let x = b[k] * inverse[k];
    for (var i = local; i < k; i += SIZE) {
      b[i] -= a[cell(k, i)] * x;
    }
  }
  workgroupBarrier();
}
