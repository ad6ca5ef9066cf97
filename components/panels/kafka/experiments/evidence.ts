// What was observed when a step was ticked, in French; facts come from labs/kafka/experiments, never sentences.
import type { Evidence, Read } from '#labs/kafka/experiments/marks.ts';
import { partitionsOf } from '#labs/kafka/owners.ts';
import { count, counted } from '../../../lab/format.ts';
import { generationText, ownersText } from '../words.ts';

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
      return after(generationText(evidence.generation), ownersText(evidence.owners, evidence.topic));
    case 'published': {
      const keys = evidence.moreKeys
        ? `plus de ${counted(evidence.keys.length, 'clé')}`
        : counted(evidence.keys.length, 'clé');
      return `${counted(evidence.count, 'message')}, ${keys}, ${counted(evidence.partitions.length, 'partition')}`;
    }
    case 'idle':
      return after(
        [
          generationText(evidence.generation),
          `${evidence.members} consommateurs pour ${counted(evidence.partitions, 'partition')}`,
        ]
          .filter((part) => part !== '')
          .join(', '),
        ownersText(evidence.owners, evidence.topic),
      );
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
    case 'reads':
      return evidence.groups
        .map(({ group, owners }) => `${group}${nb}: ${ownersText(owners, evidence.topic)}`)
        .join('. ');
    case 'everything':
      return `${counted(evidence.count, 'message')}. ${evidence.groups.map(({ group, reads }) => `${group} a validé ${ranges(reads)}`).join('. ')}`;
    case 'caught-up':
      return `${evidence.group} a tout validé${nb}: ${ends(evidence.reads)}`;
    case 'stopped':
      return `${evidence.label ?? 'le dernier membre'} (${goneText(evidence.cause)}), groupe vide. Offsets validés gardés${nb}: ${ends(evidence.reads)}`;
    case 'written':
      return `${counted(evidence.count, 'message')}, ${counted(evidence.partitions.length, 'partition')}`;
    case 'resumed':
      return resumed(evidence);
    case 'placed':
      return `clé ${evidence.key} → P${evidence.partition}, offset ${count(evidence.offset)}`;
    case 'same-key':
      return sameKey(evidence);
    case 'in-order':
      return `${evidence.group}${evidence.label === null ? '' : ` ${evidence.label}`} a lu P${evidence.partition} sans revenir en arrière, jusqu’à l’offset ${count(evidence.committed)}${nb}: ${evidence.key} aux offsets ${list(evidence.offsets)}`;
    case 'began':
      return `${evidence.group} a commencé à ${starts(evidence.reads)}${nb}: ${counted(evidence.behind, 'message déjà écrit', 'messages déjà écrits')} à lire`;
    case 'then-read':
      return `${evidence.group} a lu ${counted(evidence.count, 'nouveau message', 'nouveaux messages')}, et aucun des ${count(evidence.skipped)} d’avant`;
  }
}

const after = (first: string, rest: string): string => (first === '' ? rest : `${first}${nb}: ${rest}`);
const list = (numbers: readonly number[]): string => numbers.map(count).join(', ');

/** `P0 → 4, P2 → 3`. */
const ends = (reads: readonly Read[]): string =>
  reads.map(({ partition, to }) => `P${partition} → ${count(to)}`).join(', ');
/** `P0 de 0 à 3`: the last offset read, not the next one. */
const ranges = (reads: readonly Read[]): string =>
  reads.map(({ partition, from, to }) => `P${partition} de ${count(from ?? 0)} à ${count(to - 1)}`).join(', ');
/** `P0 offset 3 sur 5`: where it began, and the log's end then. */
const starts = (reads: readonly Read[]): string =>
  reads
    .map(({ partition, from, to }) => `P${partition} offset ${from === null ? '?' : count(from)} (fin ${count(to)})`)
    .join(', ');

function resumed(evidence: Extract<Evidence, { kind: 'resumed' }>): string {
  const seen = evidence.reads.filter(({ from }) => from !== null);
  const resume = seen.length > 0 ? `reprise à ${starts(seen)}` : 'reprise vue par ses seuls offsets validés';
  const again = evidence.again > 0 ? `, ${counted(evidence.again, 'relu', 'relus')} faute d’avoir été validés` : '';
  const lost = evidence.outcome === 'perdus' ? evidence.produced : 0;
  return `${counted(evidence.produced, 'message produit', 'messages produits')} pendant l’arrêt. ${evidence.group}${nb}: ${resume}, ${counted(lost, 'perdu')}${again}`;
}

function sameKey({ key, places, between }: Extract<Evidence, { kind: 'same-key' }>): string {
  const partitions = [...new Set(places.map(({ partition }) => partition))].sort((a, b) => a - b);
  const where = partitions
    .map((each) => {
      const offsets = places.filter(({ partition }) => partition === each).map(({ offset }) => offset);
      return `P${each} offsets ${list(offsets)}`;
    })
    .join(' · ');
  return `${key} → ${where}, et ${counted(between, 'autre message mêlé', 'autres messages mêlés')}`;
}
