// CreatePartitions (key 37): add partitions to topics.
// KIP-195.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int32, list, listOf, string } from '../../protocol/schema.ts';

export const createPartitions = defineApi({
  key: 37,
  name: 'CreatePartitions',
  versions: { min: 0, max: 3 },
  flexibleFrom: 2,
  request: [
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      int32('count', '0+', 'Nouveau nombre de partitions.'),
      list(
        'assignments',
        '0+',
        'Placement imposé des copies, null pour laisser choisir.',
        [listOf('brokerIds', '0+', 'Brokers qui porteront une copie.', 'int32')],
        { nullable: '0+' },
      ),
    ]),
    int32('timeoutMs', '0+', 'Attente maximale, en millisecondes.'),
    bool('validateOnly', '0+', 'Vérifier sans rien faire.'),
  ],
  response: [
    throttleTimeMs('0+'),
    list('results', '0+', 'Les résultats.', [
      string('name', '0+', 'Nom du topic.'),
      errorCode('0+'),
      errorMessage('0+'),
    ]),
  ],
});
