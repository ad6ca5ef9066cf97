import { describe, expect, it } from 'vitest';
import { kafkaLab } from '#labs/kafka/lab.ts';
import type { KafkaState, PartitionState } from '#labs/kafka/state.ts';
import { appended, play, record } from '#labs/kafka/testing/events.ts';
import { type Cell, cellsOf, flowCellsOf, isCalm, placeOf } from './cells.ts';

const t = 'demo-topic';
const first = (state: KafkaState): PartitionState => {
  const partition = state.topics[0]?.partitions[0];
  if (!partition) throw new Error('no partition');
  return partition;
};
const told = (cells: readonly Cell[]) =>
  cells.map((cell) =>
    cell.kind === 'record'
      ? cell.record.offset
      : cell.kind === 'gap'
        ? `…${cell.to - cell.from}${cell.span > 1 ? ` on ${cell.span}` : ''}`
        : `(${cell.offset})`,
  );
const ten = first(play([appended(t, 0, 0, Array(10).fill('k'))]));

describe('the cells of a lane', () => {
  it('end with the place of the next record', () => {
    expect(told(cellsOf(ten, 20))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, '(10)']);
  });

  it('never take more room than there is, and count what is left out', () => {
    expect(told(cellsOf(ten, 6))).toEqual(['…6', 6, 7, 8, 9, '(10)']);
    for (let width = 3; width < 14; width += 1) expect(cellsOf(ten, width).length).toBeLessThanOrEqual(width);
  });

  it('show the jump of a burst of which only the end is known', () => {
    const burst = { ...appended(t, 0, 10, []), count: 500, kept: [record(509, 'z')] };
    const partition = first(play([appended(t, 0, 0, Array(10).fill('k')), burst]));
    expect(told(cellsOf(partition, 6))).toEqual(['…8', 8, 9, '…499', 509, '(510)']);
  });

  it('are only the next offset when nothing was written', () => {
    expect(told(cellsOf(first(play([{ type: 'topic.created', topic: t, partitions: 1 }])), 6))).toEqual(['(0)']);
  });

  it('tell where an offset lies, in a gap as well', () => {
    const cells = cellsOf(ten, 6);
    expect([0, 5, 6, 9, 10, 99].map((offset) => placeOf(cells, offset))).toEqual([0, 0, 1, 4, 5, 5]);
  });
});

describe('a flow', () => {
  it('is told by its number and its last records, in the same room', () => {
    expect(told(flowCellsOf(ten, 9))).toEqual(['…7 on 5', 7, 8, 9, '(10)']);
    expect(told(flowCellsOf(ten, 4))).toEqual(['…8', 8, 9, '(10)']);
    const short = first(play([appended(t, 0, 0, ['a', 'b'])]));
    expect(told(flowCellsOf(short, 9))).toEqual([0, 1, '(2)']);
  });

  it('keeps the place of each offset: the middle of the number, or its own cell', () => {
    const cells = flowCellsOf(ten, 9);
    expect([0, 6, 7, 10].map((offset) => placeOf(cells, offset))).toEqual([2, 2, 5, 8]);
  });

  it('is more at once, or more within a second, than one can follow', () => {
    const at = (times: readonly number[]) =>
      first(
        times.reduce(
          (state, time, offset) => kafkaLab.fold(state, appended(t, 0, offset, ['k']), time),
          kafkaLab.initial(),
        ),
      );
    const every = (ms: number) => Array.from({ length: 20 }, (_, index) => 1_000 + index * ms);
    expect(isCalm(ten)).toBe(true);
    expect(isCalm(first(play([{ ...appended(t, 0, 0, ['k']), count: 13 }])))).toBe(false);
    expect(isCalm(at(every(50)))).toBe(false);
    expect(isCalm(at(every(100)))).toBe(true);
  });
});
