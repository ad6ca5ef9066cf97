// OffsetFetch (key 9): read the committed offsets of a group, of several groups from version 8 on.
// KIP-709. Topics null asks for all (v2+).
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int32, int64, list, listOf, string } from '../../protocol/schema.ts';

export const offsetFetch = defineApi({
  key: 9,
  name: 'OffsetFetch',
  versions: { min: 1, max: 8 },
  flexibleFrom: 6,
  request: [
    string('groupId', '0-7', 'Nom du groupe.', { default: '' }),
    list(
      'topics',
      '0-7',
      'Les topics\u00a0; null pour tous.',
      [
        string('name', '0-7', 'Nom du topic.', { default: '' }),
        listOf('partitionIndexes', '0-7', 'Numéros des partitions.', 'int32', { default: [] }),
      ],
      { nullable: '2-7', default: [] },
    ),
    list(
      'groups',
      '8+',
      'Les groupes.',
      [
        string('groupId', '8+', 'Nom du groupe.', { default: '' }),
        list(
          'topics',
          '8+',
          'Les topics\u00a0; null pour tous.',
          [
            string('name', '8+', 'Nom du topic.', { default: '' }),
            listOf('partitionIndexes', '8+', 'Numéros des partitions.', 'int32', { default: [] }),
          ],
          { nullable: '8+', default: [] },
        ),
      ],
      { default: [] },
    ),
    bool('requireStable', '7+', 'Refuser tant qu’une transaction est en cours.', { default: false }),
  ],
  response: [
    throttleTimeMs('3+'),
    list(
      'topics',
      '0-7',
      'Les topics\u00a0; null pour tous.',
      [
        string('name', '0-7', 'Nom du topic.', { default: '' }),
        list(
          'partitions',
          '0-7',
          'Les partitions.',
          [
            int32('partitionIndex', '0-7', 'Numéro de la partition.', { default: 0 }),
            int64('committedOffset', '0-7', 'Prochain message à lire, -1 si rien n’est enregistré.', { default: 0 }),
            int32('committedLeaderEpoch', '5-7', 'Époque du leader à ce moment, -1 si inconnue.', { default: -1 }),
            string('metadata', '0-7', 'Note libre gardée avec l’offset.', { nullable: '0-7', default: null }),
            errorCode('0-7'),
          ],
          { default: [] },
        ),
      ],
      { default: [] },
    ),
    errorCode('2-7'),
    list(
      'groups',
      '8+',
      'Les groupes.',
      [
        string('groupId', '8+', 'Nom du groupe.', { default: '' }),
        list(
          'topics',
          '8+',
          'Les topics\u00a0; null pour tous.',
          [
            string('name', '8+', 'Nom du topic.', { default: '' }),
            list(
              'partitions',
              '8+',
              'Les partitions.',
              [
                int32('partitionIndex', '8+', 'Numéro de la partition.', { default: 0 }),
                int64('committedOffset', '8+', 'Prochain message à lire, -1 si rien n’est enregistré.', { default: 0 }),
                int32('committedLeaderEpoch', '8+', 'Époque du leader à ce moment, -1 si inconnue.', { default: -1 }),
                string('metadata', '8+', 'Note libre gardée avec l’offset.', { nullable: '8+', default: null }),
                errorCode('8+'),
              ],
              { default: [] },
            ),
          ],
          { default: [] },
        ),
        errorCode('8+'),
      ],
      { default: [] },
    ),
  ],
});
