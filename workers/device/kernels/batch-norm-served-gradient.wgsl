// One thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    let c = index % uniforms.columns;
    result[index] = gamma[c] / sqrt(statistics[uniforms.columns + c] + 1e-5) * dy[index];
  }
}
