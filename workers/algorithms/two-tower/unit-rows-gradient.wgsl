// One workgroup a row: its threads share the columns.
var<workgroup> along_of: array<f32, 64>;

fn main(index: i32) {
  let row = index / 64;
  let local = i32(localIndex);
  let at = row * uniforms.columns;
  var squares = 0.0;
  var products = 0.0;
  if (row < uniforms.rows) {
    for (var c = local; c < uniforms.columns; c += 64) {
      squares += x[at + c] * x[at + c];
      products += x[at + c] * dy[at + c];
    }
  }
  along_of[local] = products;
  let length = max(sqrt(shared_sum(squares)), 1e-12);
  var along = 0.0;
  for (var thread = 0; thread < 64; thread++) {
    along += along_of[thread];
  }
  along /= length * length;
  if (row < uniforms.rows) {
    for (var c = local; c < uniforms.columns; c += 64) {
      result[at + c] = (dy[at + c] - x[at + c] * along) / length;
    }
  }
}
