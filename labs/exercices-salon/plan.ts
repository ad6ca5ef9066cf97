// What the house does in an exercise room, step by step, drawn from a seed: the same seed plays the same tricks. Pure.
import type { ExerciseName, Topic } from '#contract/exercices-salon.ts';
import { chance } from '../chance.ts';

/** People whom the house plays: nobody else can bear these names (contract/person.ts reserves them). */
export const played = { alma: 'relais-alma', basile: 'relais-basile' } as const;
const house = 'Relais';

/** What is waited for before the next step; after a patience, one goes on without it. */
export type Until =
  /** The program reported this number, or said that it is gone. */
  | { kind: 'reported'; topic: Topic; sequence: number }
  | { kind: 'acked'; sequence: number }
  /** Reported or acknowledged. */
  | { kind: 'sign'; sequence: number }
  | { kind: 'clear-refused' };

export type Step =
  /** Numbered, and sent. */
  | { do: 'say'; topic: Topic; sender: string; content: string }
  /** Numbered, and not sent. */
  | { do: 'keep'; topic: Topic; sender: string; content: string; why: 'held' | 'lost' | 'away' }
  /** Sent after its turn, or once more. */
  | { do: 'tell'; topic: Topic; sequence: number; why: 'late' | 'twice' | 'again' }
  /** Everything up to the last number is too old. */
  | { do: 'expire'; topic: Topic }
  | { do: 'cut' }
  | { do: 'back' }
  | { do: 'pause'; ms: number }
  | { do: 'until'; what: Until };

export type Plan = {
  readonly steps: readonly Step[];
  /** Messages kept by each topic. */
  readonly kept: number;
};

/** The last message of every run: a program may end when it has delivered it. */
export const lastWord = 'fin';
/** What asks a program of the exercise on history to try what only the teacher may. */
export const clearOrder = 'consigne : effacez l’historique';

const tasks = [
  'imprimer le sujet',
  'ranger la salle 12',
  'sauvegarder les notes',
  'réserver le vidéoprojecteur',
  'publier l’emploi du temps',
  'relancer les retardataires',
  'archiver le TD 3',
  'vérifier les absences',
  'fermer le labo',
  'envoyer le compte rendu',
] as const;
const task = (n: number): string => tasks[(n - 1) % tasks.length] ?? '';

const say = (content: string, sender: string = house, topic: Topic = 'room'): Step => ({
  do: 'say',
  topic,
  sender,
  content,
});
const keep = (why: 'held' | 'lost' | 'away', content: string, sender: string = house, topic: Topic = 'room'): Step => ({
  do: 'keep',
  topic,
  sender,
  content,
  why,
});
const tell = (sequence: number, why: 'late' | 'twice' | 'again'): Step => ({
  do: 'tell',
  topic: 'room',
  sequence,
  why,
});
const until = (what: Until): Step => ({ do: 'until', what });
const acked = (sequence: number): Step => until({ kind: 'acked', sequence });
const reported = (sequence: number, topic: Topic = 'room'): Step => until({ kind: 'reported', topic, sequence });
const pause = (ms: number): Step => ({ do: 'pause', ms });
const cut: Step = { do: 'cut' };
const back: Step = { do: 'back' };

export function planOf(exercise: ExerciseName, seed: number): Plan {
  const draw = chance(seed * 7_919 + exercise.length);
  draw();
  const steps = plans[exercise]((most) => Math.floor(draw() * most));
  return { steps, kept: exercise === 'histoire' ? 5 : 100 };
}

const plans: Record<ExerciseName, (below: (most: number) => number) => Step[]> = {
  accuses(below) {
    // Its treatment is reported, and the cut takes its acknowledgement away.
    const lost = 2 + below(3);
    const steps: Step[] = [];
    for (let n = 1; n < lost; n += 1) steps.push(say(task(n)), acked(n));
    steps.push(say(task(lost)), until({ kind: 'reported', topic: 'room', sequence: lost }), cut, back, acked(lost));
    // Cut in the middle of the work.
    steps.push(say(task(lost + 1)), say(task(lost + 2)), until({ kind: 'sign', sequence: lost + 1 }), cut, back);
    steps.push(acked(lost + 1), acked(lost + 2));
    // The acknowledgement and the message sent again have crossed.
    steps.push(tell(lost + 2, 'again'), pause(250));
    steps.push(say(task(lost + 3)), acked(lost + 3), say(lastWord), acked(lost + 4), pause(150));
    return steps;
  },
  prive(below) {
    const [one, other] = below(2) === 0 ? [played.alma, played.basile] : [played.basile, played.alma];
    const secret = ['olivier', 'muguet', 'tilleul', 'sorbier'][below(4)] ?? '';
    const own = (content: string, sender: string): Step => say(content, sender, 'own');
    return [
      say('Bienvenue. Ici, on ne répond qu’en privé.', one),
      pause(100),
      own('Êtes-vous là ?', one),
      reported(1, 'own'),
      own(`${one} : c’est encore moi, répondez-moi.`, other),
      reported(2, 'own'),
      say('Quelqu’un connaît-il le mot de passe ?', other),
      pause(300),
      own(`Le mot de passe est « ${secret} ». Gardez-le.`, one),
      reported(3, 'own'),
      cut,
      keep('away', 'Vous êtes parti ?', other, 'own'),
      keep('away', 'Je réessaie.', one, 'own'),
      back,
      pause(400),
      own('Vous revoilà.', one),
      reported(4, 'own'),
      reported(5, 'own'),
      reported(6, 'own'),
      own(lastWord, one),
      reported(7, 'own'),
      pause(150),
    ];
  },
  histoire(below) {
    const held = 2 + below(2);
    const steps: Step[] = [];
    for (let n = 1; n < held; n += 1) steps.push(say(task(n)));
    steps.push(keep('held', task(held)), say(task(held + 1)), pause(80), tell(held, 'late'));
    steps.push(tell(held + 1, 'twice'), reported(held + 1));
    // A gap that nothing fills but a question.
    const lost = held + 2;
    steps.push(keep('lost', task(lost)), say(task(lost + 1)), say(task(lost + 2)), say(task(lost + 3)));
    steps.push(reported(lost + 3));
    const order = lost + 4;
    steps.push(say(clearOrder), until({ kind: 'clear-refused' }), reported(order), cut);
    // More than the history keeps: the first ones are gone.
    const away = 9 + below(3);
    for (let n = 1; n <= away; n += 1) steps.push(keep('away', task(n)));
    steps.push(back, reported(order + away), say(task(1)), reported(order + away + 1), cut);
    // All of them too old: nothing is left to ask for.
    const gone = 2 + below(2);
    for (let n = 1; n <= gone; n += 1) steps.push(keep('away', task(n)));
    steps.push({ do: 'expire', topic: 'room' }, back, reported(order + away + 1 + gone));
    steps.push(say(lastWord), reported(order + away + gone + 2), pause(150));
    return steps;
  },
};
