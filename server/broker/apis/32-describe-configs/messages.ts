// DescribeConfigs (key 32): settings of topics and brokers.
// KIP-133, KIP-226 synonyms, KIP-569 documentation.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int8, list, listOf, string } from '../../protocol/schema.ts';

export const describeConfigs = defineApi({
  key: 32,
  name: 'DescribeConfigs',
  versions: { min: 0, max: 4 },
  flexibleFrom: 4,
  request: [
    list('resources', '0+', 'Topics ou brokers concernés.', [
      int8('resourceType', '0+', '2 pour un topic, 4 pour un broker.'),
      string('resourceName', '0+', 'Nom du topic ou numéro du broker.'),
      listOf('configurationKeys', '0+', 'Réglages demandés, null pour tous.', 'string', { nullable: '0+' }),
    ]),
    bool('includeSynonyms', '1+', 'Donner les valeurs de rechange.', { default: false }),
    bool('includeDocumentation', '3+', 'Donner l’explication des réglages.', { default: false }),
  ],
  response: [
    throttleTimeMs('0+'),
    list('results', '0+', 'Les résultats.', [
      errorCode('0+'),
      errorMessage('0+'),
      int8('resourceType', '0+', '2 pour un topic, 4 pour un broker.'),
      string('resourceName', '0+', 'Nom du topic ou numéro du broker.'),
      list('configs', '0+', 'Les réglages.', [
        string('name', '0+', 'Nom du réglage.'),
        string('value', '0+', 'Valeur du réglage, null si elle n’est pas donnée.', { nullable: '0+' }),
        bool('readOnly', '0+', 'Le réglage ne peut pas être changé.'),
        bool('isDefault', '0', 'La valeur est celle par défaut.', { default: false }),
        int8('configSource', '1+', 'D’où vient la valeur\u00a0: 1 topic, 2 broker, 4 fichier du broker, 5 défaut.', {
          default: -1,
        }),
        bool('isSensitive', '0+', 'La valeur est secrète et n’est pas rendue.'),
        list(
          'synonyms',
          '1+',
          'Valeurs de rechange, dans l’ordre où elles s’appliquent.',
          [
            string('name', '1+', 'Nom du réglage de rechange.', { default: '' }),
            string('value', '1+', 'Valeur du réglage, null si elle n’est pas donnée.', {
              nullable: '0+',
              default: null,
            }),
            int8('source', '1+', 'D’où vient la valeur de rechange.', { default: 0 }),
          ],
          { default: [] },
        ),
        int8('configType', '3+', 'Type de la valeur.', { default: 0 }),
        string('documentation', '3+', 'Explication du réglage.', { nullable: '0+', default: null }),
      ]),
    ]),
  ],
});
