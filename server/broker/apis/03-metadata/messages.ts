// Metadata (key 3): brokers, controller, topics, partition leaders. Topic ids KIP-516.
// v0: an empty list asks for all topics; v1+: null asks for all, empty for none.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, NO_OPERATIONS, NO_UUID, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int32, list, listOf, string, uuid } from '../../protocol/schema.ts';

export const metadata = defineApi({
  key: 3,
  name: 'Metadata',
  versions: { min: 0, max: 12 },
  flexibleFrom: 9,
  request: [
    list(
      'topics',
      '0+',
      'Topics demandés\u00a0; null pour tous.',
      [
        uuid('topicId', '10+', 'Identifiant du topic.', { default: NO_UUID }),
        string('name', '0+', 'Nom du topic.', { nullable: '10+' }),
      ],
      { nullable: '1+' },
    ),
    bool('allowAutoTopicCreation', '4+', 'Créer les topics qui manquent.', { default: true }),
    bool('includeClusterAuthorizedOperations', '8-10', 'Donner les droits sur le cluster.', { default: false }),
    bool('includeTopicAuthorizedOperations', '8+', 'Donner les droits sur chaque topic.', { default: false }),
  ],
  response: [
    throttleTimeMs('3+'),
    list('brokers', '0+', 'Les brokers du cluster.', [
      int32('nodeId', '0+', 'Numéro du broker.'),
      string('host', '0+', 'Adresse annoncée aux clients.'),
      int32('port', '0+', 'Port annoncé aux clients.'),
      string('rack', '1+', 'Baie ou zone du broker.', { nullable: '1+', default: null }),
    ]),
    string('clusterId', '2+', 'Identifiant du cluster.', { nullable: '2+', default: null }),
    int32('controllerId', '1+', 'Numéro du broker contrôleur.', { default: -1 }),
    list('topics', '0+', 'Les topics.', [
      errorCode('0+'),
      string('name', '0+', 'Nom du topic.', { nullable: '12+' }),
      uuid('topicId', '10+', 'Identifiant du topic.', { default: NO_UUID }),
      bool('isInternal', '1+', 'Topic réservé au cluster.', { default: false }),
      list('partitions', '0+', 'Les partitions du topic.', [
        errorCode('0+'),
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        int32('leaderId', '0+', 'Broker qui dirige la partition.'),
        int32('leaderEpoch', '7+', 'Époque de ce leader.', { default: -1 }),
        listOf('replicaNodes', '0+', 'Brokers qui portent une copie.', 'int32'),
        listOf('isrNodes', '0+', 'Brokers dont la copie est à jour.', 'int32'),
        listOf('offlineReplicas', '5+', 'Copies hors ligne.', 'int32', { default: [] }),
      ]),
      int32('topicAuthorizedOperations', '8+', 'Droits sur le topic, un bit par opération.', {
        default: NO_OPERATIONS,
      }),
    ]),
    int32('clusterAuthorizedOperations', '8-10', 'Droits sur le cluster, un bit par opération.', {
      default: NO_OPERATIONS,
    }),
  ],
});
