// Every refusal of the chat, in French and whole: what was wrong, and what to do.
import type { Ack, ErrorCode } from '#contract/errors.ts';

const refuse = (code: ErrorCode, message: string): Ack<never> => ({ ok: false, error: { code, message } });

export const refusals = {
  badName: (message: string) => refuse('invalid', message),
  nobody: () => refuse('invalid', 'Dites d’abord qui vous êtes\u00a0: «\u00a0subscribe\u00a0» avec un userId.'),
  taken: (name: string) =>
    refuse('limit-reached', `Le nom «\u00a0${name}\u00a0» est celui de quelqu’un d’autre ici. Prenez-en un autre.`),
  another: (name: string) =>
    refuse('forbidden', `Cette connexion est celle de «\u00a0${name}\u00a0»\u00a0: elle ne parle qu’en son nom.`),
  notYours: () => refuse('not-yours', 'Un sujet privé n’est lu que par son propriétaire.'),
  notThere: (name: string) => refuse('not-found', `Personne ne s’appelle «\u00a0${name}\u00a0» ici.`),
  tooFast: () => refuse('rate-limited', 'Trop de messages à la fois. Attendez une seconde, puis recommencez.'),
  tooManyRooms: (most: number) =>
    refuse('limit-reached', `Vous êtes dans ${most} salles, et c’est le maximum. Quittez-en une.`),
  tooManyNewRooms: () => refuse('rate-limited', 'Vous créez trop de salles. Attendez une minute, ou rejoignez-en une.'),
  full: () => refuse('limit-reached', 'Il y a trop de salles ouvertes. Utilisez-en une qui existe.'),
  tooManySubscribers: () => refuse('limit-reached', 'Trop d’abonnés demandent des accusés de réception.'),
  diskRefused: () => refuse('unavailable', 'Le serveur n’a pas pu enregistrer ce message. Réessayez dans un instant.'),
  cut: () => refuse('unavailable', 'Le serveur n’atteint plus Redis, qui garde les salles. Réessayez dans un instant.'),
  noLeader: () => refuse('unavailable', 'Aucun serveur ne tient les salles pour le moment. Réessayez dans un instant.'),
  changed: () =>
    refuse(
      'unavailable',
      'Le serveur qui tenait les salles a changé pendant cet envoi\u00a0: on ne sait pas si le message est passé. Regardez avant de le renvoyer.',
    ),
  tooManyWaiting: () => refuse('rate-limited', 'Trop de demandes attendent une réponse. Attendez une seconde.'),
  notTheTeacher: () => refuse('forbidden', 'Ce code n’est pas celui de l’enseignant.'),
  tooManyTries: () => refuse('rate-limited', 'Trop d’essais du code. Attendez une minute.'),
} as const;
