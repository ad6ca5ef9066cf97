// What pages write, told once the broker has confirmed it; who has stopped writing; and what is on its way now.
import type { PageProducer } from './page-producer.ts';

/** Records [offset, offset + count) of one partition, all by one page. */
export type Written = {
  owner: string;
  clientId: string;
  topic: string;
  partition: number;
  offset: number;
  count: number;
  acks: 0 | 1 | -1;
};

type By = Pick<Written, 'owner' | 'clientId' | 'topic' | 'acks'>;
type Sent = Awaited<ReturnType<PageProducer['send']>>;
type Listener = (news: { written: readonly Written[] } | { closed: string }) => void;

export type Writings = {
  /** Follows a send; the same answer, after it was told. */
  follow(sent: Promise<Sent>, by: By): Promise<Sent>;
  /** The producer of this owner is no more. */
  closed(owner: string): void;
  on(listener: Listener): () => void;
  /** Resolves when everything that is on its way now was confirmed or refused. */
  settled(): Promise<unknown>;
};

export function createWritings(): Writings {
  const underWay = new Set<Promise<unknown>>();
  const listeners = new Set<Listener>();
  const tell: Listener = (news) => {
    for (const listener of listeners) listener(news);
  };
  return {
    follow(sent, by) {
      const told = sent.then((reply) => {
        tell({ written: writtenOf(reply, by) });
        return reply;
      });
      underWay.add(told);
      const over = () => underWay.delete(told);
      told.then(over, over);
      return told;
    },
    closed: (owner) => tell({ closed: owner }),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settled: () => Promise.allSettled(underWay),
  };
}

/** With acks=0 nobody says where the records lie. */
const writtenOf = ({ partitions, baseOffsets }: Sent, by: By) =>
  [...baseOffsets].map(
    ([partition, offset]): Written => ({
      ...by,
      partition,
      offset,
      count: partitions.filter((each) => each === partition).length,
    }),
  );
