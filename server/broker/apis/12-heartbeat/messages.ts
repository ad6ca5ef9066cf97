// Heartbeat (key 12): a member is alive; error 27 tells it to join again.
// KIP-345.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int32, string } from '../../protocol/schema.ts';

export const heartbeat = defineApi({
  key: 12,
  name: 'Heartbeat',
  versions: { min: 0, max: 4 },
  flexibleFrom: 4,
  request: [
    string('groupId', '0+', 'Nom du groupe.'),
    int32('generationId', '0+', 'Génération du groupe.'),
    string('memberId', '0+', 'Identifiant du membre.'),
    string('groupInstanceId', '3+', 'Identité fixe du membre, null s’il n’en a pas.', {
      nullable: '3+',
      default: null,
    }),
  ],
  response: [throttleTimeMs('1+'), errorCode('0+')],
});
