// The French of the experiments: what to do, what was observed, what a prediction meant.
import type { Evidence, StepProgress } from '#labs/kafka/experiments/marks.ts';
import { partitionsOf } from '#labs/kafka/owners.ts';
import { counted } from '../../lab/format.ts';
import { ownersText } from './words.ts';

const nb = '\u00a0';

/** Why a member is gone, from a LeaveCause or a RebalanceCause kind. */
function goneText(cause: string): string {
  switch (cause) {
    case 'clean':
    case 'leave':
      return 'parti proprement';
    case 'closed':
      return 'connexion coupée sans prévenir';
    case 'silence':
      return 'plus signe de vie';
    case 'poll-too-slow':
      return 'trop lent entre deux lectures';
    case 'kicked':
      return 'exclu du groupe';
    default:
      return 'disparu';
  }
}

/** What was seen when a step was ticked, without « observé : ». */
export function evidenceText(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'shared':
      return `génération ${evidence.generation}${nb}: ${ownersText(evidence.owners, evidence.topic)}`;
    case 'published': {
      const keys = evidence.moreKeys
        ? `plus de ${counted(evidence.keys.length, 'clé')}`
        : counted(evidence.keys.length, 'clé');
      return `${counted(evidence.count, 'message')}, ${keys}, ${counted(evidence.partitions.length, 'partition')}`;
    }
    case 'idle':
      return `génération ${evidence.generation}, ${evidence.members} consommateurs pour ${counted(evidence.partitions, 'partition')}${nb}: ${ownersText(evidence.owners, evidence.topic)}`;
    case 'takeover': {
      const gone = evidence.gone.map(({ label }) => label).join(', ');
      const moved = evidence.gone.flatMap((owner) => partitionsOf(owner, evidence.topic));
      const takers = evidence.after
        .map((owner) => ({ owner, taken: partitionsOf(owner, evidence.topic).filter((each) => moved.includes(each)) }))
        .filter(({ taken }) => taken.length > 0)
        .map(({ owner, taken }) => `${owner.label} reprend ${taken.map((each) => `P${each}`).join(', ')}`)
        .join(', ');
      const before = ownersText(evidence.before, evidence.topic);
      const after = ownersText(evidence.after, evidence.topic);
      return `${gone} (${goneText(evidence.cause)})${nb}: ${takers}. Avant${nb}: ${before}. Après${nb}: ${after}`;
    }
  }
}

export const choiceLabels: Record<string, string> = {
  partage: 'deux partagent une partition',
  attend: 'l’un des quatre attend',
  'lit-tout': 'il lit tout, lui aussi',
};

/** What the run says of a prediction; null while it has not happened. */
export function verdictOf({ prediction }: StepProgress): { right: boolean; text: string } | null {
  if (prediction === null || prediction.outcome === null) return null;
  const right = prediction.choice === prediction.outcome;
  if (prediction.outcome === 'attend')
    return { right, text: right ? waits : `${waits} ${misreading(prediction.choice)}` };
  return { right, text: `Ici, ${choiceLabels[prediction.outcome] ?? prediction.outcome}.` };
}

const waits =
  'Dans un groupe, une partition n’a qu’un seul lecteur\u00a0: quand il y a plus de consommateurs que de partitions, il en reste sans travail.';

function misreading(choice: string): string {
  switch (choice) {
    case 'partage':
      return 'Deux lecteurs sur une partition mélangeraient son ordre\u00a0: Kafka ne le fait jamais dans un groupe.';
    case 'lit-tout':
      return 'Pour tout relire, il faudrait un autre groupe\u00a0: chaque groupe reçoit tout, ses membres se partagent.';
    default:
      return '';
  }
}

/** Said under a prediction that came too late; null otherwise. */
export function lateText({ prediction }: StepProgress): string | null {
  if (prediction === null || prediction.armed || prediction.outcome !== null) return null;
  return 'Quatre consommateurs étaient déjà là\u00a0: arrêtez-en un, puis ajoutez-le de nouveau pour voir votre prédiction jugée.';
}
