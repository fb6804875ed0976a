// A weighted sum of rows of a table for each bag: one thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    let own = index / uniforms.width;
    let column = index % uniforms.width;
    var sum = 0.0;
    for (var k = bagStart[own]; k < bagStart[own + 1]; k++) {
      sum += weights[k] * table[ids[k] * uniforms.width + column];
    }
    result[index] = sum;
  }
}
