// OffsetDelete (key 47): forget committed offsets of a group.
// KIP-496. Never became flexible.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int32, list, string } from '../../protocol/schema.ts';

export const offsetDelete = defineApi({
  key: 47,
  name: 'OffsetDelete',
  versions: { min: 0, max: 0 },
  flexibleFrom: null,
  request: [
    string('groupId', '0+', 'Nom du groupe.'),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [int32('partitionIndex', '0+', 'Numéro de la partition.')]),
    ]),
  ],
  response: [
    errorCode('0+'),
    throttleTimeMs('0+'),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        errorCode('0+'),
      ]),
    ]),
  ],
});
