// One thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    result[index] = select(0.0, dy[index], y[index] > 0.0);
  }
}
