// The sum over the pairs of an example's features: one thread an example.
fn main(index: i32) {
  if (index < uniforms.size) {
    let end = (index + 1) * uniforms.slots;
    var sum = 0.0;
    for (var a = index * uniforms.slots; a < end; a++) {
      if (weights[a] != 0.0) {
        let fieldOfA = fieldOf[ids[a]];
        for (var b = a + 1; b < end; b++) {
          if (weights[b] != 0.0) {
            let left = ids[a] * uniforms.width + fieldOf[ids[b]] * uniforms.factors;
            let right = ids[b] * uniforms.width + fieldOfA * uniforms.factors;
            var product = 0.0;
            for (var d = 0; d < uniforms.factors; d++) {
              product += table[left + d] * table[right + d];
            }
            sum += weights[a] * weights[b] * product;
          }
        }
      }
    }
    result[index] = sum;
  }
}
