// DescribeGroups (key 15): state and members of groups.
// KIP-345, KIP-430.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, NO_OPERATIONS, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, bytes, int32, list, listOf, string } from '../../protocol/schema.ts';

export const describeGroups = defineApi({
  key: 15,
  name: 'DescribeGroups',
  versions: { min: 0, max: 5 },
  flexibleFrom: 5,
  request: [
    listOf('groups', '0+', 'Groupes à décrire.', 'string'),
    bool('includeAuthorizedOperations', '3+', 'Donner les droits sur chaque groupe.', { default: false }),
  ],
  response: [
    throttleTimeMs('1+'),
    list('groups', '0+', 'Les groupes.', [
      errorCode('0+'),
      string('groupId', '0+', 'Nom du groupe.'),
      string('groupState', '0+', 'État du groupe.'),
      string('protocolType', '0+', 'Sorte de groupe, consumer pour des consommateurs.'),
      string('protocolData', '0+', 'Méthode de répartition choisie.'),
      list('members', '0+', 'Les membres.', [
        string('memberId', '0+', 'Identifiant du membre.'),
        string('groupInstanceId', '4+', 'Identité fixe du membre, null s’il n’en a pas.', {
          nullable: '4+',
          default: null,
        }),
        string('clientId', '0+', 'Nom que le client se donne.'),
        string('clientHost', '0+', 'Adresse du client.'),
        bytes('memberMetadata', '0+', 'Abonnement du membre, en octets.'),
        bytes('memberAssignment', '0+', 'Partitions du membre, en octets.'),
      ]),
      int32('authorizedOperations', '3+', 'Droits sur le groupe, un bit par opération.', { default: NO_OPERATIONS }),
    ]),
  ],
});
