// The k largest values of each row, only positive ones unless ANY is 1, by value downwards, then index upwards: one workgroup a row. Every thread
// offers the best of its own values; a round takes the best offer, and only the thread that made it looks again, for
// what comes next after it. Nothing needs to be marked as taken.

struct Shape {
  rows: u32,
  columns: u32,
  k: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> values: array<f32>; // rows × columns
@group(0) @binding(2) var<storage, read_write> best_ids: array<u32>; // rows × k
@group(0) @binding(3) var<storage, read_write> best_values: array<f32>; // rows × k; 0 where there are fewer than k

const SIZE: u32 = 64u;
const NONE: f32 = -1e30;
const NOBODY: u32 = 0xffffffffu;

struct Pick {
  value: f32,
  id: u32,
}

const SIDE: u32 = 8u; // SIZE = SIDE × SIDE

var<workgroup> offers: array<Pick, SIZE>;
var<workgroup> finals: array<Pick, SIDE>;

fn before(a: Pick, b: Pick) -> bool {
  return a.value > b.value || (a.value == b.value && a.id < b.id);
}

fn better(a: Pick, b: Pick) -> Pick {
  if (before(a, b)) {
    return a;
  }
  return b;
}

@compute @workgroup_size(SIZE)
fn top_k(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = group.y * groups.x + group.x;
  if (row >= shape.rows) {
    return;
  }
  var offer = next(row, local, Pick(-NONE, 0u));
  for (var rank = 0u; rank < shape.k; rank++) {
    offers[local] = offer;
    workgroupBarrier();
    if (local < SIDE) {
      var best = offers[local * SIDE];
      for (var t = 1u; t < SIDE; t++) {
        best = better(best, offers[local * SIDE + t]);
      }
      finals[local] = best;
    }
    workgroupBarrier();
    var best = finals[0];
    for (var t = 1u; t < SIDE; t++) {
      best = better(best, finals[t]);
    }
    if (local == 0u) {
      best_ids[row * shape.k + rank] = best.id;
      best_values[row * shape.k + rank] = select(max(best.value, 0.0), best.value, ANY == 1u && best.id != NOBODY);
    }
    if (best.id == offer.id && best.id != NOBODY) {
      offer = next(row, local, offer);
    }
  }
}

// The best of a thread's values that comes after `last`.
fn next(row: u32, local: u32, last: Pick) -> Pick {
  var best = Pick(NONE, NOBODY);
  for (var i = local; i < shape.columns; i += SIZE) {
    let candidate = Pick(values[row * shape.columns + i], i);
    if ((ANY == 1u || candidate.value > 0.0) && before(last, candidate)) {
      best = better(best, candidate);
    }
  }
  return best;
}
