// Bytes for people: text when they are text, base64 when not, cut between characters.

import { expect, it } from 'vitest';
import { shownBytes } from './shown-bytes.ts';

const utf8 = (text: string) => Buffer.from(text);

it('shows text as text and null as null', () => {
  expect(shownBytes(null, 10)).toBeNull();
  expect(shownBytes(utf8(''), 10)).toEqual({ text: '', encoding: 'utf8', size: 0 });
  expect(shownBytes(utf8('été 🎈'), 100)).toEqual({ text: 'été 🎈', encoding: 'utf8', size: 10 });
});

it('shows other bytes in base64', () => {
  expect(shownBytes(Buffer.from([0xff, 0xfe]), 10)).toEqual({ text: '//4=', encoding: 'base64', size: 2 });
  expect(shownBytes(Buffer.from([0, 0, 0, 1]), 10)?.encoding).toBe('base64');
});

it('cuts long values, never inside a character', () => {
  expect(shownBytes(utf8('éééé'), 3)).toEqual({ text: 'é', encoding: 'utf8', size: 8, cut: true });
  expect(shownBytes(Buffer.alloc(100, 0xff), 10)).toEqual({
    text: Buffer.alloc(9, 0xff).toString('base64'),
    encoding: 'base64',
    size: 100,
    cut: true,
  });
});
