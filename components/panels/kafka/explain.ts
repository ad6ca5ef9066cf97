// Why a record lies on its partition, in French, by computing what the usual partitioners would have chosen.
import type { ShownBytes } from '#contract/kafka-events.ts';
import { type Algorithm, explainPartition, usedBy } from '#labs/partitioners/index.ts';

const names: Record<Algorithm, string> = { murmur2: 'murmur2', crc32: 'CRC32' };

export type PartitionWords = { formula: string | null; comment: string | null };

/** `murmur2("capteur-7") mod 3 = 2`, or an honest « ni l’un ni l’autre ». */
export function partitionWords(key: ShownBytes | null, partitions: number, actual: number): PartitionWords {
  if (key === null) {
    return { formula: null, comment: 'Sans clé\u00a0: le programme a choisi la partition comme il a voulu.' };
  }
  const bytes = bytesOf(key);
  if (bytes === null) {
    return { formula: null, comment: 'Clé trop longue pour être refaite ici\u00a0: je ne peux pas dire.' };
  }
  const { choices, explainedBy } = explainPartition(bytes, partitions, actual);
  const shown = key.encoding === 'base64' ? 'octets' : JSON.stringify(key.text);
  const formula = (algorithm: Algorithm) => `${names[algorithm]}(${shown}) mod ${partitions} = ${actual}`;
  const [first] = explainedBy;
  if (first === undefined) {
    const would = choices.map(({ algorithm, partition }) => `${names[algorithm]} donnerait P${partition}`).join(', ');
    const neither = choices.length > 1 ? 'Ni l’un ni l’autre' : 'Ce n’est pas cela';
    return {
      formula: null,
      comment: `${neither}\u00a0: ${would}. Le programme a choisi lui-même, ou le topic avait un autre nombre de partitions.`,
    };
  }
  if (explainedBy.length > 1) {
    return {
      formula: formula(first),
      comment: 'CRC32 donne la même partition\u00a0: ici, on ne peut pas les distinguer.',
    };
  }
  return { formula: formula(first), comment: `comme ${usedBy[first].join(', ')}` };
}

function bytesOf(key: ShownBytes): string | Uint8Array | null {
  if (key.cut) return null;
  if (key.encoding === 'utf8') return key.text;
  const binary = atob(key.text);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
