// DescribeCluster (key 60): brokers and controller, for administration.
// KIP-700. Flexible from its first version.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, NO_OPERATIONS, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int8, int32, list, string } from '../../protocol/schema.ts';

export const describeCluster = defineApi({
  key: 60,
  name: 'DescribeCluster',
  versions: { min: 0, max: 1 },
  flexibleFrom: 0,
  request: [
    bool('includeClusterAuthorizedOperations', '0+', 'Donner les droits sur le cluster.'),
    int8('endpointType', '1+', '1 pour les brokers, 2 pour les contrôleurs.', { default: 1 }),
  ],
  response: [
    throttleTimeMs('0+'),
    errorCode('0+'),
    errorMessage('0+'),
    int8('endpointType', '1+', '1 pour les brokers, 2 pour les contrôleurs.', { default: 1 }),
    string('clusterId', '0+', 'Identifiant du cluster.'),
    int32('controllerId', '0+', 'Numéro du broker contrôleur.', { default: -1 }),
    list('brokers', '0+', 'Les brokers du cluster.', [
      int32('brokerId', '0+', 'Numéro du broker.'),
      string('host', '0+', 'Adresse annoncée aux clients.'),
      int32('port', '0+', 'Port annoncé aux clients.'),
      string('rack', '0+', 'Baie ou zone du broker.', { nullable: '0+', default: null }),
    ]),
    int32('clusterAuthorizedOperations', '0+', 'Droits sur le cluster, un bit par opération.', {
      default: NO_OPERATIONS,
    }),
  ],
});
