// ListGroups: every group of this broker, filtered by state (KIP-518) and type (KIP-848; all are classic).

import { defineHandler } from '../../core/api-handler.ts';
import { listGroups } from './messages.ts';

const classic = 'classic';

export const listGroupsHandler = defineHandler<typeof listGroups>({
  api: listGroups,
  handle({ statesFilter, typesFilter }, { core, connection }) {
    const wanted = typesFilter.length === 0 || typesFilter.some((type) => type.toLowerCase() === classic);
    const all = wanted ? core.groups.list(statesFilter.length === 0 ? null : [...statesFilter]) : [];
    const groups = all.filter(({ group }) => core.cluster.coordinates(connection.nodeId, group));
    return {
      groups: groups.map(({ group, protocolType, phase }) => ({
        groupId: group,
        protocolType,
        groupState: phase,
        groupType: classic,
      })),
    };
  },
  refuse: (_request, errorCode) => ({ errorCode, groups: [] }),
});
