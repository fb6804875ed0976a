// One workgroup: its threads share the rows.
fn main(index: i32) {
  var own = 0.0;
  for (var k = i32(localIndex); k < uniforms.n; k += 64) {
    let x = logits[k];
    own += max(x, 0.0) - x * labels[k] + log(1.0 + exp(-abs(x)));
  }
  let total = shared_sum(own);
  if (localIndex == 0u) {
    result[0] = total / f32(uniforms.n);
  }
}
