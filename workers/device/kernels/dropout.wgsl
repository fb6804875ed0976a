// Drops an element where the hash of its place under the key is below the threshold: one thread an element.
fn hash(place: u32, key: u32) -> u32 {
  var h = place * 0x9e3779b1u + key;
  h = (h ^ (h >> 16u)) * 0x21f0aaadu;
  h = (h ^ (h >> 15u)) * 0x735a2d97u;
  return h ^ (h >> 15u);
}

fn main(index: i32) {
  if (index < uniforms.size) {
    let kept = hash(u32(index), uniforms.key) >= uniforms.threshold;
    result[index] = select(0.0, x[index] * uniforms.scale, kept);
  }
}
