// OffsetForLeaderEpoch (key 23): where a leader epoch ends, to find truncation.
// KIP-279, KIP-320.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int32, int64, list, string } from '../../protocol/schema.ts';

export const offsetForLeaderEpoch = defineApi({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: { min: 2, max: 4 },
  flexibleFrom: 4,
  request: [
    int32('replicaId', '3+', 'Numéro du broker suiveur, -1 pour un client.', { default: -2 }),
    list('topics', '0+', 'Les topics.', [
      string('topic', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partition', '0+', 'Numéro de la partition.'),
        int32('currentLeaderEpoch', '2+', 'Époque du leader que le client connaît, -1 si aucune.', { default: -1 }),
        int32('leaderEpoch', '0+', 'Époque dont on veut la fin.'),
      ]),
    ]),
  ],
  response: [
    throttleTimeMs('2+'),
    list('topics', '0+', 'Les topics.', [
      string('topic', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        errorCode('0+'),
        int32('partition', '0+', 'Numéro de la partition.'),
        int32('leaderEpoch', '1+', 'Époque du leader.', { default: -1 }),
        int64('endOffset', '0+', 'Offset de fin de cette époque.', { default: -1 }),
      ]),
    ]),
  ],
});
