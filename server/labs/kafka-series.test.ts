// The records of buttons reach every partition of the course's topic.
import { describe, expect, it } from 'vitest';
import { partitionOf } from '#labs/partitioners/index.ts';
import { burstRecords, demoRecords } from './kafka-series.ts';

const places = (records: { key: string | null }[]) =>
  new Set(records.map(({ key }) => (key === null ? -1 : partitionOf('murmur2', key, 3))));

describe('series of records', () => {
  it('reach all three partitions, from ten messages as from a burst', () => {
    expect(places(demoRecords())).toEqual(new Set([0, 1, 2]));
    expect(places(burstRecords(7, 7))).toEqual(new Set([0, 1, 2]));
  });

  it('have no key when none is asked for', () => {
    expect(burstRecords(3, 0).map(({ key }) => key)).toEqual([null, null, null]);
  });
});
