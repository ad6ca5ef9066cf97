// A person whose pages are at several servers, some of which are lost.
import { expect, it } from 'vitest';
import { manualClock } from './clock.ts';
import { createHolders } from './holders.ts';

function start() {
  const clock = manualClock();
  const told: string[] = [];
  const away = (id: string): void => void told.push(`${id} away`);
  const gone = (id: string): void => void told.push(`${id} gone`);
  return { clock, told, holders: createHolders<string>({ clock, away, gone }) };
}

it('is away when no server has a page of theirs, and gone when none waits for them', () => {
  const { holders, told } = start();
  for (const server of ['a', 'b']) holders.entered(server, 'ada');
  holders.away('a', 'ada');
  holders.gone('a', 'ada');
  expect(told).toEqual([]);
  holders.away('b', 'ada');
  holders.gone('b', 'ada');
  expect(told).toEqual(['ada away', 'ada gone']);
});

it('is away at once when their server is lost, and gone half a minute later', () => {
  const { holders, told, clock } = start();
  holders.entered('a', 'ada');
  holders.lost('a');
  expect(told).toEqual(['ada away']);
  clock.advance(30_000);
  expect(told).toEqual(['ada away', 'ada gone']);
});

it('stays when they come back by another server, and nothing of the lost one is left', () => {
  const { holders, told, clock } = start();
  holders.entered('a', 'ada');
  holders.lost('a');
  holders.entered('b', 'ada');
  clock.advance(60_000);
  expect(told).toEqual(['ada away']);
  holders.gone('b', 'ada');
  expect(told).toEqual(['ada away', 'ada away', 'ada gone']);
});

it('is waited for when another server leads, five seconds before they are away', () => {
  const { holders, told, clock } = start();
  for (const id of ['ada', 'bob']) holders.expect(id);
  holders.entered('a', 'ada');
  clock.advance(5_000);
  expect(told).toEqual(['bob away']);
  clock.advance(30_000);
  expect(told).toEqual(['bob away', 'bob gone']);
});
