// One workgroup a row: its threads share the columns.
fn main(index: i32) {
  let row = index / 64;
  let local = i32(localIndex);
  var own = 0.0;
  if (row < uniforms.size) {
    for (var c = local; c < uniforms.columns; c += 64) {
      own += a[row * uniforms.columns + c] * b[row * uniforms.columns + c];
    }
  }
  let total = shared_sum(own);
  if (row < uniforms.size && local == 0) {
    result[row] = total;
  }
}
