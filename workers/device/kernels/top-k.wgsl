// The k largest positive values of each row, by value downwards, then index upwards: one workgroup a row, one round
// a rank. A round takes the best of what comes after the last pick, so that nothing needs to be marked as taken.

struct Shape {
  rows: u32,
  columns: u32,
  k: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> values: array<f32>; // rows × columns
@group(0) @binding(2) var<storage, read_write> best_ids: array<u32>; // rows × k
@group(0) @binding(3) var<storage, read_write> best_values: array<f32>; // rows × k; 0 where there are fewer than k

const SIZE: u32 = 128u;
const NONE: f32 = -1e30;
const NOBODY: u32 = 0xffffffffu;

struct Pick {
  value: f32,
  id: u32,
}

var<workgroup> picks: array<Pick, SIZE>;

fn before(a: Pick, b: Pick) -> bool {
  return a.value > b.value || (a.value == b.value && a.id < b.id);
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
  let offset = row * shape.columns;
  var last = Pick(-NONE, 0u);
  for (var rank = 0u; rank < shape.k; rank++) {
    var best = Pick(NONE, NOBODY);
    if (last.value > 0.0) {
      for (var i = local; i < shape.columns; i += SIZE) {
        let candidate = Pick(values[offset + i], i);
        if (candidate.value > 0.0 && before(last, candidate) && before(candidate, best)) {
          best = candidate;
        }
      }
    }
    picks[local] = best;
    for (var half = SIZE / 2u; half > 0u; half /= 2u) {
      workgroupBarrier();
      if (local < half && before(picks[local + half], picks[local])) {
        picks[local] = picks[local + half];
      }
    }
    workgroupBarrier();
    last = picks[0];
    if (local == 0u) {
      best_ids[row * shape.k + rank] = last.id;
      best_values[row * shape.k + rank] = max(last.value, 0.0);
    }
    workgroupBarrier();
  }
}
