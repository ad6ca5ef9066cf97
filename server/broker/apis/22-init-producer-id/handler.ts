// InitProducerId: a fresh producer id with epoch 0 for idempotent producers. Transactions are refused plainly.

import { defineHandler } from '../../core/api-handler.ts';
import { errors } from '../../core/errors.ts';
import { initProducerId } from './messages.ts';

export const initProducerIdHandler = defineHandler<typeof initProducerId>({
  api: initProducerId,
  async handle({ transactionalId }, { core }) {
    if (transactionalId !== null) return { errorCode: errors.INVALID_REQUEST, producerEpoch: -1 };
    return { producerId: await core.producerIds.next(), producerEpoch: 0 };
  },
  refuse: (_request, errorCode) => ({ errorCode, producerEpoch: -1 }),
});
