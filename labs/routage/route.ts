// To whom a publication goes, and why: by its topic alone, or by its content alone. Pure.
import type { Because, Content, Subscriber } from '#contract/routage.ts';
import { judge } from './filter.ts';
import { parseFilter } from './parse.ts';

export type Verdict = { subscriber: number; reached: boolean; because: Because };

/** One verdict a subscriber, in their order. */
export function route(subscribers: readonly Subscriber[], topic: string, content: Content): Verdict[] {
  return subscribers.map(({ id, rule }) => {
    if (rule.kind === 'topic') {
      return { subscriber: id, reached: rule.topic === topic, because: { kind: 'topic', wanted: rule.topic } };
    }
    const parsed = parseFilter(rule.expression);
    // A filter that cannot be read lets nothing through; the server refuses it before it is anybody's.
    const { holds, decided } = parsed.ok ? judge(parsed.filter, content) : { holds: false, decided: [] };
    return { subscriber: id, reached: holds, because: { kind: 'content', decided } };
  });
}
