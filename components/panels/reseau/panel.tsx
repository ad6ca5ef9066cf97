'use client';
// The panel « Réseau chahuté » : the server numbers messages and sends them through a bad network; this page is the receivers.
import { useCallback, useMemo, useState } from 'react';
import type { ReseauCommand } from '#contract/reseau.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { useTable } from '../../lab/use-table.ts';
import { Chip } from '../../ui/chip.tsx';
import { Sliders, Tools } from './controls.tsx';
import { NetworkDrawing } from './network-drawing.tsx';
import { defaults, messages, sameNetwork } from './settings.ts';
import { LastEvents, storyOf } from './story.tsx';
import { TableView } from './table-view.tsx';
import { useAsking } from './use-asking.ts';
import { useOwnRun } from './use-own-run.ts';
import { lastText } from './words.ts';

export function NetworkPanel() {
  const { lab, seen, timeline, goLive, events } = useOwnRun();
  const [network, setNetwork] = useState(defaults);
  const [table, toggleTable] = useTable();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { state, live, offset } = seen;
  const { run } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the story depends on the run and on how far one looks
  const story = useMemo(() => storyOf(state, events.slice(0, offset)), [run, events, offset]);
  const { tend } = lab;
  useAsking(
    live,
    useCallback((asked: ReseauCommand) => tend(asked), [tend]),
  );

  async function start() {
    setBusy(true);
    setProblem(null);
    goLive();
    const reply = await lab.send({ type: 'send', count: messages, network } satisfies ReseauCommand);
    setBusy(false);
    if (!reply.ok) setProblem(reply.error.message);
  }
  const blocked = lab.link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const shown = state.count > 0 ? state.network : network;
  return (
    <LabFrame
      title="Réseau chahuté"
      link={lab.link}
      ready={lab.ready}
      onTable={toggleTable}
      table={table}
      heading={
        <Chip tone={shown.numbered ? 'good' : 'warn'}>
          graine {shown.seed}
          {shown.numbered ? '' : ' · sans numéros'}
        </Chip>
      }
      tools={
        <Tools
          network={network}
          replay={state.count > 0 && sameNetwork(network, live.network)}
          onChange={setNetwork}
          onSend={() => void start()}
          {...{ busy, blocked, problem }}
        />
      }
      form={<Sliders network={network} onChange={setNetwork} />}
      announcement={live.ended === null && seen.view.mode === 'live' ? '' : lastText(state)}
      timeline={timeline}
    >
      {table ? (
        <TableView state={state} story={story} />
      ) : (
        <>
          <p className="mb-3 min-h-[1.6em] font-semibold projection:mb-1 projection:leading-tight" data-dernier>
            {lastText(state)}
          </p>
          <NetworkDrawing state={state} />
          <LastEvents story={story} />
        </>
      )}
    </LabFrame>
  );
}
