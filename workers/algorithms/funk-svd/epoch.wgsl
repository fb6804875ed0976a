// One stratum of an epoch of stochastic gradient descent on biases and factors (Koren, Bell & Volinsky 2009, eq. 5;
// the schedule: Gemulla et al. 2011). One workgroup a block of ratings, in the block's order: no other block of the
// stratum has a person or an item of this one. A row is a bias, then the factors; a thread has the same places of every
// row throughout, so only the products have to be shared. STRIDE, factors + 1, is declared in front of this file.

struct Epoch {
  mean: f32,
  rate: f32,
  regularization: f32,
}

struct Stratum {
  first: u32, // block
  blocks: u32,
}

@group(0) @binding(0) var<uniform> epoch: Epoch;
@group(0) @binding(1) var<uniform> stratum: Stratum;
@group(0) @binding(2) var<storage, read> start: array<u32>; // of each block's ratings
@group(0) @binding(3) var<storage, read> person_of: array<u32>;
@group(0) @binding(4) var<storage, read> item_of: array<u32>;
@group(0) @binding(5) var<storage, read> rating_of: array<f32>;
@group(0) @binding(6) var<storage, read_write> people: array<f32>; // people × STRIDE
@group(0) @binding(7) var<storage, read_write> items: array<f32>; // items × STRIDE

const SIZE: u32 = 32u;

// Two, in turns: while some threads still add up one rating's products, others may write the next one's.
var<workgroup> products: array<f32, 2u * SIZE>;

@compute @workgroup_size(SIZE)
fn descend(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  if (group.x >= stratum.blocks) {
    return;
  }
  let block = stratum.first + group.x;
  let end = start[block + 1u];
  for (var e = start[block]; e < end; e++) {
    let person = person_of[e] * STRIDE;
    let item = item_of[e] * STRIDE;
    var product = 0.0;
    for (var f = local; f < STRIDE; f += SIZE) {
      if (f == 0u) {
        product += people[person] + items[item];
      } else {
        product += people[person + f] * items[item + f];
      }
    }
    let turn = (e & 1u) * SIZE;
    products[turn + local] = product;
    workgroupBarrier();
    var predicted = epoch.mean;
    for (var t = 0u; t < SIZE; t++) {
      predicted += products[turn + t];
    }
    let error = rating_of[e] - predicted;
    for (var f = local; f < STRIDE; f += SIZE) {
      let p = people[person + f];
      let q = items[item + f];
      people[person + f] = p + epoch.rate * (error * select(q, 1.0, f == 0u) - epoch.regularization * p);
      items[item + f] = q + epoch.rate * (error * select(p, 1.0, f == 0u) - epoch.regularization * q);
    }
  }
}
