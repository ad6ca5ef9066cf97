// A participant has a colour, always with the name or the label of their messages. Lanes: the sequencer's above the others.
import type { OrderState } from '#labs/order/lab.ts';

export const senderStyle = (sender: number): { background: string; color: string } => ({
  background: `var(--key-${sender + 1})`,
  color: `var(--key-${sender + 1}-ink)`,
});

/** Places from top to bottom: participants' indexes, and the sequencer's where there is one. */
export const lanesOf = ({ order, readers }: OrderState): number[] => {
  const people = readers.map((_, index) => index);
  return order === 'total' ? [readers.length, ...people] : people;
};

/** The middle of a lane, in percent of the height of the drawing. */
export const down = (lanes: readonly number[], place: number): number =>
  ((lanes.indexOf(place) + 0.5) / lanes.length) * 100;

/** The middle of a column, in percent of the width of the drawing. */
export const across = (column: number, columns: number): number => ((column + 0.5) / Math.max(1, columns)) * 100;
