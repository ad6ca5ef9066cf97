'use client';
// « Correction automatique » : what the broker saw of the student's own programs, rule by rule. Nothing is executed here, and
// nothing is ticked by hand.
import { useId } from 'react';
import { sharedWorkspace } from '#contract/person.ts';
import type { Card } from '#labs/correction/line.ts';
import { useMe } from '../realtime/use-people.ts';
import { chooseWorkspace } from '../realtime/workspace.ts';
import { askName } from '../shell/me.tsx';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Download } from '../ui/icons.tsx';
import { report } from './report.ts';
import { RuleLine } from './rule-line.tsx';
import { type Correction as Handle, useCorrection } from './use-correction.ts';
import { roles, verdicts, withoutWire } from './words.ts';

export function Correction() {
  const { name } = useMe();
  return <CorrectionView correction={useCorrection()} name={name} />;
}

export function CorrectionView({ correction, name }: { correction: Handle; name: string | null }) {
  const { state, checklist, connected, problem } = correction;
  if (!checklist || !state.watched) {
    return (
      <section aria-label="Correction automatique" className="my-5 rounded-xl border border-line bg-sheet p-4">
        <p role={problem ? 'alert' : 'status'}>{problem ?? 'La correction se prépare…'}</p>
      </section>
    );
  }
  const { watched } = state;
  return (
    <section aria-label="Correction automatique" className="my-5 space-y-4" data-correction>
      <Place correction={correction} named={name !== null} />
      {watched.source === 'cluster' ? (
        <p className="rounded-lg bg-warn-soft p-3 text-sm text-warn">{withoutWire}</p>
      ) : null}
      {connected ? null : (
        <p role="status" className="rounded-lg bg-warn-soft p-3 text-sm text-warn">
          Le serveur ne répond plus. Voici ce qu’il avait vu.
        </p>
      )}
      {state.deeds.length === 0 ? (
        <Waiting address={watched.address} topic={watched.topic} prefix={correction.prefix} />
      ) : null}
      {(['producer', 'consumer'] as const).map((role) => (
        <CardOf key={role} title={roles[role]} card={checklist[role]} />
      ))}
      {state.missing > 0 ? (
        <p className="text-muted text-sm">
          {state.missing} observations ne sont plus gardées ici&nbsp;: recommencez pour une correction complète.
        </p>
      ) : null}
      <div className="projector-hidden flex flex-wrap items-center gap-2">
        <Button small onClick={() => save(correction, name)}>
          <Download /> Télécharger mon rapport
        </Button>
        <Button small tone="quiet" onClick={correction.restart}>
          Recommencer la correction
        </Button>
        <WorkTime ms={watched.workMs} onChange={correction.setWork} />
      </div>
      {problem ? (
        <p role="alert" className="rounded-lg bg-warn-soft p-2 text-sm text-warn">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

/** Where it looks: in the class everybody's programs are seen together. */
function Place({ correction: { workspace, state }, named }: { correction: Handle; named: boolean }) {
  const shared = workspace === sharedWorkspace;
  return (
    <div className="text-sm">
      <p>
        J’observe le topic <code className="break-all font-mono font-semibold">{state.watched?.topic}</code>
        {shared ? ', celui de toute la classe.' : ', celui de votre bac à sable.'}
      </p>
      {shared ? (
        <p className="projector-hidden mt-1 text-muted">
          Ici, les programmes de tous sont jugés ensemble.{' '}
          <button
            type="button"
            className="cursor-pointer font-semibold text-accent underline underline-offset-4"
            onClick={() => {
              chooseWorkspace('own');
              if (!named) askName();
            }}
          >
            Travailler dans mon bac à sable
          </button>
        </p>
      ) : null}
    </div>
  );
}

function Waiting({ address, topic, prefix }: { address: string; topic: string; prefix: string }) {
  const settings = `SERVEUR = "${address}"\nTOPIC = "${topic}"\nGROUPE = "${prefix}atelier"`;
  return (
    <div className="rounded-xl border border-line border-dashed p-4" data-copy>
      <p role="status" className="font-semibold">
        J’attends votre programme…
      </p>
      <p className="mt-1 text-muted text-sm">
        Mettez ces réglages en tête de vos deux programmes, puis lancez-les chez vous.
      </p>
      <pre className="mt-2 whitespace-pre-wrap break-all rounded-lg bg-sunk p-2 text-sm">
        <code>{settings}</code>
      </pre>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <CopyButton text={settings} />
        <code className="font-mono text-sm">python producteur_td.py</code>
        <CopyButton text="python producteur_td.py" />
      </div>
    </div>
  );
}

function CardOf({ title, card }: { title: string; card: Card }) {
  const id = useId();
  const tone = card.verdict === 'reussi' ? 'text-good' : card.verdict === 'inconnu' ? 'text-muted' : 'text-warn';
  return (
    <section aria-labelledby={id} className="rounded-xl border border-line bg-sheet p-4" data-carte={title}>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
        <h3 id={id} className="font-bold">
          {title}
        </h3>
        <p aria-live="polite" className={`font-semibold ${tone}`}>
          <span className="sr-only">{title}&nbsp;: </span>
          {verdicts[card.verdict]}
        </p>
      </div>
      <ul className="space-y-3">
        {card.lines.map((line) => (
          <RuleLine key={line.id} line={line} />
        ))}
      </ul>
    </section>
  );
}

const times = [200, 500, 1_000, 2_000, 5_000, 10_000] as const;

function WorkTime({ ms, onChange }: { ms: number; onChange(ms: number): void }) {
  const all = [...new Set([...times, ms])].sort((a, b) => a - b);
  return (
    <label className="flex items-center gap-2 text-muted text-sm">
      un travail dure au moins
      <select
        className="rounded-lg border border-line bg-sheet px-2 py-1 text-ink"
        value={ms}
        onChange={(event) => onChange(Number(event.target.value))}
      >
        {all.map((each) => (
          <option key={each} value={each}>
            {`${String(each / 1_000).replace('.', ',')} s`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A file, made in the page from what it was told: the server keeps nothing of it. */
function save({ state, checklist }: Handle, name: string | null): void {
  if (!checklist) return;
  const html = report({ state, checklist, name, now: Date.now() });
  const url = URL.createObjectURL(new Blob([html], { type: 'text/html;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `rapport-td${name ? `-${name}` : ''}.html`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
