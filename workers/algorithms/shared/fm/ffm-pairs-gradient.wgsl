// The sum over what a feature meets of one field, place by place: one thread an element of the table.
fn main(index: i32) {
  if (index < uniforms.size) {
    let row = index / uniforms.width;
    let column = index % uniforms.width;
    let toward = column / uniforms.factors;
    let own = fieldOf[row] * uniforms.factors + column % uniforms.factors;
    var sum = 0.0;
    for (var k = start[row]; k < start[row + 1]; k++) {
      let place = order[k];
      let first = place / uniforms.slots * uniforms.slots;
      let scale = dy[place / uniforms.slots] * weights[place];
      for (var other = first; other < first + uniforms.slots; other++) {
        if (other != place && weights[other] != 0.0 && fieldOf[ids[other]] == toward) {
          sum += scale * weights[other] * table[ids[other] * uniforms.width + own];
        }
      }
    }
    result[index] = sum;
  }
}
