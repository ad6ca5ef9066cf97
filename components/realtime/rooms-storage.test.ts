import { describe, expect, it } from 'vitest';
import { salonBounds } from '#labs/chat/salon.ts';
import { readRooms } from './rooms-storage.ts';

describe('the rooms kept by a browser', () => {
  it('are read as they were written, none of them included', () => {
    expect(readRooms('["general","salle 2"]')).toEqual(['general', 'salle 2']);
    expect(readRooms('[]')).toEqual([]);
  });

  it.each([null, '', 'x', '{', '{"rooms":["a"]}', '"general"', '12', 'true', '[1,2]', '["@bob"]', '[["a"]]'])(
    'are not taken from %s',
    (text) => {
      expect(readRooms(text)).toBeNull();
    },
  );

  it('are rooms that can be, each once, and no more than a page may be in', () => {
    expect(readRooms('["a","","@bob"," b","a",7,null,"c"]')).toEqual(['a', 'c']);
    const many = Array.from({ length: 50 }, (_, index) => `salle-${index}`);
    expect(readRooms(JSON.stringify(many))).toEqual(many.slice(0, salonBounds.rooms));
    expect(readRooms(JSON.stringify(['x'.repeat(1_000_000)]))).toBeNull();
  });
});
