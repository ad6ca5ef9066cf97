'use client';
// Before anything: the brokers of the course, which of them are here, and what each can and cannot do.
import type { BrokerAtHand, BrokerName } from '#contract/pubsub.ts';
import { Button } from '../../ui/button.tsx';
import { brokerText, capabilityTexts, everyBroker, placeText } from './words.ts';

export function BrokersList({
  brokers,
  blocked,
  busy,
  onBegin,
}: {
  brokers: readonly BrokerAtHand[];
  blocked: string | null;
  busy: boolean;
  onBegin(broker: BrokerName): void;
}) {
  return (
    <section aria-label="Les brokers" data-cible="brokers">
      <p className="mb-3">
        Un éditeur publie, des abonnés écoutent. Choisissez le broker qui les relie&nbsp;: le même scénario n’y finit
        pas pareil.
      </p>
      <ul className="grid gap-2 @container sm:grid-cols-2">
        {everyBroker(brokers).map(({ broker, at, setting }) => (
          <li key={broker} className="min-w-0 rounded-xl border border-line bg-sheet px-3 py-2" data-broker={broker}>
            <div className="flex flex-wrap items-baseline justify-between gap-2">
              <h3 className="font-bold">{brokerText[broker]}</h3>
              <Button
                small
                tone={broker === 'embarque' ? 'primary' : 'plain'}
                aria-label={`Commencer avec ${brokerText[broker]}`}
                disabled={busy || blocked !== null || at === null}
                title={blocked ?? undefined}
                onClick={() => onBegin(broker)}
              >
                Commencer
              </Button>
            </div>
            {at ? (
              <>
                <p className="wrap-anywhere text-muted text-sm">{placeText(at)}</p>
                <Abilities at={at} />
              </>
            ) : (
              <p className="text-muted text-sm">
                pas sur ce serveur&nbsp;: il faut le réglage <code>{setting}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A sign and words: what it cannot do is said as plainly as what it can. */
export function Abilities({ at }: { at: BrokerAtHand }) {
  return (
    <ul className="mt-1 text-sm projection:hidden" data-cible="capacites">
      {capabilityTexts(at.capabilities).map(({ can, text }) => (
        <li key={text} className={can ? '' : 'text-muted'}>
          <span aria-hidden="true" className={`inline-block min-w-5 font-bold ${can ? 'text-good' : 'text-warn'}`}>
            {can ? '✓' : '✗'}
          </span>
          {text}
        </li>
      ))}
    </ul>
  );
}
