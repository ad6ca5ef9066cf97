// Times and counts as a French reader writes them.

const clock = new Intl.DateTimeFormat('fr-FR', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const whole = new Intl.NumberFormat('fr-FR');

/** `12:04:31`, local time. */
export const clockTime = (ms: number): string => clock.format(ms);

/** `12:04:31,482`: for events that follow each other within a second. */
export const clockTimeMs = (ms: number): string => `${clock.format(ms)},${String(ms % 1_000).padStart(3, '0')}`;

/** `1 284`, with a narrow no-break space. */
export const count = (value: number): string => whole.format(value);

/** `1 message`, `3 messages`, with a no-break space. French puts 0 in the singular. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)}\u00a0${Math.abs(value) < 2 ? one : many}`;

/** `12 s`, `3 min`, `2 h`, `3 j`, with a no-break space. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  if (seconds < 120) return `${seconds}\u00a0s`;
  if (seconds < 7_200) return `${Math.floor(seconds / 60)}\u00a0min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3_600)}\u00a0h`;
  return `${count(Math.floor(seconds / 86_400))}\u00a0j`;
}
