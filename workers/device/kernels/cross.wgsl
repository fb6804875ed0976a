// One workgroup a row: its threads share the product x · w, and add their parts of it in the same order always.
var<workgroup> share: array<f32, 64>;

fn main(index: i32) {
  let row = index / 64;
  let local = i32(localIndex);
  let first = row * uniforms.columns;
  var sum = 0.0;
  if (first < uniforms.size) {
    for (var c = local; c < uniforms.columns; c += 64) {
      sum += x[first + c] * weights[c];
    }
  }
  share[local] = sum;
  workgroupBarrier();
  if (first < uniforms.size) {
    var along = 0.0;
    for (var thread = 0; thread < 64; thread++) {
      along += share[thread];
    }
    for (var c = local; c < uniforms.columns; c += 64) {
      result[first + c] = start[first + c] * along + bias[c] + x[first + c];
    }
  }
}
