import type { Layout } from './data.ts';
import { layoutOf } from './layout.ts';
import type { Link } from './layers.ts';

/** Boxes of many sizes, the same ones each time. */
function boxesOf(count: number): { width: number; height: number }[] {
  return Array.from({ length: count }, (_none, index) => ({
    width: 150 + ((index * 37) % 180),
    height: 60 + ((index * 53) % 400),
  }));
}

/** Pairs of boxes that cover each other, and boxes that stand out of the frame. */
function faults(boxes: readonly ({ width: number; height: number } | null)[], layout: Layout): string[] {
  const placed = boxes.flatMap((box, index) => {
    const corner = layout.corners[index];
    return box === null || corner === null || corner === undefined
      ? []
      : [{ index, box, x: corner[0], y: corner[1] }];
  });
  return placed.flatMap(({ index, box, x, y }) => [
    ...(x < 0 || y < 0 || x + box.width > layout.width || y + box.height > layout.height
      ? [`${index} out`]
      : []),
    ...placed
      .filter((other) => other.index > index)
      .filter((other) => x < other.x + other.box.width && other.x < x + box.width)
      .filter((other) => y < other.y + other.box.height && other.y < y + box.height)
      .map((other) => `${index} covers ${other.index}`),
  ]);
}

/** What refers to what in a schema: most to a few, some in circles, some to themselves. */
function linksOf(count: number): Link[] {
  return Array.from({ length: count }, (_none, index) => [
    { from: index, to: (index * 7) % 10 },
    { from: index, to: (index * index + 3) % count },
    { from: index, to: index },
  ])
    .flat()
    .filter(({ from }) => from % 4 !== 3)
    .filter(({ to }) => to % 4 !== 3);
}

test.each([0, 1, 2, 17, 400])(
  '%s boxes all have a place, none covers another, and none stands out',
  (count) => {
    const boxes = boxesOf(count);
    const layout = layoutOf(boxes, linksOf(count));
    expect(layout.corners.filter((corner) => corner !== null)).toHaveLength(count);
    expect(faults(boxes, layout)).toEqual([]);
  },
);

test('a fault would be seen', () => {
  const boxes = boxesOf(2);
  expect(
    faults(boxes, {
      corners: [
        [0, 0],
        [10, 10],
      ],
      width: 100,
      height: 1000,
    }),
  ).toEqual(['0 out', '0 covers 1', '1 out']);
});

test('what is referred to stands left of what refers to it', () => {
  const links = [
    { from: 1, to: 0 },
    { from: 2, to: 1 },
    { from: 2, to: 0 },
    { from: 3, to: 2 },
  ];
  const { corners } = layoutOf(boxesOf(4), links);
  for (const { from, to } of links) expect(corners[to]?.[0]).toBeLessThan(corners[from]?.[0] ?? 0);
});

test('a circle and a chain of thousands are laid out too', () => {
  const count = 5000;
  const chain = Array.from({ length: count }, (_none, index) => ({ from: index, to: (index + 1) % count }));
  const { corners } = layoutOf(boxesOf(count), chain);
  expect(corners.filter((corner) => corner !== null)).toHaveLength(count);
});

test('the same boxes and lines give the same picture', () => {
  expect(layoutOf(boxesOf(60), linksOf(60))).toEqual(layoutOf(boxesOf(60), linksOf(60)));
});

test('the picture has about the shape of its part of the screen, whether lines join the boxes or not', () => {
  for (const links of [[], linksOf(300)]) {
    const { width, height } = layoutOf(boxesOf(300), links);
    expect(width / height).toBeGreaterThan(0.6);
    expect(width / height).toBeLessThan(1.9);
  }
});

test('what is not shown has no place, and no line leads there', () => {
  const boxes = [...boxesOf(4), null];
  const { corners } = layoutOf(
    boxes,
    [
      { from: 0, to: 3 },
      { from: 0, to: 4 },
    ],
    (index) => index !== 3,
  );
  expect(corners.map((corner) => corner !== null)).toEqual([true, true, true, false, false]);
});
