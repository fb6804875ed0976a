// The sum over the places of a row, in ascending order: one thread an element of the table.
fn main(index: i32) {
  if (index < uniforms.size) {
    let row = index / uniforms.width;
    let column = index % uniforms.width;
    let v = table[index];
    var sum = 0.0;
    for (var k = start[row]; k < start[row + 1]; k++) {
      let place = order[k];
      let example = place / uniforms.slots;
      let x = weights[place];
      sum += dy[example] * x * (sums[example * uniforms.width + column] - x * v);
    }
    result[index] = sum;
  }
}
