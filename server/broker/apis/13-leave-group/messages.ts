// LeaveGroup (key 13): leave a group; several members at once from version 3 on.
// KIP-345, KIP-800 reason.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { list, string } from '../../protocol/schema.ts';

export const leaveGroup = defineApi({
  key: 13,
  name: 'LeaveGroup',
  versions: { min: 0, max: 5 },
  flexibleFrom: 4,
  request: [
    string('groupId', '0+', 'Nom du groupe.'),
    string('memberId', '0-2', 'Identifiant du membre.', { default: '' }),
    list(
      'members',
      '3+',
      'Les membres.',
      [
        string('memberId', '3+', 'Identifiant du membre.', { default: '' }),
        string('groupInstanceId', '3+', 'Identité fixe du membre, null s’il n’en a pas.', {
          nullable: '3+',
          default: null,
        }),
        string('reason', '5+', 'Pourquoi le membre part, en clair.', { nullable: '5+', default: null }),
      ],
      { default: [] },
    ),
  ],
  response: [
    throttleTimeMs('1+'),
    errorCode('0+'),
    list(
      'members',
      '3+',
      'Les membres.',
      [
        string('memberId', '3+', 'Identifiant du membre.', { default: '' }),
        string('groupInstanceId', '3+', 'Identité fixe du membre, null s’il n’en a pas.', {
          nullable: '3+',
          default: null,
        }),
        errorCode('3+'),
      ],
      { default: [] },
    ),
  ],
});
