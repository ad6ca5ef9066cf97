// What questions are written with.
import type { NumberItem } from './quiz-schema.ts';

/** French typography for sentences written in code: a no-break space before : ; ! ? » and after «. */
export function fr(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  const text = parts.reduce((all, part, index) => `${all}${values[index - 1] ?? ''}${part}`);
  return text.replaceAll(/ (?=[:;!?»])/g, '\u00a0').replaceAll('« ', '«\u00a0');
}

/** Traps drawn with the numbers may fall on the answer, or on each other: those are dropped. */
export function item(given: NumberItem): NumberItem {
  const seen = new Set([given.answer]);
  const traps = given.traps.filter(({ value }) => !seen.has(value) && seen.add(value));
  return { ...given, traps };
}
