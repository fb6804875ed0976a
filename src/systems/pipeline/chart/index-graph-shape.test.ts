import { expect, test } from 'vitest'
import { movesOf, onPlane, planesOf, unitPlaces } from './index-graph-shape.ts'

test('layers lie above each other, the lowest with most of the room, and points on them', () => {
  for (const layers of [1, 2, 4]) {
    const planes = planesOf(layers, 600, 400)
    expect(planes).toHaveLength(layers)
    expect(planes[0]!.bottom).toBeCloseTo(400)
    expect(planes.at(-1)!.top).toBe(0)
    for (let layer = 1; layer < layers; layer++) {
      expect(planes[layer]!.bottom).toBeLessThan(planes[layer - 1]!.top)
      expect(planes[layer]!.bottom - planes[layer]!.top).toBeLessThan(planes[0]!.bottom - planes[0]!.top)
    }
    for (const plane of planes)
      for (const [u, v] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const [x, y] = onPlane(plane, u, v)
        expect(x).toBeGreaterThan(0)
        expect(x).toBeLessThan(600)
        expect(y).toBeGreaterThan(plane.top)
        expect(y).toBeLessThan(plane.bottom)
      }
  }
})

test('places are spread without changing their order, and what lies beyond stands at the edge', () => {
  const places = Float32Array.of(0, 0, 0.001, 1, 0.002, 2, 10, 3)
  const unit = unitPlaces(places)
  const xs = [0, 1, 2, 3].map((point) => unit(places, point)[0])
  expect(xs).toEqual(xs.toSorted((a, b) => a - b))
  expect(xs[0]).toBe(0)
  expect(xs[3]).toBe(1)
  expect(xs[1]! - xs[0]!).toBeGreaterThan(0.1)
  expect(unit([-5, 99], 0)).toEqual([0, 1])
})

test('a hop comes from the one that first compared its node, or down from the layer above', () => {
  const moves = movesOf([
    { layer: 1, node: 4, compared: [2] },
    { layer: 1, node: 2, compared: [4] },
    { layer: 0, node: 2, compared: [5, 6] },
    { layer: 0, node: 6, compared: [7, 5] },
    { layer: 0, node: 5, compared: [] },
  ])
  expect(moves).toEqual([
    { hop: 1, from: 4, to: 2, layer: 1, down: false },
    { hop: 2, from: 2, to: 2, layer: 0, down: true },
    { hop: 3, from: 2, to: 6, layer: 0, down: false },
    { hop: 4, from: 2, to: 5, layer: 0, down: false },
  ])
  expect(movesOf([])).toEqual([])
})
