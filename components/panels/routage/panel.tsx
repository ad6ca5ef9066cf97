'use client';
// The panel « Routage » : one publishes; the server routes by topic and by content; who was reached is told here, and why.
import { useEffect, useMemo, useState } from 'react';
import { type RoutageCommand, type Rule, routageBounds } from '#contract/routage.ts';
import type { Standing } from '#labs/routage/run.ts';
import { aboutToShow } from '../../lab/highlight.ts';
import { LabFrame } from '../../lab/lab-frame.tsx';
import { LastEvents } from '../../lab/last-events.tsx';
import { useTable } from '../../lab/use-table.ts';
import { Button } from '../../ui/button.tsx';
import { PublishForm } from './publish-form.tsx';
import { RoutingDrawing } from './routing-drawing.tsx';
import { storyOf } from './story.ts';
import { type Edited, SubscriberDialog } from './subscriber-dialog.tsx';
import { TableView } from './table-view.tsx';
import { useOwnRouting } from './use-own-routing.ts';
import { forgottenText, outcomeText } from './words.ts';

export function RoutingPanel() {
  const { lab, seen, beginning, timeline, goLive, events } = useOwnRouting();
  const [table, toggleTable] = useTable();
  const [edited, setEdited] = useState<Edited | null>(null);
  const [busy, setBusy] = useState(false);
  /** What was refused, and where it was asked. */
  const [problem, setProblem] = useState<{ of: 'publish' | 'subscriber'; message: string } | null>(null);
  const { state, live, offset, view } = seen;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the beginning is that of the run
  const story = useMemo(() => storyOf(beginning, events.slice(0, offset)), [beginning.run, events, offset]);
  useEffect(() => {
    document.addEventListener(aboutToShow, goLive);
    return () => document.removeEventListener(aboutToShow, goLive);
  }, [goLive]);

  async function ask(command: RoutageCommand): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    goLive();
    const reply = await lab.send(command);
    setBusy(false);
    const of = command.type === 'subscribe' || command.type === 'change' ? 'subscriber' : 'publish';
    if (!reply.ok) setProblem({ of, message: reply.error.message });
    return reply.ok;
  }
  async function save(name: string, rule: Rule) {
    const one = edited?.one;
    const command = one ? ({ type: 'change', subscriber: one.id } as const) : ({ type: 'subscribe' } as const);
    if (await ask({ ...command, name, rule })) setEdited(null);
  }
  function edit(one: Standing | null) {
    setProblem(null);
    setEdited({ one });
  }
  const lost = lab.link.status === 'lost' ? 'Le lien avec le serveur est perdu.' : null;
  const past = view.mode === 'paused' ? 'Revenez en direct pour changer les abonnés.' : null;
  const fixed = lost ?? past;
  const forgotten = forgottenText(story.sent);
  const full = live.subscribers.length >= routageBounds.subscribers ? 'Huit abonnés au plus.' : null;
  const problemOf = (of: 'publish' | 'subscriber') => (problem?.of === of ? problem.message : null);
  const actionsOf = (one: Standing) => (
    <>
      <Button
        small
        aria-label={`Modifier ${one.name}`}
        disabled={fixed !== null}
        title={fixed ?? undefined}
        onClick={() => edit(one)}
      >
        Modifier
      </Button>
      <Button
        small
        tone="quiet"
        aria-label={`Retirer ${one.name}`}
        disabled={busy || fixed !== null}
        title={fixed ?? undefined}
        onClick={() => void ask({ type: 'remove', subscriber: one.id })}
      >
        Retirer
      </Button>
    </>
  );
  return (
    <LabFrame
      title="Routage"
      link={lab.link}
      ready={lab.ready}
      onTable={toggleTable}
      table={table}
      tools={
        <>
          <Button
            disabled={fixed !== null || full !== null}
            title={fixed ?? full ?? undefined}
            onClick={() => edit(null)}
          >
            Ajouter un abonné
          </Button>
          <Button
            tone="quiet"
            disabled={busy || fixed !== null}
            title={fixed ?? undefined}
            onClick={() => void ask({ type: 'reset' })}
          >
            Recommencer
          </Button>
        </>
      }
      form={
        <PublishForm
          busy={busy}
          blocked={lost}
          problem={problemOf('publish')}
          onPublish={(topic, content) => void ask({ type: 'publish', topic, content })}
        />
      }
      announcement={view.mode === 'live' && live.publication ? outcomeText(live) : (story.told.at(-1)?.text ?? '')}
      timeline={timeline}
    >
      <SubscriberDialog
        edited={edited}
        busy={busy}
        problem={problemOf('subscriber')}
        onClose={() => setEdited(null)}
        onSave={(name, rule) => void save(name, rule)}
      />
      {table ? (
        <TableView state={state} story={story} actionsOf={actionsOf} />
      ) : (
        <>
          <p
            className="wrap-anywhere mb-3 min-h-[1.6em] font-semibold projection:mb-1 projection:leading-tight"
            data-dernier
          >
            {view.mode === 'live' ? outcomeText(state) : (story.told.at(-1)?.text ?? 'Rien n’est encore arrivé.')}
          </p>
          <RoutingDrawing state={state} actionsOf={actionsOf} />
          <LastEvents told={story.told} textOf={({ text }) => text}>
            {forgotten ? <p className="text-muted">{forgotten}</p> : null}
          </LastEvents>
        </>
      )}
    </LabFrame>
  );
}
