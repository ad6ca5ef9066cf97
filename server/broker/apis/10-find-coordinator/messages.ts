// FindCoordinator (key 10): which broker coordinates a group or a transaction.
// One key up to version 3, several from version 4 on (KIP-699).
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int8, int32, list, listOf, string } from '../../protocol/schema.ts';

export const findCoordinator = defineApi({
  key: 10,
  name: 'FindCoordinator',
  versions: { min: 0, max: 4 },
  flexibleFrom: 3,
  request: [
    string('key', '0-3', 'Nom du groupe ou de la transaction.', { default: '' }),
    int8('keyType', '1+', '0 pour un groupe, 1 pour une transaction.', { default: 0 }),
    listOf('coordinatorKeys', '4+', 'Groupes ou transactions cherchés.', 'string', { default: [] }),
  ],
  response: [
    throttleTimeMs('1+'),
    errorCode('0-3'),
    errorMessage('1-3'),
    int32('nodeId', '0-3', 'Numéro du broker.', { default: 0 }),
    string('host', '0-3', 'Adresse annoncée aux clients.', { default: '' }),
    int32('port', '0-3', 'Port annoncé aux clients.', { default: 0 }),
    list(
      'coordinators',
      '4+',
      'Un coordinateur par clé demandée.',
      [
        string('key', '4+', 'Nom du groupe ou de la transaction.', { default: '' }),
        int32('nodeId', '4+', 'Numéro du broker.', { default: 0 }),
        string('host', '4+', 'Adresse annoncée aux clients.', { default: '' }),
        int32('port', '4+', 'Port annoncé aux clients.', { default: 0 }),
        errorCode('4+'),
        errorMessage('4+'),
      ],
      { default: [] },
    ),
  ],
});
