// CreateTopics (key 19): create topics.
// KIP-195, KIP-464 defaults, KIP-525 configs in the answer, KIP-516 ids.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, NO_UUID, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int8, int16, int32, list, listOf, string, uuid } from '../../protocol/schema.ts';

export const createTopics = defineApi({
  key: 19,
  name: 'CreateTopics',
  versions: { min: 0, max: 7 },
  flexibleFrom: 5,
  request: [
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      int32('numPartitions', '0+', 'Nombre de partitions, -1 pour le défaut du broker.'),
      int16('replicationFactor', '0+', 'Copies par partition, -1 pour le défaut du broker.'),
      list('assignments', '0+', 'Placement imposé des copies, vide pour laisser choisir.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        listOf('brokerIds', '0+', 'Brokers qui porteront une copie.', 'int32'),
      ]),
      list('configs', '0+', 'Les réglages.', [
        string('name', '0+', 'Nom du réglage.'),
        string('value', '0+', 'Valeur du réglage, null si elle n’est pas donnée.', { nullable: '0+' }),
      ]),
    ]),
    int32('timeoutMs', '0+', 'Attente maximale, en millisecondes.', { default: 60000 }),
    bool('validateOnly', '1+', 'Vérifier sans rien faire.', { default: false }),
  ],
  response: [
    throttleTimeMs('2+'),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      uuid('topicId', '7+', 'Identifiant du topic.', { default: NO_UUID }),
      errorCode('0+'),
      string('errorMessage', '1+', 'L’erreur en clair, null si tout va bien.', { nullable: '0+', default: null }),
      int16('topicConfigErrorCode', '5+', 'Code d’erreur si les réglages ne peuvent être rendus.', { tag: 0 }),
      int32('numPartitions', '5+', 'Nombre de partitions du topic.', { default: -1 }),
      int16('replicationFactor', '5+', 'Copies par partition.', { default: -1 }),
      list(
        'configs',
        '5+',
        'Les réglages.',
        [
          string('name', '5+', 'Nom du réglage.', { default: '' }),
          string('value', '5+', 'Valeur du réglage, null si elle n’est pas donnée.', { nullable: '5+', default: null }),
          bool('readOnly', '5+', 'Le réglage ne peut pas être changé.', { default: false }),
          int8('configSource', '5+', 'D’où vient la valeur\u00a0: 1 topic, 2 broker, 4 fichier du broker, 5 défaut.', {
            default: -1,
          }),
          bool('isSensitive', '5+', 'La valeur est secrète et n’est pas rendue.', { default: false }),
        ],
        { nullable: '5+', default: [] },
      ),
    ]),
  ],
});
