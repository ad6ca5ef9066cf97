// Produce (key 0): append record batches. Versions 0-2 carried the old message sets: they are advertised, because older
// librdkafka turns compression off when it does not see them (KAFKA-18659), but not spoken.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, errorMessage, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int16, int32, int64, list, records, string } from '../../protocol/schema.ts';

export const produce = defineApi({
  key: 0,
  name: 'Produce',
  versions: { min: 3, max: 9 },
  advertised: { min: 0, max: 9 },
  flexibleFrom: 9,
  request: [
    string('transactionalId', '3+', 'Identifiant de transaction, null sans transaction.', {
      nullable: '3+',
      default: null,
    }),
    int16('acks', '0+', 'Confirmations attendues\u00a0: 0 aucune, 1 le leader, -1 toutes les copies à jour.'),
    int32('timeoutMs', '0+', 'Attente maximale des confirmations, en millisecondes.'),
    list('topicData', '0+', 'Les topics où écrire.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitionData', '0+', 'Les partitions où écrire.', [
        int32('index', '0+', 'Numéro de la partition.'),
        records('records', '0+', 'Les lots de messages.', { nullable: '0+' }),
      ]),
    ]),
  ],
  response: [
    list('responses', '0+', 'Un résultat par topic.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitionResponses', '0+', 'Un résultat par partition.', [
        int32('index', '0+', 'Numéro de la partition.'),
        errorCode('0+'),
        int64('baseOffset', '0+', 'Offset donné au premier message du lot.'),
        int64('logAppendTimeMs', '2+', 'Heure d’écriture si le broker la fixe, sinon -1.', { default: -1 }),
        int64('logStartOffset', '5+', 'Plus petit offset encore lisible.', { default: -1 }),
        list(
          'recordErrors',
          '8+',
          'Les messages qui ont fait refuser le lot.',
          [
            int32('batchIndex', '8+', 'Place du message dans le lot.'),
            string('batchIndexErrorMessage', '8+', 'Pourquoi il est refusé.', { nullable: '8+', default: null }),
          ],
          { default: [] },
        ),
        errorMessage('8+'),
      ]),
    ]),
    throttleTimeMs('1+'),
  ],
});
