'use client';
// One record, opened: key, why this partition, value, headers, time, who sent it.
import { type ReactNode, useState } from 'react';
import type { RecordView, ShownBytes } from '#contract/kafka-events.ts';
import { actorOf } from '#labs/kafka/lines.ts';
import { clientOf, type KafkaState, type KeptRecord, type TopicState } from '#labs/kafka/state.ts';
import { clockTimeMs, count } from '../../lab/format.ts';
import { Button } from '../../ui/button.tsx';
import { type Draft, useActions, useCommand } from './command.ts';
import { partitionWords } from './explain.ts';
import { actorText } from './who.ts';
import { acksText } from './words.ts';

export type Selection = { topic: string; partition: number; offset: number };

export function Inspector({
  state,
  topic,
  selection,
  onClose,
}: {
  state: KafkaState;
  topic: TopicState;
  selection: Selection;
  onClose(): void;
}) {
  const { partition, offset } = selection;
  const kept = topic.partitions[partition]?.recent.find((record) => record.offset === offset) ?? null;
  const { run, busy, problem, blocked } = useCommand();
  const [whole, setWhole] = useState<RecordView | null>(null);
  const record = whole ?? kept;
  const cut = kept === null || kept.value?.cut || kept.key?.cut || kept.headers.some(([, value]) => value?.cut);
  return (
    <section
      aria-label={`Message P${partition}, offset ${offset}`}
      data-cible="message offset"
      className="rounded-xl border border-line bg-sheet p-3 text-sm"
    >
      <div className="mb-1 flex items-baseline justify-between gap-2">
        <h3 className="font-bold">
          P{partition} · offset {count(offset)}
        </h3>
        <Button small tone="quiet" className="projector-hidden" onClick={onClose}>
          Fermer
        </Button>
      </div>
      {record ? <Fields record={record} kept={kept} state={state} topic={topic} partition={partition} /> : null}
      {kept === null && whole === null ? (
        <p className="text-muted">Ce message n’est plus parmi les derniers montrés ici.</p>
      ) : null}
      {record ? <Replay record={record} /> : null}
      {cut && whole === null ? (
        <Button
          small
          className="mt-2"
          disabled={busy || blocked !== null}
          title={blocked ?? undefined}
          onClick={async () => {
            const read = await run({ type: 'read-record', topic: selection.topic, partition, offset });
            if (read) setWhole(read);
          }}
        >
          Lire le message entier dans Kafka
        </Button>
      ) : null}
      {problem ? (
        <p role="alert" className="mt-1 text-warn">
          {problem}
        </p>
      ) : null}
    </section>
  );
}

/** Into the form, where it can be changed before it is sent again. */
function Replay({ record }: { record: RecordView }) {
  const { replay, blocked } = useActions();
  const draft = draftOf(record);
  const why = blocked ?? (draft.ok ? null : draft.why);
  return (
    <Button
      small
      className="projector-hidden mt-2 mr-2"
      disabled={why !== null}
      title={why ?? 'Remplit le formulaire avec ce message'}
      onClick={() => {
        if (draft.ok) replay(draft.draft);
      }}
    >
      Rejouer
    </Button>
  );
}

/** The record as the form can send it again, exactly, or why it cannot. */
export function draftOf(record: RecordView): { ok: true; draft: Draft } | { ok: false; why: string } {
  const parts = [record.key, record.value, ...record.headers.map(([, value]) => value)];
  if (parts.some((part) => part?.cut)) return { ok: false, why: 'Lisez d’abord le message entier.' };
  if (parts.some((part) => part?.encoding === 'base64'))
    return { ok: false, why: 'Ce message n’est pas du texte\u00a0: le formulaire le changerait.' };
  if (record.headers.some(([, value]) => value === null))
    return { ok: false, why: 'Un en-tête vaut null\u00a0: le formulaire le changerait.' };
  const headers = record.headers.map(([name, value]) => [name, value?.text ?? ''] as const);
  return { ok: true, draft: { key: record.key?.text ?? null, value: record.value?.text ?? null, headers } };
}

function Fields({
  record,
  kept,
  state,
  topic,
  partition,
}: {
  record: RecordView;
  kept: KeptRecord | null;
  state: KafkaState;
  topic: TopicState;
  partition: number;
}) {
  const { who } = useActions();
  const { formula, comment } = partitionWords(record.key, topic.count, partition);
  const client = clientOf(state, kept?.client ?? null);
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      <Field name="clé">{record.key === null ? <em>sans clé</em> : <Text bytes={record.key} />}</Field>
      <Field name="partition">
        {formula ? <span className="font-mono">{formula}</span> : null}
        {comment ? <p className="text-muted">{comment}</p> : null}
      </Field>
      <Field name="valeur">
        {record.value === null ? (
          <em>null&nbsp;: une pierre tombale, elle efface cette clé d’un topic compacté</em>
        ) : (
          <Text bytes={record.value} pretty />
        )}
      </Field>
      {record.headers.length > 0 ? (
        <Field name="en-têtes">
          <ul className="font-mono">
            {record.headers.map(([name, value], index) => (
              // Kafka allows the same header twice: its place is its only identity.
              // biome-ignore lint/suspicious/noArrayIndexKey: headers of one record never move
              <li key={index} className="wrap-anywhere">
                {name} = {value === null ? <em>null</em> : shown(value)}
              </li>
            ))}
          </ul>
        </Field>
      ) : null}
      <Field name="horodatage">
        <span className="font-mono">{record.timestamp < 0 ? 'aucun' : clockTimeMs(record.timestamp)}</span>
      </Field>
      <Field name="envoyé par">
        {kept === null ? 'je ne sais plus' : actorText(actorOf(client), who)}
        {kept ? <span className="font-mono"> · {acksText(kept.acks)}</span> : null}
      </Field>
    </dl>
  );
}

function Field({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

const shown = (bytes: ShownBytes): string =>
  `${bytes.encoding === 'base64' ? `base64 ${bytes.text}` : bytes.text}${bytes.cut ? '…' : ''}`;

function Text({ bytes, pretty = false }: { bytes: ShownBytes; pretty?: boolean }) {
  return (
    <>
      <pre className="max-h-48 overflow-auto whitespace-pre-wrap wrap-anywhere font-mono">
        {pretty ? prettyJson(bytes) : shown(bytes)}
      </pre>
      {bytes.encoding === 'base64' || bytes.cut ? (
        <p className="text-muted text-xs">
          {count(bytes.size)} octets{bytes.encoding === 'base64' ? ', pas du texte\u00a0: montrés en base64' : ''}
          {bytes.cut ? ', coupé ici' : ''}
        </p>
      ) : null}
    </>
  );
}

/** JSON on several lines when it is JSON and long; as it was written otherwise. */
export function prettyJson(bytes: ShownBytes): string {
  if (bytes.encoding !== 'utf8' || bytes.cut || !/^\s*[[{]/.test(bytes.text)) return shown(bytes);
  try {
    const parsed: unknown = JSON.parse(bytes.text);
    return bytes.text.length <= 60 ? bytes.text : JSON.stringify(parsed, null, 2);
  } catch {
    return bytes.text;
  }
}
