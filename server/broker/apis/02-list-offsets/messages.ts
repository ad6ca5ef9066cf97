// ListOffsets (key 2): find an offset by time: -1 the end, -2 the start, -3 the largest timestamp.
// KIP-79, KIP-734. Version 0 answered with lists of offsets and is not spoken.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int8, int32, int64, list, string } from '../../protocol/schema.ts';

export const listOffsets = defineApi({
  key: 2,
  name: 'ListOffsets',
  versions: { min: 1, max: 7 },
  flexibleFrom: 6,
  request: [
    int32('replicaId', '0+', 'Numéro du broker suiveur, -1 pour un client.'),
    int8('isolationLevel', '2+', '0 tout lire, 1 seulement ce qui est validé.', { default: 0 }),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        int32('currentLeaderEpoch', '4+', 'Époque du leader que le client connaît, -1 si aucune.', { default: -1 }),
        int64(
          'timestamp',
          '0+',
          'Date cherchée en millisecondes\u00a0; -1 la fin, -2 le début, -3 la plus grande date.',
        ),
      ]),
    ]),
  ],
  response: [
    throttleTimeMs('2+'),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        errorCode('0+'),
        int64('timestamp', '1+', 'Date du message trouvé, -1 sinon.', { default: -1 }),
        int64('offset', '1+', 'Offset trouvé, -1 sinon.', { default: -1 }),
        int32('leaderEpoch', '4+', 'Époque du leader de ce message, -1 si inconnue.', { default: -1 }),
      ]),
    ]),
  ],
});
