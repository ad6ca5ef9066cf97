// Reports in memory: two a person, each their own, for a quarter of an hour.
import { describe, expect, it } from 'vitest';
import { travailBounds } from '#contract/travail.ts';
import { manualClock } from '../../realtime/clock.ts';
import { createReports } from './reports.ts';
import { createSlots } from './slots.ts';

function start() {
  const clock = manualClock();
  const forgotten: string[] = [];
  const reports = createReports(clock, (owner, report) => void forgotten.push(`${owner} ${report}`));
  return { clock, forgotten, reports };
}

describe('reports that may be read', () => {
  it('are two a person, and the oldest one gives way', () => {
    const { reports, forgotten } = start();
    const [first, second] = [1, 2, 3].map((report) => reports.add('alice', report, `<p>${report}`).file);
    expect(forgotten).toEqual(['alice 1']);
    expect(reports.find('alice', first ?? '')).toBeNull();
    expect(reports.find('alice', second ?? '')).toEqual({ report: 2, html: '<p>2' });
    expect(reports.find('bob', second ?? '')).toBeNull();
  });

  it('are forgotten after a while, or when there are too many of everybody', () => {
    const { reports, forgotten, clock } = start();
    reports.add('alice', 1, '');
    clock.advance(travailBounds.keptMs);
    expect(forgotten).toEqual(['alice 1']);
    for (let person = 0; person < 61; person += 1) reports.add(`person ${person}`, 1, '');
    expect(forgotten).toEqual(['alice 1', 'person 0 1']);
  });
});

describe('places for work', () => {
  it('are given in the order in which they were asked for; who gives up is passed over', async () => {
    const slots = createSlots(1);
    const given: string[] = [];
    const take = (name: string) => {
      const slot = slots.take();
      void slot.granted.then(() => given.push(name));
      return slot;
    };
    const first = take('first');
    const second = take('second');
    take('third');
    second.free();
    await Promise.resolve();
    expect(given).toEqual(['first']);
    first.free();
    first.free();
    take('fourth');
    await Promise.resolve();
    expect(given).toEqual(['first', 'third']);
  });
});
