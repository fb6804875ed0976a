// One workgroup a row: each thread adds up its share of the columns, the first adds the shares, always in the same order.
var<workgroup> share: array<f32, 64>;

fn main(index: i32) {
  let row = index / 64;
  let local = i32(localIndex);
  var sum = 0.0;
  if (row < uniforms.size) {
    for (var c = local; c < uniforms.columns; c += 64) {
      sum += a[row * uniforms.columns + c] * b[row * uniforms.columns + c];
    }
  }
  share[local] = sum;
  workgroupBarrier();
  if (row < uniforms.size && local == 0) {
    var total = 0.0;
    for (var thread = 0; thread < 64; thread++) {
      total += share[thread];
    }
    result[row] = total;
  }
}
