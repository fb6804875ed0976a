// How near every item of a block is to every person's profile: one thread a cell of people × items.
//   score = middle + half · (profile · item) / (|profile| |item| + 1e-8)

struct Block {
  people: u32,
  items: u32,
  size: u32,
  middle: f32,
  half: f32,
}

@group(0) @binding(0) var<uniform> block: Block;
@group(0) @binding(1) var<storage, read> profile: array<f32>; // people × size
@group(0) @binding(2) var<storage, read> profile_length: array<f32>;
@group(0) @binding(3) var<storage, read> item_length: array<f32>;
@group(0) @binding(4) var<storage, read> item_value: array<f32>; // items × size
@group(0) @binding(5) var<storage, read_write> scores: array<f32>; // people × items

@compute @workgroup_size(64)
fn profile_scores(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let cell = (group.y * groups.x + group.x) * 64u + local;
  if (cell >= block.people * block.items) {
    return;
  }
  let person = cell / block.items;
  let item = cell % block.items;
  var sum = 0.0;
  for (var f = 0u; f < block.size; f++) {
    sum += profile[person * block.size + f] * item_value[item * block.size + f];
  }
  scores[cell] = block.middle + block.half * sum / (profile_length[person] * item_length[item] + 1e-8);
}
