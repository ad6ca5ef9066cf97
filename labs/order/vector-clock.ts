// Vector clocks: one count a participant, of the messages known from each. What one message had seen before it was sent is
// in its clock; two messages that had not seen each other are concurrent. Pure.

export type Clock = readonly number[];
/** The `number`-th message of participant `sender`, counted from 1. */
export type Missing = { readonly sender: number; readonly number: number };

export const zeroClock = (participants: number): Clock => Array.from({ length: participants }, () => 0);

/** One more message known from `sender`. */
export const ticked = (clock: Clock, sender: number): Clock => clock.with(sender, (clock[sender] ?? 0) + 1);

export function compareClocks(a: Clock, b: Clock): 'same' | 'before' | 'after' | 'concurrent' {
  const isBehind = a.some((count, index) => count < (b[index] ?? 0));
  const isAhead = a.some((count, index) => count > (b[index] ?? 0));
  if (isBehind && isAhead) return 'concurrent';
  return isBehind ? 'before' : isAhead ? 'after' : 'same';
}

/**
 * What must be delivered before a message of this sender and clock: everything it had seen that is not in `local` yet, the
 * last one of each sender named; the messages before it of its own sender included. Empty: it may be delivered.
 */
export const missingBefore = (sender: number, clock: Clock, local: Clock): Missing[] =>
  clock.flatMap((count, from) => {
    const needed = from === sender ? count - 1 : count;
    return needed > (local[from] ?? 0) ? [{ sender: from, number: needed }] : [];
  });
