'use client';
// Which broker carries the queue, which others this server knows, and what this one cannot do.
import { type QueueBrokerName, queueBrokers } from '#contract/queue-capabilities.ts';
import type { FileState } from '#labs/file/lab.ts';
import { brokerNames, limitsOf } from './words.ts';
import { selectClass } from './worker-form.tsx';

export function BrokerChoice(props: {
  state: FileState;
  blocked: string | null;
  onChoose(broker: QueueBrokerName): void;
}) {
  const { state, blocked, onChoose } = props;
  if (state.broker === null) return null;
  const { name, capabilities } = state.broker;
  const known = queueBrokers.filter((each) => each === name || state.others.includes(each));
  const limits = limitsOf(capabilities);
  return (
    <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-sm" data-cible="broker">
      <label className="flex items-center gap-1">
        broker
        <select
          className={selectClass}
          value={name}
          disabled={blocked !== null}
          title={blocked ?? undefined}
          onChange={(event) => onChoose(queueBrokers.find((each) => each === event.target.value) ?? name)}
        >
          {known.map((each) => (
            <option key={each} value={each}>
              {brokerNames[each]}
            </option>
          ))}
        </select>
      </label>
      {limits.length > 0 ? <p className="min-w-0 flex-1 basis-60 text-muted">{limits.join(' · ')}.</p> : null}
    </div>
  );
}
