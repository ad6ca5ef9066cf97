// One report: how far it is, what was measured while it was made, where it is read.
import type { ReportView } from '#labs/travail/lab.ts';
import { Chip } from '../../ui/chip.tsx';
import { PingCurve } from './ping-curve.tsx';
import { ReportLinks } from './report-links.tsx';
import { everyMs } from './use-pings.ts';
import { lasting, pingsText, sizeText, stageText, wayText, weight } from './words.ts';

export function ReportCard({ report }: { report: ReportView }) {
  const { report: number, way, size, stage, done, kills, redelivered, attempt, answeredMs, result, pings } = report;
  const isUnderWay = stage === 'queued' || stage === 'hand' || stage === 'working';
  return (
    <article
      aria-label={`Rapport ${number}`}
      className="rounded-xl border border-line bg-sheet px-3 py-2"
      data-cible={`rapport-${number}`}
      data-etat={stage}
    >
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h3 className="font-bold">Rapport {number}</h3>
        <p className="text-muted text-sm">
          {sizeText(size)}, {wayText(way)}
        </p>
        {redelivered ? (
          <span data-redistribuee>
            <Chip tone="warn">tâche redistribuée, essai {attempt}</Chip>
          </span>
        ) : null}
        <p className="ml-auto text-sm">{stageText(report)}</p>
      </div>
      {isUnderWay ? <Progress number={number} done={way === 'inline' ? null : done} size={size} /> : null}
      {kills > 0 ? (
        <p className="text-sm text-warn">
          {kills === 1 ? 'Un ouvrier tué' : `${kills} ouvriers tués`} en plein travail.
        </p>
      ) : null}
      {answeredMs === null ? null : (
        <p className="text-sm">
          Réponse à la demande&nbsp;: après <strong data-reponse>{lasting(answeredMs)}</strong>
          {result ? <>&nbsp;; travail&nbsp;: {lasting(result.ms)}</> : null}
        </p>
      )}
      {pings && result ? (
        <>
          <p className="text-sm" data-mesure>
            {pingsText(report)}
          </p>
          {pings.list.length > 0 ? (
            <PingCurve
              low
              bars={pings.list.map(([at, ms]) => ({ at, ms, waits: false }))}
              from={0}
              to={Math.max(result.ms, everyMs)}
              everyMs={everyMs}
              label={`Pings du rapport ${number}, du début à la fin du travail. ${pingsText(report)}`}
            />
          ) : null}
        </>
      ) : null}
      {result ? (
        <p className="flex flex-wrap items-baseline gap-x-3 text-sm">
          <ReportLinks report={report} />
          <span className="text-muted">
            {weight(result.bytes)}, empreinte <code>{result.sum}</code>
          </span>
        </p>
      ) : null}
    </article>
  );
}

function Progress({ number, done, size }: { number: number; done: number | null; size: number }) {
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="sr-only">Avancement du rapport {number}</span>
      <progress
        className="h-3 min-w-0 flex-1 appearance-none overflow-hidden rounded-full border border-line-strong bg-sunk [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunk [&::-webkit-progress-value]:bg-accent [&:indeterminate::-moz-progress-bar]:bg-sunk"
        max={size}
        {...(done === null ? {} : { value: done })}
        aria-valuetext={done === null ? 'inconnu : le serveur ne dit rien' : `${done} élèves sur ${size}`}
      />
      <span className="font-mono" aria-hidden="true">
        {done === null ? '?' : `${Math.round((done / size) * 100)} %`}
      </span>
    </label>
  );
}
