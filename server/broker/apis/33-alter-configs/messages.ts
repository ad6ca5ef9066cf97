// AlterConfigs (key 33): replace all settings of a topic or broker.
// KIP-133; IncrementalAlterConfigs is the better way.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int8, list, string } from '../../protocol/schema.ts';

export const alterConfigs = defineApi({
  key: 33,
  name: 'AlterConfigs',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  request: [
    list('resources', '0+', 'Topics ou brokers concernés.', [
      int8('resourceType', '0+', '2 pour un topic, 4 pour un broker.'),
      string('resourceName', '0+', 'Nom du topic ou numéro du broker.'),
      list('configs', '0+', 'Les réglages.', [
        string('name', '0+', 'Nom du réglage.'),
        string('value', '0+', 'Valeur du réglage, null si elle n’est pas donnée.', { nullable: '0+' }),
      ]),
    ]),
    bool('validateOnly', '0+', 'Vérifier sans rien faire.'),
  ],
  response: [
    throttleTimeMs('0+'),
    list('responses', '0+', 'Les résultats.', [
      errorCode('0+'),
      errorMessage('0+'),
      int8('resourceType', '0+', '2 pour un topic, 4 pour un broker.'),
      string('resourceName', '0+', 'Nom du topic ou numéro du broker.'),
    ]),
  ],
});
