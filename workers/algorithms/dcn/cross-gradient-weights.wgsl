// A column's sum, row after row: one thread a column.
fn main(index: i32) {
  if (index < uniforms.size) {
    var sum = 0.0;
    for (var row = 0; row < uniforms.rows; row++) {
      sum += along[row] * x[row * uniforms.size + index];
    }
    result[index] = sum;
  }
}
