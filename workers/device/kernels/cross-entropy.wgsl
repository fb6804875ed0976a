// One workgroup: each thread sums its share of the rows, the first adds the shares, always in the same order.
var<workgroup> share: array<f32, 64>;

fn main(index: i32) {
  var sum = 0.0;
  for (var k = i32(localIndex); k < uniforms.n; k += 64) {
    let x = logits[k];
    sum += max(x, 0.0) - x * labels[k] + log(1.0 + exp(-abs(x)));
  }
  share[localIndex] = sum;
  workgroupBarrier();
  if (localIndex == 0u) {
    var total = 0.0;
    for (var thread = 0u; thread < 64u; thread++) {
      total += share[thread];
    }
    result[0] = total / f32(uniforms.n);
  }
}
