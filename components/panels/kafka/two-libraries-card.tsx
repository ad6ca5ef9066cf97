'use client';
// « Même clé, deux bibliothèques » : both predictions before anything is sent, then what really arrived marks each of them.
import { useState } from 'react';
import type { KafkaState, TopicState } from '#labs/kafka/state.ts';
import { type Algorithm, usedBy } from '#labs/partitioners/index.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { useActions, useCommand } from './command.ts';
import { type Arrival, algorithms, arrivalsOf, kcatCommand, predict, tellingKey } from './two-libraries.ts';

const names: Record<Algorithm, string> = { murmur2: 'murmur2', crc32: 'CRC32' };
const maxKey = 1_000;

export function TwoLibraries({ state, topic, onClose }: { state: KafkaState; topic: TopicState; onClose(): void }) {
  const { onWire } = useActions();
  const { run, busy, problem, blocked } = useCommand();
  const ends = () => topic.partitions.map(({ end }) => end);
  const [key, setKey] = useState('capteur-7');
  const [since, setSince] = useState<readonly number[]>(ends);
  const arrived = arrivalsOf(state, topic.topic, key, since);
  const [one, two] = algorithms.map((algorithm) => predict(algorithm, key, topic.count));
  const other = one === two ? tellingKey(key, topic.count) : null;
  const choose = (next: string) => {
    setKey(next);
    setSince(ends());
  };
  const address = state.cluster?.address ?? 'localhost:9092';
  const command = kcatCommand(address, onWire(topic.topic), key);
  return (
    <section
      aria-label="Même clé, deux bibliothèques"
      data-cible="deux-bibliotheques"
      className="mb-4 rounded-xl border border-line bg-sheet p-3 text-sm"
    >
      <div className="flex items-baseline justify-between gap-2">
        <h3 className="font-bold">Même clé, deux bibliothèques</h3>
        <Button small tone="quiet" className="projector-hidden" onClick={onClose}>
          Fermer
        </Button>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <label className="flex items-center gap-2">
          <span className="text-muted">clé</span>
          <input
            className="w-44 rounded-lg border border-line bg-paper px-2 py-1 font-mono"
            value={key}
            maxLength={maxKey}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => choose(event.target.value)}
          />
        </label>
        {other === null ? null : (
          <span className="text-muted">
            Les deux s’accordent ici.{' '}
            <button type="button" className="text-accent underline" onClick={() => choose(other)}>
              Essayez {other}
            </button>
          </span>
        )}
      </div>
      <table className="mt-2 w-full text-left [&_:is(td,th)]:py-1 [&_:is(td,th)]:pr-3 [&_:is(td,th)]:align-top">
        <caption className="sr-only">Où chacune enverrait la clé, et ce qui est arrivé</caption>
        <thead className="text-muted text-xs">
          <tr>
            <th scope="col">Calcul</th>
            <th scope="col">Bibliothèques</th>
            <th scope="col">Prévu</th>
            <th scope="col">Arrivé</th>
          </tr>
        </thead>
        <tbody>
          {algorithms.map((algorithm) => (
            <tr key={algorithm} className="border-line border-t" data-calcul={algorithm}>
              <th scope="row" className="font-mono font-semibold">
                {names[algorithm]}
              </th>
              <td className="text-muted">{usedBy[algorithm].join(', ')}</td>
              <td className="font-mono font-semibold">{placeText(predict(algorithm, key, topic.count))}</td>
              <td>
                <Verdict
                  predicted={predict(algorithm, key, topic.count)}
                  arrival={arrived.findLast((each) => each.algorithm === algorithm)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Strangers arrived={arrived} seen={state.cluster?.capabilities.clients ?? true} />
      <div className="projector-hidden mt-2 flex flex-wrap items-center gap-2">
        <Button
          small
          disabled={busy || blocked !== null || key === ''}
          title={blocked ?? (key === '' ? 'Donnez d’abord une clé.' : 'Un message avec cette clé, par KafkaJS')}
          onClick={() => void run({ type: 'publish', topic: topic.topic, key, value: 'bonjour', acks: -1 })}
        >
          Envoyer d’ici (KafkaJS)
        </Button>
        <span className="text-muted">puis, dans un terminal&nbsp;:</span>
      </div>
      <div className="projector-hidden mt-2 flex items-center gap-2 rounded-lg bg-sunk py-1 pr-1 pl-3" data-copy>
        <code className="min-w-0 flex-1 wrap-anywhere font-mono">{command}</code>
        <CopyButton text={command} />
      </div>
      {problem ? (
        <p role="alert" className="mt-2 text-warn">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

const placeText = (partition: number | null): string => (partition === null ? 'au hasard' : `P${partition}`);

function Verdict({ predicted, arrival }: { predicted: number | null; arrival: Arrival | undefined }) {
  if (!arrival) return <span className="text-muted">rien encore</span>;
  const right = predicted === arrival.partition;
  return (
    <span role="status" className={right ? 'font-semibold text-good' : 'font-semibold text-warn'} data-juste={right}>
      P{arrival.partition}, offset {arrival.offset}&nbsp;: {right ? 'comme prévu' : 'pas comme prévu'}
    </span>
  );
}

/** Records of this key whose sender did not say what it is: shown, and attributed to nobody. `seen`: it could have. */
function Strangers({ arrived, seen }: { arrived: readonly Arrival[]; seen: boolean }) {
  const last = arrived.findLast(({ algorithm }) => algorithm === null);
  if (!last) return null;
  if (!seen)
    return (
      <p className="mt-1 text-muted">
        Arrivé aussi dans P{last.partition}, d’un programme extérieur. Un cluster Kafka ne dit pas lequel&nbsp;:
        comparez vous-même à la prévision.
      </p>
    );
  return (
    <p className="mt-1 text-muted">
      Arrivé aussi dans P{last.partition}, d’un programme dont je ne connais pas la bibliothèque
      {last.sender === null ? '' : ` (${last.sender})`}.
    </p>
  );
}
