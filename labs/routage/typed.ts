// A value as a person types it into a form: 100, vrai, order; quotes only for a text that would be read as something else.
import type { Value } from '#contract/routage.ts';
import { valueText } from './filter.ts';

/** A comma is a French point. What is neither a number nor vrai or faux is a text. */
export function valueTyped(typed: string): Value {
  const text = typed.trim();
  if (text === 'vrai' || text === 'faux') return text === 'vrai';
  if (/^-?\d+(?:[.,]\d+)?$/.test(text)) {
    const value = Number(text.replace(',', '.'));
    return value === 0 ? 0 : value;
  }
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

/** What to type to have this value. */
export function typedOf(value: Value): string {
  if (typeof value !== 'string') return valueText(value);
  return valueTyped(value) === value ? value : `"${value}"`;
}
