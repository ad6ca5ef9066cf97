import { describe, expect, it } from 'vitest';
import type { PresenceState } from '#contract/chat.ts';
import { nextPresence, type PresenceMove } from './presence.ts';

const along = (...moves: PresenceMove[]): PresenceState => moves.reduce(nextPresence, 'offline' as PresenceState);

describe('presence', () => {
  it('goes through its four states as a person connects, rests and leaves', () => {
    expect(along('connect')).toBe('connecting');
    expect(along('connect', 'accepted')).toBe('online');
    expect(along('connect', 'accepted', 'idle')).toBe('away');
    expect(along('connect', 'accepted', 'idle', 'active')).toBe('online');
    expect(along('connect', 'accepted', 'gone')).toBe('offline');
  });

  it('is nobody’s when it was refused, and waits for who lost the link', () => {
    expect(along('connect', 'refused')).toBe('offline');
    expect(along('connect', 'accepted', 'lost')).toBe('connecting');
    expect(along('connect', 'accepted', 'idle', 'lost', 'accepted')).toBe('online');
    expect(along('connect', 'accepted', 'lost', 'gone')).toBe('offline');
  });

  it('stays where it is when a move means nothing there', () => {
    expect(along('active', 'idle', 'lost', 'gone', 'accepted')).toBe('offline');
    expect(along('connect', 'idle')).toBe('connecting');
  });
});
