// FindCoordinator: this broker coordinates every group. Transactions have no coordinator yet: refused plainly.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { findCoordinator } from './messages.ts';

const groupKey = 0;

export const findCoordinatorHandler = defineHandler<typeof findCoordinator>({
  api: findCoordinator,
  handle({ keyType, coordinatorKeys }, { core, version }) {
    const answer =
      keyType === groupKey ? here(core) : nowhere(errorCodes.INVALID_REQUEST, 'only groups have a coordinator');
    return version < 4 ? answer : { coordinators: coordinatorKeys.map((one) => ({ key: one, ...answer })) };
  },
  refuse({ coordinatorKeys }, code, { version }) {
    const answer = nowhere(code, null);
    return version < 4 ? answer : { coordinators: coordinatorKeys.map((key) => ({ key, ...answer })) };
  },
});

const here = (core: Core) => ({ nodeId: core.settings.nodeId, ...core.advertised() });
const nowhere = (errorCode: number, errorMessage: string | null) => ({
  errorCode,
  errorMessage,
  nodeId: -1,
  host: '',
  port: -1,
});
