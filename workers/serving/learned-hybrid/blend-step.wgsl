// One step of learning how to weigh several predictions of the same thing: the loss of a batch, its gradient, and Adam
// (Kingma & Ba 2015, in PyTorch's arithmetic), all by one workgroup. A thread takes every SIZE-th example; the sums are
// added up in the order of the threads. In front of this file: PARTS, BCE (1: cross-entropy of the logit, 0: squared
// error) and AFFINE (1: scale and bias are learned, 0: they stay as they are).

struct Step {
  count: u32, // examples in the batch
  size: f32, // of the step: the rate over 1 − β₁ᵗ
  spread: f32, // 1 / √(1 − β₂ᵗ)
}

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> predictions: array<f32>; // examples × PARTS
@group(0) @binding(2) var<storage, read> targets: array<f32>;
@group(0) @binding(3) var<storage, read> batch: array<u32>; // which examples
@group(0) @binding(4) var<storage, read_write> parameters: array<f32>; // a weight a part before the softmax, scale, bias
@group(0) @binding(5) var<storage, read_write> moments: array<f32>; // first, then second, a parameter each
@group(0) @binding(6) var<storage, read_write> learned: array<f32>; // the loss, then the gradient
@group(0) @binding(7) var<storage, read_write> outputs: array<f32>; // of the batch

const SIZE: u32 = 64u;
const COUNT: u32 = PARTS + 2u; // parameters
const SUMS: u32 = PARTS + 3u; // loss, then Σ δ·prediction of each part, Σ δ·blend, Σ δ

var<workgroup> sums: array<f32, SIZE * SUMS>;

@compute @workgroup_size(SIZE)
fn blend_step(@builtin(local_invocation_index) local: u32) {
  var weights: array<f32, PARTS>;
  var highest = parameters[0];
  for (var m = 1u; m < PARTS; m++) {
    highest = max(highest, parameters[m]);
  }
  var whole = 0.0;
  for (var m = 0u; m < PARTS; m++) {
    weights[m] = exp(parameters[m] - highest);
    whole += weights[m];
  }
  for (var m = 0u; m < PARTS; m++) {
    weights[m] /= whole;
  }
  let scale = parameters[PARTS];
  let bias = parameters[PARTS + 1u];

  for (var s = 0u; s < SUMS; s++) {
    sums[local * SUMS + s] = 0.0;
  }
  for (var e = local; e < step.count; e += SIZE) {
    let example = batch[e];
    var blend = 0.0;
    for (var m = 0u; m < PARTS; m++) {
      blend += weights[m] * predictions[example * PARTS + m];
    }
    let output = scale * blend + bias;
    outputs[e] = output;
    let target_value = targets[example];
    var loss = 0.0;
    var delta = 0.0;
    if (BCE == 1u) {
      let small = exp(-abs(output));
      loss = max(output, 0.0) - output * target_value + log(1.0 + small);
      delta = select(small, 1.0, output >= 0.0) / (1.0 + small) - target_value;
    } else {
      let off = output - target_value;
      loss = off * off;
      delta = 2.0 * off;
    }
    sums[local * SUMS] += loss;
    for (var m = 0u; m < PARTS; m++) {
      sums[local * SUMS + 1u + m] += delta * predictions[example * PARTS + m];
    }
    sums[local * SUMS + PARTS + 1u] += delta * blend;
    sums[local * SUMS + PARTS + 2u] += delta;
  }
  workgroupBarrier();
  if (local < SUMS) {
    var sum = 0.0;
    for (var t = 0u; t < SIZE; t++) {
      sum += sums[t * SUMS + local];
    }
    sums[local] = sum / f32(step.count);
  }
  workgroupBarrier();
  if (local == 0u) {
    learned[0] = sums[0];
    for (var m = 0u; m < PARTS; m++) {
      learned[1u + m] = scale * weights[m] * (sums[1u + m] - sums[PARTS + 1u]);
    }
    learned[PARTS + 1u] = select(0.0, sums[PARTS + 1u], AFFINE == 1u);
    learned[PARTS + 2u] = select(0.0, sums[PARTS + 2u], AFFINE == 1u);
    for (var p = 0u; p < COUNT; p++) {
      let gradient = learned[1u + p];
      let first = 0.9 * moments[p] + 0.1 * gradient;
      let second = 0.999 * moments[COUNT + p] + 0.001 * gradient * gradient;
      moments[p] = first;
      moments[COUNT + p] = second;
      parameters[p] -= step.size * first / (sqrt(second) * step.spread + 1e-8);
    }
  }
}
