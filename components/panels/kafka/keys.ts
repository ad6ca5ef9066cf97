// A record's key has a colour and a short label; a group has a colour and a shape. Never colour alone.
import type { ShownBytes } from '#contract/kafka-events.ts';
import { murmur2 } from '#labs/partitioners/murmur2.ts';
import { utf8 } from '#labs/partitioners/utf8.ts';

const keyColours = 7;

/** CSS variables of a key: the same key always has the same colour. Numbered keys (`capteur-1` to `capteur-7`) all differ. */
export function keyStyle(key: ShownBytes | null): { background: string; color: string } {
  const colour = key === null ? 'none' : String(colourIndex(key.text) + 1);
  return { background: `var(--key-${colour})`, color: `var(--key-${colour}-ink)` };
}

function colourIndex(text: string): number {
  const digits = /([0-9]{1,9})$/.exec(text)?.[1];
  const number = digits === undefined ? murmur2(utf8(text)) & 0x7fffffff : Number(digits) + keyColours - 1;
  return number % keyColours;
}

/** A label that fits a cell: `capteur-7` → `c-7`, `lot-42` → `l-42`, `bonjour` → `bon…`. */
export function keyLabel(key: ShownBytes | null): string {
  if (key === null) return '∅';
  if (key.text === '') return '« »';
  const text = key.encoding === 'base64' ? `0x${key.text}` : key.text;
  if ([...text].length <= 4) return text;
  const parts = /^(\p{L})[\p{L}_.-]*?[-_.]?([0-9]{1,3})$/u.exec(text);
  if (parts) return `${parts[1]}-${parts[2]}`;
  return `${[...text].slice(0, 3).join('')}…`;
}

/** The key in full, for words and screen readers. */
export const keyText = (key: ShownBytes | null): string => {
  if (key === null) return 'sans clé';
  if (key.text === '') return 'clé vide';
  return `clé ${key.text}${key.cut ? '…' : ''}`;
};

const shapes = ['▲', '◆', '●', '■'] as const;

export type GroupStyle = { shape: string; color: string };

/** Colour and shape by order of appearance: the first four groups differ in both. */
export function groupStyle(index: number): GroupStyle {
  const at = Math.max(0, index);
  const colour = at % 4;
  return { shape: shapes[(at + Math.floor(at / 4)) % shapes.length] ?? '▲', color: `var(--group-${colour + 1})` };
}
