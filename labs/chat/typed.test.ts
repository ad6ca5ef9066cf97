import { describe, expect, it } from 'vitest';
import { readMessage } from './typed.ts';

describe('what is typed under a room', () => {
  const names = ['Bob', 'Alice Dupont', 'Alice'];

  it('is for the room, unless it begins with a name', () => {
    expect(readMessage('  bonjour @Bob ', names)).toEqual({ kind: 'room', content: 'bonjour @Bob' });
    expect(readMessage('@Bob un secret', names)).toEqual({ kind: 'private', to: 'Bob', content: 'un secret' });
    expect(readMessage('@inconnu un secret', names)).toEqual({ kind: 'private', to: 'inconnu', content: 'un secret' });
  });

  it('finds names of several words among those who are here', () => {
    expect(readMessage('@Alice Dupont bonjour', names)).toEqual({
      kind: 'private',
      to: 'Alice Dupont',
      content: 'bonjour',
    });
    expect(readMessage('@Alice bonjour', names)).toEqual({ kind: 'private', to: 'Alice', content: 'bonjour' });
  });

  it('is never said aloud when words or a name are lacking', () => {
    expect(readMessage('   ', names)).toEqual({ kind: 'nothing' });
    expect(readMessage('@', names)).toEqual({ kind: 'unfinished', to: '' });
    expect(readMessage('@ secret', names)).toEqual({ kind: 'unfinished', to: '' });
    expect(readMessage('@Bob ', names)).toEqual({ kind: 'unfinished', to: 'Bob' });
  });
});
