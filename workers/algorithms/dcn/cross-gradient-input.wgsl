// One thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    result[index] = dy[index] + along[index / uniforms.columns] * weights[index % uniforms.columns];
  }
}
