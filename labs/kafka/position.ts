// The volatile key under which a group's position on a partition travels.

/** `group` may hold any printable character, hence JSON rather than a separator. */
export const positionKey = (group: string, topic: string, partition: number): string =>
  `position:${JSON.stringify([group, topic, partition])}`;

/** The reverse of `positionKey`; null for any other key. */
export function parsePositionKey(key: string): { group: string; topic: string; partition: number } | null {
  if (!key.startsWith('position:')) return null;
  const [group, topic, partition] = JSON.parse(key.slice('position:'.length)) as [string, string, number];
  return { group, topic, partition };
}
