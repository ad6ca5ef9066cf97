// Fields that most messages share, and the values Kafka uses for "nothing".
import { int16, int32, string, type Versions } from './schema.ts';

/** The uuid of no topic: sixteen zero bytes. */
export const NO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA';
/** "Not asked for", in the authorized operations fields (KIP-430). */
export const NO_OPERATIONS = -0x8000_0000;

export const throttleTimeMs = (versions: Versions) =>
  int32('throttleTimeMs', versions, 'Attente imposée par un quota, en millisecondes.', { default: 0 });

export const errorCode = (versions: Versions) =>
  int16('errorCode', versions, 'Code d’erreur, 0 si tout va bien.', { default: 0 });

/** Nullable in all its versions. */
export const errorMessage = (versions: Versions) =>
  string('errorMessage', versions, 'L’erreur en clair, null si tout va bien.', { nullable: '0+', default: null });
