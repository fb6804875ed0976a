// Mean, then variance around it, of a column, row after row: one thread a column.
fn main(index: i32) {
  if (index < uniforms.columns) {
    var sum = 0.0;
    for (var row = 0; row < uniforms.rows; row++) {
      sum += x[row * uniforms.columns + index];
    }
    let mean = sum / f32(uniforms.rows);
    var squares = 0.0;
    for (var row = 0; row < uniforms.rows; row++) {
      let off = x[row * uniforms.columns + index] - mean;
      squares += off * off;
    }
    result[index] = mean;
    result[uniforms.columns + index] = squares / f32(uniforms.rows);
  }
}
