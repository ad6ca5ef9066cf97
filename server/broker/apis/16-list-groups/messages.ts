// ListGroups (key 16): the groups this broker coordinates.
// KIP-518 states, KIP-848 types.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { list, listOf, string } from '../../protocol/schema.ts';

export const listGroups = defineApi({
  key: 16,
  name: 'ListGroups',
  versions: { min: 0, max: 5 },
  flexibleFrom: 3,
  request: [
    listOf('statesFilter', '4+', 'États voulus, vide pour tous.', 'string', { default: [] }),
    listOf('typesFilter', '5+', 'Sortes de groupes voulues, vide pour toutes.', 'string', { default: [] }),
  ],
  response: [
    throttleTimeMs('1+'),
    errorCode('0+'),
    list('groups', '0+', 'Les groupes.', [
      string('groupId', '0+', 'Nom du groupe.'),
      string('protocolType', '0+', 'Sorte de groupe, consumer pour des consommateurs.'),
      string('groupState', '4+', 'État du groupe.', { default: '' }),
      string('groupType', '5+', 'Sorte de groupe\u00a0: classic ou consumer.', { default: '' }),
    ]),
  ],
});
