import { expect, it } from 'vitest';
import { manualClock } from '../clock.ts';
import { Admission } from './admission.ts';

const limits = {
  maxConnections: 3,
  maxConnectionsPerAddress: 2,
  maxRequestsPerSecond: 10,
  maxBufferedBytes: 100,
  maxUnsentBytes: 1_000,
};

it('counts connections altogether and by address, and gives seats back once', () => {
  const admission = new Admission(limits, manualClock());
  const first = admission.admit('a');
  expect(typeof admission.admit('a')).toBe('object');
  expect(admission.admit('a')).toBe('more than 2 connections from a');
  expect(typeof admission.admit('b')).toBe('object');
  expect(admission.admit('c')).toBe('more than 3 connections');
  if (typeof first === 'string') throw new Error(first);
  first.leave();
  first.leave();
  expect(typeof admission.admit('a')).toBe('object');
  expect(admission.admit('a')).toContain('more than');
});

it('makes all connections of a hasty address wait, and no other', () => {
  const clock = manualClock();
  const admission = new Admission(limits, clock);
  const [one, same, other] = [admission.admit('a'), admission.admit('a'), admission.admit('b')];
  if (typeof one === 'string' || typeof same === 'string' || typeof other === 'string') throw new Error('no seat');
  for (let count = 0; count < 10; count += 1) expect(one.pace()).toBe(0);
  expect(same.pace()).toBe(100);
  expect(other.pace()).toBe(0);
  clock.advance(1_000);
  expect(same.pace()).toBe(0);
});

it('closes the connection stuck longest when unread replies grow over the limit', () => {
  const admission = new Admission(limits, manualClock());
  const closed: string[] = [];
  const stuck = (name: string) => ({ close: () => void closed.push(name) });
  const [a, b, c] = [stuck('a'), stuck('b'), stuck('c')];
  admission.stuck(a, 400);
  admission.stuck(b, 400);
  expect([admission.unsent, admission.replyRoom]).toEqual([800, 200]);
  admission.freed(a);
  admission.stuck(a, 400);
  admission.stuck(c, 400);
  expect([closed, admission.unsent]).toEqual([['b'], 800]);
  admission.stuck(b, 5_000);
  expect([closed, admission.unsent]).toEqual([['b', 'a', 'c', 'b'], 0]);
});
