// What the 64 threads of a workgroup hold, added up in the same order always, so that two runs agree to the last bit. Every
// thread gets the sum; all of them must ask.
var<workgroup> share: array<f32, 64>;

fn shared_sum(own: f32) -> f32 {
  share[localIndex] = own;
  workgroupBarrier();
  var sum = 0.0;
  for (var thread = 0; thread < 64; thread++) {
    sum += share[thread];
  }
  return sum;
}
