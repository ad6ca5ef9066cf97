'use client';
// The MQTT programs of this machine, by the names they gave; and how to become one.
import type { ProgramCounts } from '#contract/pubsub.ts';
import { type PortesState, portesLab } from '#labs/portes/lab.ts';
import { counted } from '../../lab/format.ts';
import type { LabHandle } from '../../realtime/use-lab.ts';
import { useLab } from '../../realtime/use-lab.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { programText } from './words.ts';

export const usePortes = (): LabHandle<PortesState> => useLab(portesLab);

/** `topic`: where the page publishes, as MQTT writes it. */
export function Outside({ portes, port, topic }: { portes: LabHandle<PortesState>; port: string; topic: string }) {
  const { programs } = portes.live;
  const command = `mosquitto_sub -h 127.0.0.1 -p ${port} -i mon-programme -q 1 -t ${topic}`;
  return (
    <section aria-label="Programmes de l’extérieur" data-cible="dehors" className="mt-4 projection:hidden">
      <h3 className="font-bold">Vos programmes, à cette porte</h3>
      <div className="mt-1 flex flex-wrap items-center gap-2">
        <code className="wrap-anywhere min-w-0 rounded bg-sunk px-2 py-1 text-sm">{command}</code>
        <CopyButton text={command} />
      </div>
      {programs.length === 0 ? (
        <p className="mt-1 text-muted text-sm">J’attends le premier programme…</p>
      ) : (
        <ul className="mt-2 space-y-1">
          {programs.map((one) => {
            const counts = portes.volatile.get(`p:${one.program}`) as ProgramCounts | undefined;
            return (
              <li
                key={one.program}
                data-programme={one.name}
                className={`wrap-anywhere text-sm ${one.left ? 'text-muted' : ''}`}
              >
                <span className="font-bold font-mono">{one.name}</span>{' '}
                <span className="text-muted">{one.address}</span> {programText(one)}
                {counts
                  ? ` · ${counted(counts.published, 'publié')}, ${counted(counts.delivered, 'envoyé')} vers lui`
                  : ''}
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
