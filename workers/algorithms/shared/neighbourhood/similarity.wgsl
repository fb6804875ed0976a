// A block of rows of the item × item similarities, one workgroup a row: for everyone who rated the row's item, what
// they rated is added to the row's sums. Nobody rates a film twice, so no two threads meet in one cell.
// MEASURE and COUNT (0 or 1: whether shared people matter) are declared in front of this file.

struct Block {
  first: u32,
  rows: u32,
  items: u32,
  shrinkage: f32,
  min_overlap: f32,
}

@group(0) @binding(0) var<uniform> block: Block;
@group(0) @binding(1) var<storage, read> person_start: array<u32>;
@group(0) @binding(2) var<storage, read> rated_item: array<u32>;
@group(0) @binding(3) var<storage, read> rated_value: array<f32>;
@group(0) @binding(4) var<storage, read> item_start: array<u32>;
@group(0) @binding(5) var<storage, read> rater: array<u32>;
@group(0) @binding(6) var<storage, read> rater_value: array<f32>;
@group(0) @binding(7) var<storage, read> length: array<f32>;
// Planes of rows × items: the first ends as the similarities, the others hold the sums on the way there.
@group(0) @binding(8) var<storage, read_write> sums: array<f32>;

const SIZE: u32 = 64u;
const COSINE: u32 = 0u; // of values that are already less a mean where that is wanted
const PEARSON: u32 = 1u;
const JACCARD: u32 = 2u;
const UNDEFINED: f32 = -2.0; // no similarity can be; whoever reads makes it NaN

@compute @workgroup_size(SIZE)
fn similarity_rows(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = group.y * groups.x + group.x;
  if (row >= block.rows) {
    return;
  }
  let item = block.first + row;
  for (var i = local; i < block.items; i += SIZE) {
    clear(place(row, i));
  }
  for (var r = item_start[item]; r < item_start[item + 1u]; r++) {
    storageBarrier();
    let end = person_start[rater[r] + 1u];
    for (var e = person_start[rater[r]] + local; e < end; e += SIZE) {
      add(place(row, rated_item[e]), rater_value[r], rated_value[e]);
    }
  }
  storageBarrier();
  for (var i = local; i < block.items; i += SIZE) {
    sums[place(row, i)] = select(similarity(item, i, place(row, i)), UNDEFINED, i == item);
  }
}

fn place(row: u32, item: u32) -> u32 {
  return row * block.items + item;
}

// Plane p of a cell: 0 Σab (Jaccard: n), 1 n, and for Pearson 2 Σa, 3 Σb, 4 Σa², 5 Σb².
fn plane(p: u32, cell: u32) -> u32 {
  return p * block.rows * block.items + cell;
}

fn clear(cell: u32) {
  sums[cell] = 0.0;
  if (MEASURE == PEARSON || (MEASURE == COSINE && COUNT == 1u)) {
    sums[plane(1u, cell)] = 0.0;
  }
  if (MEASURE == PEARSON) {
    for (var p = 2u; p < 6u; p++) {
      sums[plane(p, cell)] = 0.0;
    }
  }
}

fn add(cell: u32, a: f32, b: f32) {
  sums[cell] += a * b;
  if (MEASURE == PEARSON || (MEASURE == COSINE && COUNT == 1u)) {
    sums[plane(1u, cell)] += 1.0;
  }
  if (MEASURE == PEARSON) {
    sums[plane(2u, cell)] += a;
    sums[plane(3u, cell)] += b;
    sums[plane(4u, cell)] += a * a;
    sums[plane(5u, cell)] += b * b;
  }
}

fn similarity(item: u32, other: u32, cell: u32) -> f32 {
  var quotient = UNDEFINED;
  var n = 0.0;
  if (MEASURE == JACCARD) {
    n = sums[cell];
    let either = f32(raters(item) + raters(other)) - n;
    if (either > 0.0) {
      quotient = n / either;
    }
  } else if (MEASURE == PEARSON) {
    n = sums[plane(1u, cell)];
    quotient = correlation(n, cell);
  } else {
    let lengths = length[item] * length[other];
    if (lengths > 0.0) {
      quotient = sums[cell] / lengths;
    }
    if (COUNT == 1u) {
      n = sums[plane(1u, cell)];
    }
  }
  if (COUNT == 0u || quotient == UNDEFINED) {
    return quotient;
  }
  if (block.min_overlap > 1.0 && n < block.min_overlap) {
    return UNDEFINED;
  }
  return quotient * select(1.0, n / (n + block.shrinkage), block.shrinkage > 0.0);
}

fn raters(item: u32) -> u32 {
  return item_start[item + 1u] - item_start[item];
}

// Over those who rated both; undefined for fewer than two of them and where one item's ratings are all the same.
fn correlation(n: f32, cell: u32) -> f32 {
  let a = sums[plane(2u, cell)];
  let b = sums[plane(3u, cell)];
  let aa = sums[plane(4u, cell)];
  let bb = sums[plane(5u, cell)];
  let variance_a = n * aa - a * a;
  let variance_b = n * bb - b * b;
  if (n < 2.0 || variance_a <= 1e-6 * n * aa || variance_b <= 1e-6 * n * bb) {
    return UNDEFINED;
  }
  return (n * sums[cell] - a * b) / (sqrt(variance_a) * sqrt(variance_b));
}
