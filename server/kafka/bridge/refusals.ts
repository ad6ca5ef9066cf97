// What the bridge says no to, in one place: the sentences a person reads.
import type { WireError } from '#contract/errors.ts';
import type { BridgeResult } from '../types.ts';

export const ok = <T>(result: T): BridgeResult<T> => ({ ok: true, result });
const refuse = (code: WireError['code'], message: string): { ok: false; error: WireError } => ({
  ok: false,
  error: { code, message },
});

export const bridgeLimits = {
  consumersPerOwner: 8,
  consumers: 200,
  producers: 300,
  seriesRecords: 10_000,
  /** A producer without work is closed after this long, ms. */
  producerIdleMs: 60_000,
} as const;

export const tooManyOwn = () =>
  refuse(
    'limit-reached',
    `Vous avez déjà ${bridgeLimits.consumersPerOwner} consommateurs. Arrêtez-en un avant d’en ajouter un autre.`,
  );
export const tooManyInAll = () =>
  refuse(
    'limit-reached',
    `La classe a déjà ${bridgeLimits.consumers} consommateurs en marche. Attendez que quelqu’un en arrête un.`,
  );
export const tooManyProducers = () =>
  refuse('limit-reached', 'Trop de personnes publient en même temps. Réessayez dans quelques secondes.');
export const seriesRunning = () =>
  refuse('limit-reached', 'Votre série précédente n’est pas terminée. Attendez qu’elle finisse.');
export const seriesTooLong = () =>
  refuse('too-large', `Une série ne peut pas dépasser ${bridgeLimits.seriesRecords} messages.`);
export const noSuchConsumer = () => refuse('not-found', 'Ce consommateur n’existe plus.');
export const notYours = () => refuse('not-yours', 'Ce consommateur appartient à une autre personne.');
export const notRunning = () => refuse('invalid', 'Ce consommateur est déjà arrêté.');
export const commitsByItself = () => refuse('invalid', 'Ce consommateur valide déjà ses offsets tout seul.');
export const nothingToCommit = () =>
  refuse('invalid', 'Il n’a encore rien lu depuis sa dernière validation\u00a0: il n’y a rien à valider.');
export const closing = () => refuse('unavailable', 'Le serveur s’arrête. Réessayez quand il aura redémarré.');
export const topicExists = (topic: string) => refuse('invalid', `Le topic «\u00a0${topic}\u00a0» existe déjà.`);
export const noAnswerInTime = () =>
  refuse('unavailable', 'Le broker n’a pas répondu à temps. Le message a peut-être été écrit quand même.');
