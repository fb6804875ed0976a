// Both sums of a column, row after row: one thread a column.
fn main(index: i32) {
  if (index < uniforms.columns) {
    let mean = statistics[index];
    let inverse = 1.0 / sqrt(statistics[uniforms.columns + index] + 1e-5);
    var sum = 0.0;
    var along = 0.0;
    for (var row = 0; row < uniforms.rows; row++) {
      let k = row * uniforms.columns + index;
      sum += dy[k];
      along += dy[k] * (x[k] - mean) * inverse;
    }
    result[index] = sum;
    result[uniforms.columns + index] = along;
  }
}
