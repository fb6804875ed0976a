// One workgroup a row: its threads share the columns. First the largest logit, so that no exponential overflows.
var<workgroup> largest_of: array<f32, 64>;

fn logit(row: i32, k: i32) -> f32 {
  if (k != row && ids[k] == ids[row]) {
    return -1e30;
  }
  return dots[row * uniforms.batch + k] / temperature[0] - logQ[k];
}

fn main(index: i32) {
  let row = min(index / 64, uniforms.batch - 1);
  let local = i32(localIndex);
  var largest = -1e30;
  for (var k = local; k < uniforms.batch; k += 64) {
    largest = max(largest, logit(row, k));
  }
  largest_of[local] = largest;
  workgroupBarrier();
  for (var thread = 0; thread < 64; thread++) {
    largest = max(largest, largest_of[thread]);
  }
  var own = 0.0;
  for (var k = local; k < uniforms.batch; k += 64) {
    own += exp(logit(row, k) - largest);
  }
  let total = shared_sum(own);
  if (index / 64 < uniforms.batch && local == 0) {
    result[row] = largest + log(total);
  }
}
