// A sparse matrix (CSR) times a dense one, row-major: one thread a cell, entries of its row in their order.
// WIDTH, the columns of the dense one, is declared in front of this file.

@group(0) @binding(0) var<storage, read> start: array<u32>;
@group(0) @binding(1) var<storage, read> column: array<u32>;
@group(0) @binding(2) var<storage, read> value: array<f32>;
@group(0) @binding(3) var<storage, read> dense: array<f32>;
@group(0) @binding(4) var<storage, read_write> product: array<f32>;

const SIZE: u32 = 64u;

@compute @workgroup_size(SIZE)
fn sparse_dense(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let cell = (group.y * groups.x + group.x) * SIZE + local;
  if (cell >= arrayLength(&product)) {
    return;
  }
  let row = cell / WIDTH;
  let across = cell % WIDTH;
  var sum = 0.0;
  for (var e = start[row]; e < start[row + 1u]; e++) {
    sum += value[e] * dense[column[e] * WIDTH + across];
  }
  product[cell] = sum;
}
