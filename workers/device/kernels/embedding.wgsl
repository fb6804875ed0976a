// A row of a table for each id: one thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    let place = index / uniforms.width;
    result[index] = table[ids[place] * uniforms.width + index % uniforms.width];
  }
}
