// One thread a row.
fn main(index: i32) {
  if (index < uniforms.size) {
    result[index] = dy[0] / f32(uniforms.size) * (1.0 / (1.0 + exp(-logits[index])) - labels[index]);
  }
}
