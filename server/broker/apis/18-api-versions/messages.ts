// ApiVersions (key 18): which APIs and versions the broker speaks. KIP-35, client software KIP-511, features KIP-584.
// Its response header never has tags, and an unknown version is answered in version 0: see protocol/headers.ts.
import { defineApi } from '../../protocol/api.ts';
import { errorCode, throttleTimeMs } from '../../protocol/common-fields.ts';
import { bool, int16, int64, list, string } from '../../protocol/schema.ts';

export const apiVersions = defineApi({
  key: 18,
  name: 'ApiVersions',
  versions: { min: 0, max: 4 },
  flexibleFrom: 3,
  request: [
    string('clientSoftwareName', '3+', 'Nom de la bibliothèque cliente.', { default: '' }),
    string('clientSoftwareVersion', '3+', 'Version de la bibliothèque cliente.', { default: '' }),
  ],
  response: [
    errorCode('0+'),
    list('apiKeys', '0+', 'Les API que le broker parle.', [
      int16('apiKey', '0+', 'Numéro de l’API.'),
      int16('minVersion', '0+', 'Plus petite version acceptée.'),
      int16('maxVersion', '0+', 'Plus grande version acceptée.'),
    ]),
    throttleTimeMs('1+'),
    list(
      'supportedFeatures',
      '3+',
      'Fonctionnalités que le broker connaît.',
      [
        string('name', '3+', 'Nom de la fonctionnalité.'),
        int16('minVersion', '3+', 'Plus petit niveau connu.'),
        int16('maxVersion', '3+', 'Plus grand niveau connu.'),
      ],
      { tag: 0 },
    ),
    int64('finalizedFeaturesEpoch', '3+', 'Époque des fonctionnalités activées, -1 si inconnue.', {
      tag: 1,
      default: -1,
    }),
    list(
      'finalizedFeatures',
      '3+',
      'Fonctionnalités activées dans le cluster.',
      [
        string('name', '3+', 'Nom de la fonctionnalité.'),
        int16('maxVersionLevel', '3+', 'Plus grand niveau activé.'),
        int16('minVersionLevel', '3+', 'Plus petit niveau activé.'),
      ],
      { tag: 2 },
    ),
    bool('zkMigrationReady', '3+', 'Le contrôleur peut-il reprendre un cluster ZooKeeper\u00a0?', { tag: 3 }),
  ],
});
