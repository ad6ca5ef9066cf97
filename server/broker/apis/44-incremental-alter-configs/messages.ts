// IncrementalAlterConfigs (key 44): change some settings, leave the others.
// KIP-339.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int8, list, string } from '../../protocol/schema.ts';

export const incrementalAlterConfigs = defineApi({
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: { min: 0, max: 1 },
  flexibleFrom: 1,
  request: [
    list('resources', '0+', 'Topics ou brokers concernés.', [
      int8('resourceType', '0+', '2 pour un topic, 4 pour un broker.'),
      string('resourceName', '0+', 'Nom du topic ou numéro du broker.'),
      list('configs', '0+', 'Les réglages.', [
        string('name', '0+', 'Nom du réglage.'),
        int8('configOperation', '0+', '0 fixer, 1 revenir au défaut, 2 ajouter à une liste, 3 retirer d’une liste.'),
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
