// DeleteTopics (key 20): delete topics, by name or, from version 6 on, by id.
// KIP-516, KIP-599.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, NO_UUID, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int32, list, listOf, string, uuid } from '../../protocol/schema.ts';

export const deleteTopics = defineApi({
  key: 20,
  name: 'DeleteTopics',
  versions: { min: 0, max: 6 },
  flexibleFrom: 4,
  request: [
    list(
      'topics',
      '6+',
      'Les topics.',
      [
        string('name', '6+', 'Nom du topic.', { nullable: '6+', default: null }),
        uuid('topicId', '6+', 'Identifiant du topic.', { default: NO_UUID }),
      ],
      { default: [] },
    ),
    listOf('topicNames', '0-5', 'Noms des topics à supprimer.', 'string', { default: [] }),
    int32('timeoutMs', '0+', 'Attente maximale, en millisecondes.'),
  ],
  response: [
    throttleTimeMs('1+'),
    list('responses', '0+', 'Les résultats.', [
      string('name', '0+', 'Nom du topic.', { nullable: '6+' }),
      uuid('topicId', '6+', 'Identifiant du topic.', { default: NO_UUID }),
      errorCode('0+'),
      errorMessage('5+'),
    ]),
  ],
});
