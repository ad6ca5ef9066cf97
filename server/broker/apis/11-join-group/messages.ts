// JoinGroup (key 11): enter a group; the answer comes when all members have.
// KIP-345 static members, KIP-394 member id required, KIP-559, KIP-800 reason, KIP-814 skip assignment.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, bytes, int32, list, string } from '../../protocol/schema.ts';

export const joinGroup = defineApi({
  key: 11,
  name: 'JoinGroup',
  versions: { min: 0, max: 9 },
  flexibleFrom: 6,
  request: [
    string('groupId', '0+', 'Nom du groupe.'),
    int32('sessionTimeoutMs', '0+', 'Silence au bout duquel un membre est exclu, en millisecondes.'),
    int32(
      'rebalanceTimeoutMs',
      '1+',
      'Temps laissé à un membre pour revenir lors d’un rééquilibrage, en millisecondes.',
      { default: -1 },
    ),
    string('memberId', '0+', 'Identifiant du membre.'),
    string('groupInstanceId', '5+', 'Identité fixe du membre, null s’il n’en a pas.', {
      nullable: '5+',
      default: null,
    }),
    string('protocolType', '0+', 'Sorte de groupe, consumer pour des consommateurs.'),
    list('protocols', '0+', 'Méthodes de répartition acceptées, la préférée d’abord.', [
      string('name', '0+', 'Nom de la méthode de répartition.'),
      bytes('metadata', '0+', 'Abonnement du membre, en octets que seuls les clients lisent.'),
    ]),
    string('reason', '8+', 'Pourquoi le membre rejoint le groupe, en clair.', { nullable: '8+', default: null }),
  ],
  response: [
    throttleTimeMs('2+'),
    errorCode('0+'),
    int32('generationId', '0+', 'Génération du groupe.', { default: -1 }),
    string('protocolType', '7+', 'Sorte de groupe, consumer pour des consommateurs.', {
      nullable: '7+',
      default: null,
    }),
    string('protocolName', '0+', 'Méthode de répartition choisie.', { nullable: '7+' }),
    string('leader', '0+', 'Membre qui répartit les partitions.'),
    bool('skipAssignment', '9+', 'Le leader n’a pas à répartir.', { default: false }),
    string('memberId', '0+', 'Identifiant du membre.'),
    list('members', '0+', 'Les membres.', [
      string('memberId', '0+', 'Identifiant du membre.'),
      string('groupInstanceId', '5+', 'Identité fixe du membre, null s’il n’en a pas.', {
        nullable: '5+',
        default: null,
      }),
      bytes('metadata', '0+', 'Abonnement du membre, en octets que seuls les clients lisent.'),
    ]),
  ],
});
