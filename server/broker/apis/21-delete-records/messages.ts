// DeleteRecords (key 21): forget the records below an offset.
// KIP-107.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int32, int64, list, string } from '../../protocol/schema.ts';

export const deleteRecords = defineApi({
  key: 21,
  name: 'DeleteRecords',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  request: [
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        int64('offset', '0+', 'Les messages avant cet offset sont supprimés, -1 pour tous.'),
      ]),
    ]),
    int32('timeoutMs', '0+', 'Attente maximale, en millisecondes.'),
  ],
  response: [
    throttleTimeMs('0+'),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        int64('lowWatermark', '0+', 'Nouveau plus petit offset lisible.'),
        errorCode('0+'),
      ]),
    ]),
  ],
});
