// SyncGroup (key 14): the leader gives the assignment, every member gets its own.
// KIP-345, KIP-559.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bytes, int32, list, string } from '../../protocol/schema.ts';

export const syncGroup = defineApi({
  key: 14,
  name: 'SyncGroup',
  versions: { min: 0, max: 5 },
  flexibleFrom: 4,
  request: [
    string('groupId', '0+', 'Nom du groupe.'),
    int32('generationId', '0+', 'Génération du groupe.'),
    string('memberId', '0+', 'Identifiant du membre.'),
    string('groupInstanceId', '3+', 'Identité fixe du membre, null s’il n’en a pas.', {
      nullable: '3+',
      default: null,
    }),
    string('protocolType', '5+', 'Sorte de groupe, consumer pour des consommateurs.', {
      nullable: '5+',
      default: null,
    }),
    string('protocolName', '5+', 'Méthode de répartition choisie.', { nullable: '5+', default: null }),
    list('assignments', '0+', 'Répartition calculée par le leader\u00a0; vide pour les autres membres.', [
      string('memberId', '0+', 'Identifiant du membre.'),
      bytes('assignment', '0+', 'Partitions données à ce membre, en octets que seuls les clients lisent.'),
    ]),
  ],
  response: [
    throttleTimeMs('1+'),
    errorCode('0+'),
    string('protocolType', '5+', 'Sorte de groupe, consumer pour des consommateurs.', {
      nullable: '5+',
      default: null,
    }),
    string('protocolName', '5+', 'Méthode de répartition choisie.', { nullable: '5+', default: null }),
    bytes('assignment', '0+', 'Partitions données à ce membre, en octets que seuls les clients lisent.'),
  ],
});
