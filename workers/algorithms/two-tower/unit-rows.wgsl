// One workgroup a row: its threads share the columns.
fn main(index: i32) {
  let row = index / 64;
  let local = i32(localIndex);
  let at = row * uniforms.columns;
  var own = 0.0;
  if (row < uniforms.rows) {
    for (var c = local; c < uniforms.columns; c += 64) {
      own += x[at + c] * x[at + c];
    }
  }
  let length = max(sqrt(shared_sum(own)), 1e-12);
  if (row < uniforms.rows) {
    for (var c = local; c < uniforms.columns; c += 64) {
      result[at + c] = x[at + c] / length;
    }
  }
}
