// OffsetCommit (key 8): store the offsets a group has reached.
// Versions 0-1 wrote elsewhere or carried timestamps and are not spoken. KIP-211, KIP-320, KIP-345.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { int32, int64, list, string } from '../../protocol/schema.ts';

export const offsetCommit = defineApi({
  key: 8,
  name: 'OffsetCommit',
  versions: { min: 2, max: 8 },
  flexibleFrom: 8,
  request: [
    string('groupId', '0+', 'Nom du groupe.'),
    int32('generationIdOrMemberEpoch', '1+', 'Génération du groupe, -1 hors d’un groupe.', { default: -1 }),
    string('memberId', '1+', 'Identifiant du membre.'),
    string('groupInstanceId', '7+', 'Identité fixe du membre, null s’il n’en a pas.', {
      nullable: '7+',
      default: null,
    }),
    int64('retentionTimeMs', '2-4', 'Durée de conservation de l’offset, -1 pour celle du broker.', { default: -1 }),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        int64('committedOffset', '0+', 'Prochain message à lire.'),
        int32('committedLeaderEpoch', '6+', 'Époque du leader à ce moment, -1 si inconnue.', { default: -1 }),
        string('committedMetadata', '0+', 'Note libre gardée avec l’offset.', { nullable: '0+' }),
      ]),
    ]),
  ],
  response: [
    throttleTimeMs('3+'),
    list('topics', '0+', 'Les topics.', [
      string('name', '0+', 'Nom du topic.'),
      list('partitions', '0+', 'Les partitions.', [
        int32('partitionIndex', '0+', 'Numéro de la partition.'),
        errorCode('0+'),
      ]),
    ]),
  ],
});
