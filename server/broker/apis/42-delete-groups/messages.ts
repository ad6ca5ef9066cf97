// DeleteGroups (key 42): delete empty groups.
// KIP-229.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { list, listOf, string } from '../../protocol/schema.ts';

export const deleteGroups = defineApi({
  key: 42,
  name: 'DeleteGroups',
  versions: { min: 0, max: 2 },
  flexibleFrom: 2,
  request: [listOf('groupsNames', '0+', 'Groupes à supprimer.', 'string')],
  response: [
    throttleTimeMs('0+'),
    list('results', '0+', 'Les résultats.', [string('groupId', '0+', 'Nom du groupe.'), errorCode('0+')]),
  ],
});
