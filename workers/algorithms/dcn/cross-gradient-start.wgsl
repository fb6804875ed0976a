// One workgroup a row, as in the way forward: x · w once more, times what comes back.
fn main(index: i32) {
  let local = i32(localIndex);
  let first = index / 64 * uniforms.columns;
  var own = 0.0;
  if (first < uniforms.size) {
    for (var c = local; c < uniforms.columns; c += 64) {
      own += x[first + c] * weights[c];
    }
  }
  let along = shared_sum(own);
  if (first < uniforms.size) {
    for (var c = local; c < uniforms.columns; c += 64) {
      result[first + c] = dy[first + c] * along;
    }
  }
}
