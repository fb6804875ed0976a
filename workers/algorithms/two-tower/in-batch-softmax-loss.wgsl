// One workgroup: its threads share the rows.
fn main(index: i32) {
  var own = 0.0;
  for (var k = i32(localIndex); k < uniforms.batch; k += 64) {
    own += normalizers[k] - (dots[k * uniforms.batch + k] / temperature[0] - logQ[k]);
  }
  let total = shared_sum(own);
  if (localIndex == 0u) {
    result[0] = total / f32(uniforms.batch);
  }
}
