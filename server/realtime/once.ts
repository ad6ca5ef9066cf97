// Exactly-once commands: a repeat of an id gets the reply of the first one, even while that one is still running.
import type { Ack } from '#contract/errors.ts';

/** A page repeats a command within seconds, after a cut; the window covers minutes of work at hand speed. */
const onceDefaults = { maxIds: 200, maxBytes: 1_000_000 } as const;

export type Once = { run(id: string, carryOut: () => Promise<Ack<unknown>>): Promise<Ack<unknown>> };

export function createOnce({ maxIds, maxBytes }: { maxIds: number; maxBytes: number } = onceDefaults): Once {
  const replies = new Map<string, { reply: Promise<Ack<unknown>>; bytes: number }>();
  let total = 0;

  function forgetOldest(): void {
    for (const [id, entry] of replies) {
      if (replies.size <= maxIds && total <= maxBytes) return;
      replies.delete(id);
      total -= entry.bytes;
    }
  }

  return {
    run(id, carryOut) {
      const known = replies.get(id);
      if (known) return known.reply;
      const entry = { reply: carryOut(), bytes: 0 };
      replies.set(id, entry);
      forgetOldest();
      entry.reply.then(
        (ack) => {
          if (replies.get(id) !== entry) return;
          entry.bytes = JSON.stringify(ack).length;
          total += entry.bytes;
          forgetOldest();
        },
        // It failed by a bug of ours: nothing to remember, a repeat may try again.
        () => replies.delete(id),
      );
      return entry.reply;
    },
  };
}
