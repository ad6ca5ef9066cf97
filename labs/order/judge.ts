// What a run kept and what it broke, read from what each participant has seen. It trusts no numbering and no clock: what came
// before a message is what its sender had really read or sent. Pure.
import type { OrderState } from './lab.ts';

/** Reader `reader` saw `second` before `first`, which came before it. */
export type Inversion = { readonly reader: number; readonly first: string; readonly second: string };
export type Judgement = {
  /** Two messages of one sender, read the wrong way round. */
  readonly fifo: readonly Inversion[];
  /** A message read before one that its sender had seen (those of one sender are counted by `fifo`). */
  readonly causal: readonly Inversion[];
  /** Two messages that two readers have read in opposite orders. */
  readonly total: { readonly one: number; readonly other: number; readonly ids: readonly [string, string] } | null;
};

export function judge({ readers, sent }: Pick<OrderState, 'readers' | 'sent'>): Judgement {
  const fifo: Inversion[] = [];
  const causal: Inversion[] = [];
  readers.forEach(({ read }, reader) => {
    read.forEach((second, place) => {
      const message = sent.find(({ id }) => id === second);
      for (const first of message?.past ?? []) {
        const at = read.indexOf(first);
        if (at !== -1 && at < place) continue;
        const mine = sent.find(({ id }) => id === first)?.sender === message?.sender;
        (mine ? fifo : causal).push({ reader, first, second });
      }
    });
  });
  return { fifo, causal, total: disagreement(readers.map(({ read }) => read)) };
}

function disagreement(reads: readonly (readonly string[])[]): Judgement['total'] {
  for (let one = 0; one < reads.length; one += 1)
    for (let other = one + 1; other < reads.length; other += 1) {
      const [a, b] = [reads[one] ?? [], reads[other] ?? []];
      const both = a.filter((id) => b.includes(id));
      for (const [place, id] of both.entries())
        for (const later of both.slice(place + 1))
          if (b.indexOf(later) < b.indexOf(id)) return { one, other, ids: [id, later] };
    }
  return null;
}
