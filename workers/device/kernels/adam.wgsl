// One step of Adam, one thread an element.

struct Step {
  size: u32,
  decay: f32,
  rate: f32,
  root: f32,
}

@group(0) @binding(0) var<storage, read_write> parameter: array<f32>;
@group(0) @binding(1) var<storage, read_write> mean: array<f32>;
@group(0) @binding(2) var<storage, read_write> square: array<f32>;
@group(0) @binding(3) var<storage, read> gradient: array<f32>;
@group(0) @binding(4) var<uniform> step: Step;

@compute @workgroup_size(64)
fn adam(@builtin(global_invocation_id) id: vec3u) {
  let k = id.x;
  if (k >= step.size) {
    return;
  }
  let g = gradient[k] + step.decay * parameter[k];
  let m = 0.9 * mean[k] + 0.1 * g;
  let v = 0.999 * square[k] + 0.001 * g * g;
  mean[k] = m;
  square[k] = v;
  parameter[k] -= step.rate * m / (sqrt(v) * step.root + 1e-8);
}
