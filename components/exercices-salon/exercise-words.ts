// The exercises of the chat in French: what is checked, hints from the vaguest to the plainest, and why a run ended.
import type { EndReason, ExerciseName } from '#contract/exercices-salon.ts';
import type { checksOf } from '#labs/exercices-salon/judge/index.ts';

type WordsOf<Name extends ExerciseName> = {
  title: string;
  /** What is typed in a terminal; `SALLE`, `NOM` and `JETON` stand for the values of this person. */
  command: string;
  checks: Record<(typeof checksOf)[Name][number], string>;
  hints: readonly string[];
};
export type ExerciseWords = Omit<WordsOf<ExerciseName>, 'checks'> & { checks: Readonly<Record<string, string>> };

const accuses: WordsOf<'accuses'> = {
  title: 'Acquitter, et reconnaître ce qui revient',
  command: 'python exercice_accuses.py SALLE NOM',
  checks: {
    entre: 'Votre programme s’abonne, en demandant les accusés (acks\u00a0: true)',
    traite: 'Il rend compte de chaque message traité (traité 1, traité 2…)',
    acquitte: 'Il acquitte chaque message, et toujours après l’avoir traité',
    revient: 'Coupé, il revient et se réabonne, encore avec acks\u00a0: true',
    doublon: 'Un message déjà traité lui revient\u00a0: il l’acquitte sans le traiter de nouveau',
    'rien-perdu': 'À la fin, chaque message a été traité une fois et acquitté, sans une seule erreur',
  },
  hints: [
    'Écrivez l’ordre des gestes sur papier\u00a0: recevoir, traiter, rendre compte, acquitter. Que reste-t-il à faire si le lien se coupe entre deux gestes\u00a0?',
    'Le serveur ne sait pas ce que vous avez traité\u00a0: il sait ce que vous avez acquitté. Ce qui n’est pas acquitté revient, même si vous l’avez traité. Gardez donc vous-même l’ensemble des numéros traités.',
    'Cet ensemble doit survivre à la coupure\u00a0: il se crée une fois, en dehors de la fonction qui ouvre une connexion.',
    'À la réception du numéro n\u00a0: s’il n’est pas dans l’ensemble, l’y ajouter et publier «\u00a0traité n\u00a0»\u00a0; puis, dans tous les cas, envoyer {"type": "ack", "room": SALLE, "sequence": n}.',
  ],
};

export const exerciseWords = { accuses } satisfies { [Name in ExerciseName]?: WordsOf<Name> };

export const endTexts: Record<EndReason, string> = {
  played: 'La partie est allée jusqu’au bout.',
  gone: 'Votre programme n’est pas revenu après la coupure.',
  left: 'Votre programme est parti de lui-même avant la fin.',
  time: 'La partie a duré plus de trois minutes\u00a0: elle est arrêtée.',
  flood: 'Votre programme a envoyé trop de demandes\u00a0: la partie est arrêtée.',
  stopped: 'Une autre partie a commencé.',
};

export const verdictTexts = {
  passed: 'réussi',
  'not-yet': 'pas encore',
  unknown: 'je ne peux pas dire',
} as const;
