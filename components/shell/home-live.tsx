'use client';
// « Branchez votre programme » and « En ce moment » : nothing here is written by hand, all of it is what the broker saw.
import Link from 'next/link';
import { useState } from 'react';
import { kafkaLab } from '#labs/kafka/lab.ts';
import { count, duration } from '../lab/format.ts';
import { LinkBanner } from '../lab/link-banner.tsx';
import { useWholeLab } from '../realtime/use-whole-lab.ts';
import { Card } from '../ui/card.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useNow } from '../ui/use-now.ts';
import { lastHeard, present, programName, records } from './outside-programs.ts';

export function HomeLive() {
  const { live, link, ready } = useWholeLab(kafkaLab);
  const address = live.cluster?.address ?? null;
  const seeing = ready && link.status === 'live' && live.cluster?.lost === null;
  const programs = present(live);
  return (
    <div className="space-y-3">
      <Card title="Branchez votre programme">
        <p className="text-muted">
          {live.cluster?.source === 'cluster'
            ? 'Un Kafka est déjà branché ici.'
            : 'Un Kafka tourne déjà ici. Sans Docker.'}{' '}
          Enregistrez{' '}
          <a href="/programmes/producteur.py" download="producteur.py" className="text-accent underline">
            producteur.py
          </a>
          , puis, dans un terminal&nbsp;:
        </p>
        <div data-copy className="relative my-3">
          <pre className="overflow-x-auto rounded-lg bg-sunk p-4 font-mono text-sm leading-relaxed">
            <code>{'pip install kafka-python\npython producteur.py'}</code>
            {address ? <span className="block select-none text-muted"># {address}</span> : null}
          </pre>
          <CopyButton className="absolute top-2 right-2" />
        </div>
        <p className="mb-2 text-sm">
          <Link href="/labo/connexion" className="font-semibold text-accent underline underline-offset-4">
            Rien ne se passe&nbsp;? Le docteur de connexion
          </Link>
        </p>
        {seeing && live.cluster?.capabilities.clients === false ? (
          <p className="text-muted text-sm">
            Seul le Kafka embarqué montre les programmes par leur nom&nbsp;; ici, regardez leurs messages dans le labo.
          </p>
        ) : programs.length > 0 && seeing ? (
          <Programs programs={programs} />
        ) : (
          <Waiting seeing={seeing} heard={lastHeard(live)} />
        )}
      </Card>
      <Card title="En ce moment">
        <dl>
          <Figure label="messages gardés" value={seeing ? count(records(live)) : '—'} />
          <Figure
            label="programmes connectés, hors navigateur"
            value={seeing && live.cluster?.capabilities.clients ? count(programs.length) : '—'}
          />
          <Figure
            label="groupes actifs"
            value={seeing ? count(live.groups.filter((group) => group.members.length > 0).length) : '—'}
          />
        </dl>
        <LinkBanner link={link} />
      </Card>
    </div>
  );
}

function Programs({ programs }: { programs: ReturnType<typeof present> }) {
  return (
    <ul aria-live="polite" className="space-y-2">
      {programs.map(({ view }) => (
        <li key={view.id} className="flex items-baseline gap-2">
          <span aria-hidden="true" className="size-2 shrink-0 self-center rounded-full bg-good" />
          <span className="min-w-0">
            <strong className="state-word wrap-anywhere">{programName(view)}</strong> est connecté
            <span className="block text-muted text-sm">
              {[view.library && `${view.library} ${view.libraryVersion ?? ''}`.trim(), view.address]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </li>
      ))}
      <li>
        <Link href="/labo/kafka" className="font-semibold text-accent underline underline-offset-4">
          Le regarder travailler
        </Link>
      </li>
    </ul>
  );
}

/** `heard`: when an outside program last did anything, ms since 1970; else since this page opened. */
function Waiting({ seeing, heard }: { seeing: boolean; heard: number | null }) {
  const now = useNow();
  const [opened] = useState(() => Date.now());
  const since = now === null ? 0 : now - Math.max(heard ?? 0, opened);
  return (
    <p className="flex flex-wrap justify-between gap-x-4 text-muted text-sm">
      <span className="flex items-center gap-2">
        <span aria-hidden="true" className={`size-2 rounded-full ${seeing ? 'bg-warn' : 'bg-line-strong'}`} />
        {seeing ? 'j’attends votre connexion…' : 'je ne vois pas encore Kafka…'}
      </span>
      {seeing ? <span aria-hidden="true">rien reçu depuis {duration(since)}</span> : null}
    </p>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div className="flex justify-between gap-4 border-line border-dashed py-1.5 not-last:border-b">
      <dt>{label}</dt>
      <dd className="font-bold font-mono">{value}</dd>
    </div>
  );
}
