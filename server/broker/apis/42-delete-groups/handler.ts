// DeleteGroups: forgets empty groups and their offsets.

import { defineHandler } from '../../core/api-handler.ts';
import { errorCodes } from '../../protocol/errors.ts';
import { deleteGroups } from './messages.ts';

export const deleteGroupsHandler = defineHandler<typeof deleteGroups>({
  api: deleteGroups,
  async handle({ groupsNames }, { core, connection }) {
    const results = [];
    for (const groupId of groupsNames) {
      const mine = core.cluster.coordinates(connection.nodeId, groupId);
      const errorCode = mine ? await core.groups.deleteGroup(groupId) : errorCodes.NOT_COORDINATOR;
      results.push({ groupId, errorCode });
    }
    return { results };
  },
  refuse: ({ groupsNames }, errorCode) => ({ results: groupsNames.map((groupId) => ({ groupId, errorCode })) }),
});
