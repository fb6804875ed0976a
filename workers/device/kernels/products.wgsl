// The product of every query with every item: one thread a cell of queries × items.

struct Shape {
  queries: u32,
  items: u32,
  width: u32,
}

@group(0) @binding(0) var<uniform> shape: Shape;
@group(0) @binding(1) var<storage, read> query: array<f32>; // queries × width
@group(0) @binding(2) var<storage, read> item: array<f32>; // items × width
@group(0) @binding(3) var<storage, read_write> products: array<f32>; // queries × items

@compute @workgroup_size(64)
fn all_products(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let cell = (group.y * groups.x + group.x) * 64u + local;
  if (cell >= shape.queries * shape.items) {
    return;
  }
  let own = (cell / shape.items) * shape.width;
  let other = (cell % shape.items) * shape.width;
  var sum = 0.0;
  for (var d = 0u; d < shape.width; d++) {
    sum += query[own + d] * item[other + d];
  }
  products[cell] = sum;
}
