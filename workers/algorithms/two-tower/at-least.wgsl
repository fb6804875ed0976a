// One thread an element.

struct Bound {
  size: u32,
  least: f32,
}

@group(0) @binding(0) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(1) var<uniform> bound: Bound;

@compute @workgroup_size(64)
fn at_least(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < bound.size) {
    parameter[id.x] = max(parameter[id.x], bound.least);
  }
}
