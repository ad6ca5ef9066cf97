'use client';
// What is published: a topic, and the fields of a JSON object as one types them; an example fills both.
import { useState } from 'react';
import { type Content, routageBounds } from '#contract/routage.ts';
import { examples } from '#labs/routage/given.ts';
import { typedOf, valueTyped } from '#labs/routage/typed.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from './input.ts';
import { jsonText } from './words.ts';

type Typed = { field: string; value: string };
const typedContent = (content: Content): Typed[] =>
  content.map(({ field, value }) => ({ field, value: typedOf(value) }));
/** A row in which nothing was typed is no field. */
const contentOf = (rows: readonly Typed[]): Content =>
  rows
    .filter(({ field, value }) => field.trim() !== '' || value !== '')
    .map(({ field, value }) => ({ field: field.trim(), value: valueTyped(value) }));

export function PublishForm({
  blocked,
  busy,
  problem,
  onPublish,
}: {
  blocked: string | null;
  busy: boolean;
  problem: string | null;
  onPublish(topic: string, content: Content): void;
}) {
  const [first] = examples;
  const [topic, setTopic] = useState(first.topic);
  const [rows, setRows] = useState(() => typedContent(first.content));
  const content = contentOf(rows);
  const written = JSON.stringify(content);
  const shown = examples.find((each) => each.topic === topic && JSON.stringify(each.content) === written)?.label ?? '';
  const change = (index: number, row: Partial<Typed>) =>
    setRows(rows.map((each, place) => (place === index ? { ...each, ...row } : each)));
  return (
    <form
      data-cible="publier"
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        onPublish(topic.trim(), content);
      }}
    >
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <label className="flex items-center gap-2">
          exemple
          <select
            className={inputClass}
            value={shown}
            onChange={(event) => {
              const example = examples.find(({ label }) => label === event.target.value);
              if (!example) return;
              setTopic(example.topic);
              setRows(typedContent(example.content));
            }}
          >
            <option value="">le vôtre</option>
            {examples.map(({ label }) => (
              <option key={label}>{label}</option>
            ))}
          </select>
        </label>
        <label className="flex items-center gap-2">
          sujet
          <input
            className={`${inputClass} w-28`}
            value={topic}
            maxLength={routageBounds.topic}
            onChange={(event) => setTopic(event.target.value)}
          />
        </label>
        {rows.map(({ field, value }, index) => (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
            key={index}
            className="flex items-center gap-1"
          >
            <legend className="sr-only">Champ {index + 1}</legend>
            <input
              aria-label={`champ ${index + 1}`}
              placeholder="champ"
              className={`${inputClass} w-20`}
              value={field}
              maxLength={routageBounds.field}
              onChange={(event) => change(index, { field: event.target.value })}
            />
            <span aria-hidden="true">:</span>
            <input
              aria-label={`valeur ${index + 1}`}
              placeholder="valeur"
              className={`${inputClass} w-28`}
              value={value}
              maxLength={routageBounds.text + 2}
              onChange={(event) => change(index, { value: event.target.value })}
            />
            <Button
              small
              tone="quiet"
              className="px-1.5!"
              aria-label={`Retirer le champ ${index + 1}`}
              onClick={() => setRows(rows.filter((_, place) => place !== index))}
            >
              ×
            </Button>
          </fieldset>
        ))}
        <Button
          small
          disabled={rows.length >= routageBounds.fields}
          onClick={() => setRows([...rows, { field: '', value: '' }])}
        >
          + champ
        </Button>
        <Button type="submit" tone="primary" small disabled={busy || blocked !== null} title={blocked ?? undefined}>
          Publier
        </Button>
      </div>
      <p className="wrap-anywhere font-mono text-muted text-sm" data-json>
        {jsonText(content)}
      </p>
      {problem ? (
        <p role="alert" className="rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {problem}
        </p>
      ) : null}
    </form>
  );
}
