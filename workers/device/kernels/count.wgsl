// Counts a stretch of a list of items: one thread an entry. Integer atomics add up to the same in any order.

struct Stretch {
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> stretch: Stretch;
@group(0) @binding(1) var<storage, read> items: array<u32>;
@group(0) @binding(2) var<storage, read> counts_for: array<u32>;
@group(0) @binding(3) var<storage, read_write> counts: array<atomic<u32>>;

@compute @workgroup_size(64)
fn count(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let place = (group.y * groups.x + group.x) * 64u + thread;
  if (place >= stretch.count) {
    return;
  }
  let entry = stretch.first + place;
  if (counts_for[entry] == 1u) {
    atomicAdd(&counts[items[entry]], 1u);
  }
}
