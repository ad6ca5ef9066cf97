// A record that no lab told: whoever told what came before it is no more, or could not be heard for a while. What follows stands
// on what it says. Only journals that several servers share have any.

/**
 * `moved`: another server runs the lab from here on, what ran before has ended. Otherwise it is the same one, and some events
 * between were lost. `state`: where the lab is; the lab's beginning when absent.
 */
export type Handover = { type: 'relais.handover'; moved: boolean; state?: unknown };

const handoverType = 'relais.handover';

/** The handover that this record is; null: it is an event of its lab. */
export function handoverOf(event: unknown): Handover | null {
  const is = typeof event === 'object' && event !== null && (event as { type?: unknown }).type === handoverType;
  return is ? (event as Handover) : null;
}
