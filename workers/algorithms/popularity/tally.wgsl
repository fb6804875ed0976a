// Adds up what a stretch of a list of entries adds to its items, WIDTH whole numbers an entry: one thread an entry.
// Integer atomics add up to the same in any order.

struct Stretch {
  first: u32,
  count: u32,
}

@group(0) @binding(0) var<uniform> stretch: Stretch;
@group(0) @binding(1) var<storage, read> items: array<u32>;
@group(0) @binding(2) var<storage, read> adds: array<u32>;
@group(0) @binding(3) var<storage, read_write> totals: array<atomic<u32>>;

@compute @workgroup_size(64)
fn tally(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let place = (group.y * groups.x + group.x) * 64u + thread;
  if (place >= stretch.count) {
    return;
  }
  let entry = stretch.first + place;
  for (var column = 0u; column < WIDTH; column++) {
    let amount = adds[entry * WIDTH + column];
    if (amount > 0u) {
      atomicAdd(&totals[items[entry] * WIDTH + column], amount);
    }
  }
}
