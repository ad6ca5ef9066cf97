// DeleteGroups: forgets empty groups and their offsets.

import { defineHandler } from '../../core/api-handler.ts';
import { deleteGroups } from './messages.ts';

export const deleteGroupsHandler = defineHandler<typeof deleteGroups>({
  api: deleteGroups,
  async handle({ groupsNames }, { core }) {
    const results = [];
    for (const groupId of groupsNames) results.push({ groupId, errorCode: await core.groups.deleteGroup(groupId) });
    return { results };
  },
  refuse: ({ groupsNames }, errorCode) => ({ results: groupsNames.map((groupId) => ({ groupId, errorCode })) }),
});
