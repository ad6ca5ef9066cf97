// Fetch (key 1): read record batches, waiting for them when there are none.
// Long poll KIP-74, sessions KIP-227 (session 0 = none), leader epochs KIP-320, closest replica KIP-392,
// topics by id from version 13 on KIP-516, followers' state KIP-903, addresses of new leaders KIP-951.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, NO_UUID, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int8, int32, int64, list, listOf, records, string, struct, uuid } from '../../protocol/schema.ts';

export const fetch = defineApi({
  key: 1,
  name: 'Fetch',
  versions: { min: 4, max: 16 },
  flexibleFrom: 12,
  request: [
    string('clusterId', '12+', 'Identifiant du cluster.', { nullable: '12+', tag: 0, default: null }),
    int32('replicaId', '0-14', 'Numéro du broker suiveur, -1 pour un client.', { default: -1 }),
    int32('maxWaitMs', '0+', 'Attente maximale, en millisecondes.'),
    int32('minBytes', '0+', 'Octets à réunir avant de répondre.'),
    int32('maxBytes', '3+', 'Octets à rendre au plus.', { default: 0x7fffffff }),
    int8('isolationLevel', '4+', '0 tout lire, 1 seulement ce qui est validé.', { default: 0 }),
    int32('sessionId', '7+', 'Session de lecture, 0 si aucune.', { default: 0 }),
    int32('sessionEpoch', '7+', 'Rang de cette demande dans la session.', { default: -1 }),
    struct(
      'replicaState',
      '15+',
      'État du broker suiveur, absent pour un client.',
      [
        int32('replicaId', '15+', 'Numéro du broker suiveur, -1 pour un client.', { default: -1 }),
        int64('replicaEpoch', '15+', 'Époque du broker suiveur, -1 si inconnue.', { default: -1 }),
      ],
      { tag: 1 },
    ),
    list('topics', '0+', 'Les topics.', [
      string('topic', '0-12', 'Nom du topic.', { default: '' }),
      uuid('topicId', '13+', 'Identifiant du topic.', { default: NO_UUID }),
      list('partitions', '0+', 'Les partitions.', [
        int32('partition', '0+', 'Numéro de la partition.'),
        int32('currentLeaderEpoch', '9+', 'Époque du leader que le client connaît, -1 si aucune.', { default: -1 }),
        int64('fetchOffset', '0+', 'Premier offset voulu.'),
        int32('lastFetchedEpoch', '12+', 'Époque du dernier message lu, -1 si aucune.', { default: -1 }),
        int64('logStartOffset', '5+', 'Plus petit offset encore lisible.', { default: -1 }),
        int32('partitionMaxBytes', '0+', 'Octets à rendre au plus pour cette partition.'),
      ]),
    ]),
    list(
      'forgottenTopicsData',
      '7+',
      'Partitions à retirer de la session.',
      [
        string('topic', '7-12', 'Nom du topic.', { default: '' }),
        uuid('topicId', '13+', 'Identifiant du topic.', { default: NO_UUID }),
        listOf('partitions', '7+', 'Les partitions.', 'int32', { default: [] }),
      ],
      { default: [] },
    ),
    string('rackId', '11+', 'Baie ou zone du client.', { default: '' }),
  ],
  response: [
    throttleTimeMs('1+'),
    errorCode('7+'),
    int32('sessionId', '7+', 'Session de lecture, 0 si aucune.', { default: 0 }),
    list('responses', '0+', 'Les résultats.', [
      string('topic', '0-12', 'Nom du topic.', { default: '' }),
      uuid('topicId', '13+', 'Identifiant du topic.', { default: NO_UUID }),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        errorCode('0+'),
        int64('highWatermark', '0+', 'Fin des messages confirmés, offset non compris.'),
        int64('lastStableOffset', '4+', 'Fin des messages dont les transactions sont terminées.', { default: -1 }),
        int64('logStartOffset', '5+', 'Plus petit offset encore lisible.', { default: -1 }),
        struct(
          'divergingEpoch',
          '12+',
          'Où les copies ont cessé d’être d’accord.',
          [
            int32('epoch', '12+', 'Époque du leader.', { default: -1 }),
            int64('endOffset', '12+', 'Offset de fin de cette époque.', { default: -1 }),
          ],
          { tag: 0 },
        ),
        struct(
          'currentLeader',
          '12+',
          'Leader actuel, quand le client s’est trompé de broker.',
          [
            int32('leaderId', '12+', 'Numéro du broker leader.', { default: -1 }),
            int32('leaderEpoch', '12+', 'Époque du leader.', { default: -1 }),
          ],
          { tag: 1 },
        ),
        struct(
          'snapshotId',
          '12+',
          'Instantané à lire, journal du contrôleur seulement.',
          [
            int64('endOffset', '0+', 'Offset de fin de cette époque.', { default: -1 }),
            int32('epoch', '0+', 'Époque du leader.', { default: -1 }),
          ],
          { tag: 2 },
        ),
        list(
          'abortedTransactions',
          '4+',
          'Transactions annulées dans ce qui est rendu\u00a0; null en lecture non validée.',
          [
            int64('producerId', '4+', 'Numéro du producteur.'),
            int64('firstOffset', '4+', 'Premier offset de la transaction annulée.'),
          ],
          { nullable: '4+' },
        ),
        int32('preferredReadReplica', '11+', 'Copie à lire de préférence, -1 pour le leader.', { default: -1 }),
        records('records', '0+', 'Les lots de messages.', { nullable: '0+' }),
      ]),
    ]),
    list(
      'nodeEndpoints',
      '16+',
      'Adresses des nouveaux leaders.',
      [
        int32('nodeId', '16+', 'Numéro du broker.', { default: 0 }),
        string('host', '16+', 'Adresse annoncée aux clients.', { default: '' }),
        int32('port', '16+', 'Port annoncé aux clients.', { default: 0 }),
        string('rack', '16+', 'Baie ou zone du broker.', { nullable: '16+', default: null }),
      ],
      { tag: 0 },
    ),
  ],
});
