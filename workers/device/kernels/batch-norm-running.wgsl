// Means first, variances behind: one thread each.

struct Batch {
  size: u32,
  columns: u32,
  unbiased: f32,
}

@group(0) @binding(0) var<storage, read_write> kept: array<f32>;
@group(0) @binding(1) var<storage, read> statistics: array<f32>;
@group(0) @binding(2) var<uniform> batch: Batch;

@compute @workgroup_size(64)
fn running(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= batch.size) {
    return;
  }
  let now = statistics[k] * select(1.0, batch.unbiased, k >= batch.columns);
  kept[k] = 0.9 * kept[k] + 0.1 * now;
}
