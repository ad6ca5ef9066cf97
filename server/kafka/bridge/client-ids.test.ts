import { describe, expect, it } from 'vitest';
import { consumerClientId, createClientIds, producerClientId } from './client-ids.ts';

describe('client ids of pages', () => {
  it('are plain for plain owners', () => {
    expect(producerClientId('p-3f2a')).toBe('page-p-3f2a');
    expect(consumerClientId('p-3f2a', 'c-12')).toBe('page-p-3f2a-c-12');
  });

  it('are ASCII, bounded and different for different owners', () => {
    const owners = ['élodie', 'èlodie', 'x'.repeat(100), 'x'.repeat(101), 'a b', 'a_b', ''];
    const ids = owners.map(producerClientId);
    expect(new Set(ids).size).toBe(owners.length);
    for (const id of ids) expect(id).toMatch(/^[a-zA-Z0-9._~-]{1,80}$/);
  });

  it('never confuse a producer with a consumer', () => {
    expect(producerClientId('a-c-1')).not.toBe(consumerClientId('a', 'c-1'));
  });

  it('are remembered up to a bound, the oldest forgotten first', () => {
    const ids = createClientIds(2);
    for (const owner of ['a', 'b', 'c']) ids.remember(owner, { owner, consumer: null });
    expect(ids.find('a')).toBeNull();
    expect(ids.find('c')).toEqual({ owner: 'c', consumer: null });
  });
});
