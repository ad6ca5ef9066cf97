// The records that buttons send for a student: few keys, so that a key's fidelity to its partition can be seen.

type Series = { key: string | null; value: string }[];

const sensors = 4;
const demoLength = 10;

/** Ten measures of four sensors, in turn: `capteur-1` comes back three times. */
export function demoRecords(): Series {
  return Array.from({ length: demoLength }, (_, index) => {
    const sensor = `capteur-${(index % sensors) + 1}`;
    return {
      key: sensor,
      value: JSON.stringify({ capteur: sensor, mesure: index + 1, temperature: 18 + ((index * 7) % 10) / 2 }),
    };
  });
}

/** Sensors in turn; the seven first ones reach each of three partitions (murmur2). `keys` 0: records without key. */
export function burstRecords(count: number, keys: number): Series {
  return Array.from({ length: count }, (_, index) => ({
    key: keys === 0 ? null : `capteur-${(index % keys) + 1}`,
    value: JSON.stringify({ n: index + 1 }),
  }));
}
