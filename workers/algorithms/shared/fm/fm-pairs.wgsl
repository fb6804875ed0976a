// Half the squares of an example's sums less the sum of its squares: one thread an example.
fn main(index: i32) {
  if (index < uniforms.size) {
    var sum = 0.0;
    for (var d = 0; d < uniforms.width; d++) {
      let s = sums[index * uniforms.width + d];
      sum += s * s;
    }
    for (var place = index * uniforms.slots; place < (index + 1) * uniforms.slots; place++) {
      let x = weights[place];
      if (x != 0.0) {
        let row = ids[place] * uniforms.width;
        for (var d = 0; d < uniforms.width; d++) {
          let v = x * table[row + d];
          sum -= v * v;
        }
      }
    }
    result[index] = 0.5 * sum;
  }
}
