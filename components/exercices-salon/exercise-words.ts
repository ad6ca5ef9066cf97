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

const prive: WordsOf<'prive'> = {
  title: 'Répondre en privé, à la bonne personne',
  command: 'python exercice_prive.py SALLE NOM JETON',
  checks: {
    preuve: 'Votre programme entre sous votre pseudonyme, prouvé par votre jeton',
    repond: 'Il répond à chaque message privé, en privé, à son expéditeur',
    expediteur: 'Il ne se fie pas au nom écrit dans un texte\u00a0: il répond à sender',
    secret: 'Il ne dit rien dans la salle, et ne parle jamais au nom d’un autre',
    retrouve: 'Coupé, il retrouve les messages privés dits pendant son absence, et y répond une fois',
  },
  hints: [
    'Qui remplit le champ sender d’un message que vous recevez\u00a0? Et qui écrit son contenu\u00a0? À qui des deux se fier\u00a0?',
    'Un message privé arrive dans le sujet @votre-nom\u00a0: c’est son champ room. Une réponse se publie dans @ suivi de sender.',
    'Un sujet privé a ses propres numéros, à partir de 1. Tenez-en le prochain attendu, à part de celui de la salle.',
    'Au retour, abonnez-vous à la salle, puis à @votre-nom avec from\u00a0: le prochain attendu. Le serveur renvoie ce que vous avez manqué, et seulement cela.',
  ],
};

const histoire: WordsOf<'histoire'> = {
  title: 'Retrouver l’histoire, ou dire ce qui manque',
  command: 'python exercice_histoire.py SALLE NOM',
  checks: {
    entre: 'Votre programme s’abonne à la salle',
    ordre: 'Il livre dans l’ordre des numéros, chacun une fois',
    trou: 'Un numéro n’arrive pas\u00a0: il le redemande, et le livre à sa place',
    refus: 'Il demande clear_history, est refusé, et continue',
    revient: 'Coupé, il reprend au prochain numéro attendu (from)',
    perdu: 'Ce qui n’existe plus, il le dit perdu',
    tout: 'À la fin, chaque numéro est reçu ou dit perdu, une fois, sans une seule erreur',
  },
  hints: [
    'À chaque instant, votre programme doit pouvoir répondre à une question\u00a0: quel est le prochain numéro à livrer\u00a0? Tout le reste en découle.',
    'Un numéro plus grand que l’attendu signale un trou. Gardez-le, attendez un peu, puis demandez\u00a0: get_history avec from\u00a0: l’attendu.',
    'La réponse à get_history, comme celle à subscribe, porte oldest\u00a0: le plus ancien numéro qui existe encore. S’il dépasse l’attendu, ce qui est entre les deux est perdu. Même quand la liste de messages est vide.',
    'Au retour\u00a0: subscribe avec epoch et from. Si recovered est faux, dites «\u00a0perdu attendu-(oldest − 1)\u00a0», puis attendez oldest.',
  ],
};

export const exerciseWords = { accuses, prive, histoire } satisfies { [Name in ExerciseName]: WordsOf<Name> };

export const endTexts: Record<EndReason, string> = {
  played: 'La partie est allée jusqu’au bout.',
  gone: 'Votre programme n’est pas revenu après la coupure.',
  left: 'Votre programme est parti de lui-même avant la fin.',
  time: 'La partie a duré plus de trois minutes\u00a0: elle est arrêtée.',
  flood: 'Votre programme a envoyé trop de demandes\u00a0: la partie est arrêtée.',
  stopped: 'Une autre partie a commencé.',
  server: 'Le serveur qui tenait la partie a disparu. Relancez votre programme pour en commencer une autre.',
};

export const verdictTexts = {
  passed: 'réussi',
  'not-yet': 'pas encore',
  unknown: 'je ne peux pas dire',
} as const;
