// One thread an element.
fn main(index: i32) {
  if (index < uniforms.size) {
    let row = index / uniforms.batch;
    let k = index % uniforms.batch;
    let scale = dy[0] / (f32(uniforms.batch) * temperature[0]);
    if (k != row && ids[k] == ids[row]) {
      result[index] = 0.0;
    } else {
      let share = exp(dots[index] / temperature[0] - logQ[k] - normalizers[row]);
      result[index] = scale * (share - select(0.0, 1.0, k == row));
    }
  }
}
