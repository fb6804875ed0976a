// The same for items whose features are few among many: only the terms that an item has are multiplied.
//   score = middle + half · Σ over its terms (profile · weight) / (|profile| |item| + 1e-8)

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
@group(0) @binding(4) var<storage, read> item_start: array<u32>;
@group(0) @binding(5) var<storage, read> term: array<u32>;
@group(0) @binding(6) var<storage, read> weight: array<f32>;
@group(0) @binding(7) var<storage, read_write> scores: array<f32>; // people × items

@compute @workgroup_size(64)
fn term_scores(
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
  for (var e = item_start[item]; e < item_start[item + 1u]; e++) {
    sum += profile[person * block.size + term[e]] * weight[e];
  }
  scores[cell] = block.middle + block.half * sum / (profile_length[person] * item_length[item] + 1e-8);
}
