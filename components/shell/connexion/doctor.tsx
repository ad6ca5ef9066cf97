'use client';
// The doctor of connections: what to type at the left; at the right, each program that knocks and where it stops.
import { useEffect, useState } from 'react';
import type { Place } from '#contract/connexion-events.ts';
import { diagnose } from '#labs/connexion/diagnosis.ts';
import { type ConnexionState, connexionLab } from '#labs/connexion/lab.ts';
import { duration } from '../../lab/format.ts';
import { LinkBanner } from '../../lab/link-banner.tsx';
import { useWorkspace } from '../../realtime/use-people.ts';
import { useWholeLab } from '../../realtime/use-whole-lab.ts';
import { Card } from '../../ui/card.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AttemptCard } from './attempt-card.tsx';
import { Trial } from './trial.tsx';

/** Programs shown, the latest first. */
const shown = 8;

export function Doctor() {
  const { live, link, ready, head } = useWholeLab(connexionLab);
  const { prefix } = useWorkspace();
  const { place } = live;
  const now = useServerNow(live, head);
  return (
    <div className="mx-auto grid max-w-6xl gap-6 px-5 py-6 lg:grid-cols-2 split:px-8">
      <div className="min-w-0">
        <LinkBanner link={link} />
        <h1 className="mb-1 font-bold text-3xl">Docteur de connexion</h1>
        <p className="mb-4 text-muted">
          Lancez votre programme. Cette page montre ce que Kafka voit arriver, et à quelle étape cela s’arrête.
        </p>
        {place ? (
          <>
            <Where place={place} reached={live.reached} />
            <Card title="Pour essayer" className="mt-4">
              <Trial address={place.addresses[0] ?? 'localhost:9092'} topic={`${prefix}demo-topic`} />
            </Card>
          </>
        ) : (
          <p className="text-muted">
            {ready ? 'Kafka n’est pas encore prêt.' : 'J’attends la première image du serveur…'}
          </p>
        )}
      </div>
      <section aria-label="Ce qui arrive" aria-live="polite" className="min-w-0 space-y-4">
        {place?.source === 'cluster' ? (
          <Card title="Ce Kafka ne se laisse pas observer">
            Seul le Kafka embarqué montre qui frappe à sa porte. Ici, lisez les messages d’erreur de votre programme, et
            regardez ses messages dans le labo.
          </Card>
        ) : (
          <Knocks state={live} seeing={ready && link.status === 'live'} now={now} />
        )}
      </section>
    </div>
  );
}

function Knocks({ state, seeing, now }: { state: ConnexionState; seeing: boolean; now: number | null }) {
  const [opened] = useState(() => Date.now());
  const port = state.place?.addresses[0]?.split(':').at(-1) ?? '9092';
  const last = [...state.attempts].reverse().slice(0, shown);
  if (last.length > 0) {
    return last.map((attempt) => (
      <AttemptCard
        key={attempt.key}
        attempt={attempt}
        diagnosis={diagnose(attempt, state, now ?? attempt.lastAt)}
        place={state.place}
      />
    ));
  }
  const since = now === null ? 0 : Math.max(0, now - Math.max(opened, state.lastKnock ?? 0));
  return (
    <Card title={seeing ? 'J’attends votre programme…' : 'Je ne vois pas encore Kafka…'}>
      <p data-rien>
        Rien n’est arrivé sur le port {port}
        {seeing ? <span aria-hidden="true"> depuis {duration(since)}</span> : null}.
      </p>
      <p className="mt-2 text-muted">
        Si votre programme tourne déjà et que rien n’apparaît, c’est qu’il frappe ailleurs&nbsp;:
      </p>
      <ul className="list-disc pl-5 text-muted">
        <li>comparez son adresse et son port avec celle de cette page, caractère par caractère&nbsp;;</li>
        <li>
          depuis une autre machine, vérifiez le réseau, le pare-feu, et que Relais y est ouvert (HOST=0.0.0.0)&nbsp;;
        </li>
        <li>dans un conteneur, «&nbsp;localhost&nbsp;» est le conteneur lui-même.</li>
      </ul>
    </Card>
  );
}

const localNames = new Set(['localhost', '127.0.0.1', '::1']);

/** What is already known before anybody knocks. */
function Where({ place, reached }: { place: Place; reached: ConnexionState['reached'] }) {
  const { advertised, addresses, onlyHere } = place;
  const trap = !onlyHere && advertised !== null && localNames.has(advertised.host);
  return (
    <Card title="L’adresse à donner aux programmes">
      <p className="wrap-anywhere font-bold font-mono text-xl">{addresses[0]}</p>
      {addresses.length > 1 ? (
        <p className="text-muted text-sm">ou, selon d’où l’on vient&nbsp;: {addresses.slice(1).join(', ')}</p>
      ) : null}
      {onlyHere ? (
        <p className="mt-1 text-muted text-sm">
          Depuis cette machine seulement. Pour la classe&nbsp;:{' '}
          <code>HOST=0.0.0.0 KAFKA_ADVERTISED_HOST=… npm start</code>
        </p>
      ) : null}
      {trap ? (
        <p role="note" className="mt-2 rounded-lg bg-warn-soft p-2 text-warn">
          Kafka annonce «&nbsp;{advertised.host}&nbsp;»&nbsp;: les programmes d’autres machines se perdront. Redémarrez
          Relais avec KAFKA_ADVERTISED_HOST=&lt;adresse de cette machine&gt;.
        </p>
      ) : null}
      {reached?.reached === false && advertised ? (
        <p role="note" className="mt-2 rounded-lg bg-warn-soft p-2 text-warn">
          L’adresse que Kafka annonce, {advertised.host}:{advertised.port}, ne répond pas au serveur lui-même (
          {reached.detail}).
        </p>
      ) : null}
    </Card>
  );
}

/** The server's time, as its last events tell: a student's clock may be minutes wrong. Null before the page is alive. */
function useServerNow(state: ConnexionState, head: number): number | null {
  const now = useNow();
  const [ahead, setAhead] = useState(0);
  const last = Math.max(0, state.reached?.at ?? 0, ...state.attempts.map(({ lastAt }) => lastAt));
  const [first] = useState(head);
  // An event that comes while one looks is of now; before, its age is unknown and only a future one tells something.
  useEffect(() => {
    if (last === 0) return;
    const difference = last - Date.now();
    if (head !== first || difference > 0) setAhead(difference);
  }, [last, head, first]);
  return now === null ? null : now + ahead;
}
