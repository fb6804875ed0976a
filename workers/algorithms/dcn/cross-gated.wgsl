// One thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    result[index] = start[index] * z[index] + x[index];
  }
}
