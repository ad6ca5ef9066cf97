// InitProducerId: a fresh producer id with epoch 0 for idempotent producers. Transactions are refused plainly.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { initProducerId } from './messages.ts';

export const initProducerIdHandler = defineHandler<typeof initProducerId>({
  api: initProducerId,
  async handle({ transactionalId }, { core }) {
    if (transactionalId !== null) return { errorCode: errorCodes.INVALID_REQUEST, producerEpoch: -1 };
    return { producerId: await core.producerIds.next(), producerEpoch: 0 };
  },
  refuse: (_request, errorCode) => ({ errorCode, producerEpoch: -1 }),
});
