// The weighted sum over the places that looked a row up, in ascending order: one thread an element of the table.
fn main(index: i32) {
  if (index < uniforms.size) {
    let row = index / uniforms.width;
    let column = index % uniforms.width;
    var sum = 0.0;
    for (var k = start[row]; k < start[row + 1]; k++) {
      let place = order[k];
      sum += weights[place] * dy[bagOf[place] * uniforms.width + column];
    }
    result[index] = sum;
  }
}
