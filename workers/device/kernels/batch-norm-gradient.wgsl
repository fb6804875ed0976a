// One thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    let c = index % uniforms.columns;
    let inverse = 1.0 / sqrt(statistics[uniforms.columns + c] + 1e-5);
    let normed = (x[index] - statistics[c]) * inverse;
    let shared_by_all = (sums[c] + normed * sums[uniforms.columns + c]) / f32(uniforms.rows);
    result[index] = gamma[c] * inverse * (dy[index] - shared_by_all);
  }
}
