// FindCoordinator: the node that a group's name hashes to. Transactions have no coordinator yet: refused plainly.

import { defineHandler } from '../../core/api-handler.ts';
import type { Core } from '../../core/core.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { findCoordinator } from './messages.ts';

const groupKey = 0;

export const findCoordinatorHandler = defineHandler<typeof findCoordinator>({
  api: findCoordinator,
  handle({ keyType, key, coordinatorKeys }, { core, version }) {
    const find = (one: string) =>
      keyType === groupKey
        ? coordinator(core, one)
        : nowhere(errorCodes.INVALID_REQUEST, 'only groups have a coordinator');
    return version < 4 ? find(key) : { coordinators: coordinatorKeys.map((one) => ({ key: one, ...find(one) })) };
  },
  refuse({ coordinatorKeys }, code, { version }) {
    const answer = nowhere(code, null);
    return version < 4 ? answer : { coordinators: coordinatorKeys.map((key) => ({ key, ...answer })) };
  },
});

function coordinator({ cluster }: Core, group: string) {
  const node = cluster.coordinatorOf(group);
  const endpoint = node === null ? null : cluster.endpoint(node);
  return endpoint ?? nowhere(errorCodes.COORDINATOR_NOT_AVAILABLE, 'no broker is running');
}

const nowhere = (errorCode: number, errorMessage: string | null) => ({
  errorCode,
  errorMessage,
  nodeId: -1,
  host: '',
  port: -1,
});
