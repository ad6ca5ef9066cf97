'use client';
// A content filter, as rows and as an expression: what is changed in one is shown in the other. What cannot be read says why, and
// the rows stay as they were.
import { useId, useState } from 'react';
import { routageBounds } from '#contract/routage.ts';
import { operators } from '#labs/routage/filter.ts';
import { expressionOf, type Form, formOf, type Row } from '#labs/routage/form.ts';
import { faultText, parseFilter } from '#labs/routage/parse.ts';
import { Button } from '../../ui/button.tsx';
import { inputClass } from './input.ts';

const formFrom = (expression: string): Form | null => {
  const parsed = parseFilter(expression);
  return parsed.ok ? formOf(parsed.filter) : null;
};
const newRow: Row = { negated: false, kind: 'comparison', field: '', operator: '=', value: '' };

export function FilterEditor({ expression, onChange }: { expression: string; onChange(expression: string): void }) {
  const [form, setForm] = useState<Form>(() => formFrom(expression) ?? { joiner: 'and', rows: [newRow] });
  const parsed = parseFilter(expression);
  const fault = useId();
  const put = (next: Form) => {
    setForm(next);
    onChange(expressionOf(next));
  };
  const change = (index: number, row: Row) => put({ ...form, rows: form.rows.with(index, row) });
  return (
    <div className="space-y-3">
      <fieldset className="space-y-2 rounded-lg border border-line p-3">
        <legend className="px-1 font-semibold text-sm">Formulaire</legend>
        <label className="flex flex-wrap items-center gap-2 text-sm">
          doit être vrai
          <select
            className={inputClass}
            value={form.joiner}
            onChange={(event) => put({ ...form, joiner: event.target.value === 'or' ? 'or' : 'and' })}
          >
            <option value="and">tout (et)</option>
            <option value="or">au moins un (ou)</option>
          </select>
        </label>
        {form.rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
          <fieldset key={index} className="flex flex-wrap items-center gap-2 text-sm">
            <legend className="sr-only">Condition {index + 1}</legend>
            <label className="flex items-center gap-1">
              <input
                type="checkbox"
                className="accent-accent"
                checked={row.negated}
                onChange={(event) => change(index, { ...row, negated: event.target.checked })}
              />
              non
            </label>
            <RowFields row={row} onChange={(next) => change(index, next)} />
            <Button
              small
              tone="quiet"
              className="px-1.5!"
              aria-label={`Retirer la condition ${index + 1}`}
              onClick={() => put({ ...form, rows: form.rows.filter((_, place) => place !== index) })}
            >
              ×
            </Button>
          </fieldset>
        ))}
        <Button
          small
          disabled={form.rows.length >= routageBounds.comparisons}
          onClick={() => put({ ...form, rows: [...form.rows, newRow] })}
        >
          + condition
        </Button>
      </fieldset>
      <label className="block text-sm">
        <span className="font-semibold">Expression</span>
        <textarea
          rows={2}
          spellCheck={false}
          className={`${inputClass} mt-1 block w-full`}
          value={expression}
          maxLength={2_000}
          aria-invalid={!parsed.ok}
          aria-describedby={fault}
          onChange={(event) => {
            const written = event.target.value.replace(/\n/g, ' ');
            onChange(written);
            const next = formFrom(written);
            if (next) setForm(next);
          }}
        />
      </label>
      <p id={fault} aria-live="polite" className={`text-sm ${parsed.ok ? 'text-muted' : 'text-warn'}`} data-faute>
        {parsed.ok ? 'Ce filtre se lit.' : faultText(parsed.fault)}
      </p>
    </div>
  );
}

function RowFields({ row, onChange }: { row: Row; onChange(row: Row): void }) {
  if (row.kind === 'part') return <code className="wrap-anywhere">({row.text})</code>;
  return (
    <>
      <input
        aria-label="champ"
        placeholder="champ"
        className={`${inputClass} w-24`}
        value={row.field}
        maxLength={routageBounds.field}
        onChange={(event) => onChange({ ...row, field: event.target.value })}
      />
      <select
        aria-label="opérateur"
        className={inputClass}
        value={row.operator}
        onChange={(event) =>
          onChange({ ...row, operator: operators.find((each) => each === event.target.value) ?? '=' })
        }
      >
        {operators.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      <input
        aria-label="valeur"
        placeholder="valeur"
        className={`${inputClass} w-28`}
        value={row.value}
        maxLength={routageBounds.text + 2}
        onChange={(event) => onChange({ ...row, value: event.target.value })}
      />
    </>
  );
}
