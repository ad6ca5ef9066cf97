// InitProducerId (key 22): a producer id and epoch, for idempotent producers.
// KIP-98, KIP-360.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int16, int32, int64, string } from '../../protocol/schema.ts';

export const initProducerId = defineApi({
  key: 22,
  name: 'InitProducerId',
  versions: { min: 0, max: 4 },
  flexibleFrom: 2,
  request: [
    string('transactionalId', '0+', 'Identifiant de transaction, null sans transaction.', { nullable: '0+' }),
    int32('transactionTimeoutMs', '0+', 'Durée maximale d’une transaction, en millisecondes.'),
    int64('producerId', '3+', 'Numéro déjà reçu, -1 la première fois.', { default: -1 }),
    int16('producerEpoch', '3+', 'Époque déjà reçue, -1 la première fois.', { default: -1 }),
  ],
  response: [
    throttleTimeMs('0+'),
    errorCode('0+'),
    int64('producerId', '0+', 'Numéro du producteur.', { default: -1 }),
    int16('producerEpoch', '0+', 'Époque du producteur.'),
  ],
});
