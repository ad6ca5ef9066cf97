// The report that a student hands in: one HTML file, readable without a network, with verdicts and what decided them. Pure.
import type { TdDeed } from '#contract/correction.ts';
import type { CorrectionState } from '#labs/correction/lab.ts';
import type { Card, Checklist, Line } from '#labs/correction/line.ts';
import { mistakes } from '#labs/correction/mistakes.ts';
import { roles, rules, verdicts } from './words.ts';

const signs = { reussi: '✓', 'pas-encore': '○', inconnu: '?' } as const;
const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1a17;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}
.preuve{color:#555}code,td.n{font-family:ui-monospace,monospace}`;

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
function clock(at: number): string {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}
const day = (at: number): string => {
  const date = new Date(at);
  return `${pad(date.getDate())}/${pad(date.getMonth() + 1)}/${date.getFullYear()} à ${clock(at).slice(0, 8)}`;
};

export function report(given: {
  state: CorrectionState;
  checklist: Checklist;
  name: string | null;
  /** ms since 1970 */
  now: number;
}): string {
  const { state, checklist, name, now } = given;
  const { watched, deeds, missing } = state;
  const facts: [string, string][] = [
    ['Nom', name ?? 'sans nom'],
    ['Fait le', day(now)],
    ['Topic observé', watched?.topic ?? ''],
    ['Observé depuis', watched ? day(watched.at) : ''],
    ['Durée d’un travail, au moins', `${watched?.workMs ?? 0} ms`],
    [
      'Source',
      watched?.source === 'cluster' ? 'un vrai Kafka (messages et offsets seulement)' : 'Kafka embarqué de Relais',
    ],
    ['Époque du serveur', watched?.server ?? ''],
    ['Observations', missing > 0 ? `${deeds.length}, et ${missing} qui ne sont plus gardées` : String(deeds.length)],
  ];
  const rows = facts.map(([what, value]) => `<tr><th scope="row">${escaped(what)}</th><td>${escaped(value)}</td></tr>`);
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rapport du TD${name ? ` · ${escaped(name)}` : ''}</title><style>${style}</style></head>
<body><h1>TD · Une chaîne de production ordonnée</h1>
<table>${rows.join('')}</table>
${card(roles.producer, checklist.producer)}${card(roles.consumer, checklist.consumer)}
<h2>Ce que le broker a vu</h2>
<table><thead><tr><th scope="col">n°</th><th scope="col">heure</th><th scope="col">programme</th><th scope="col">fait</th></tr></thead>
<tbody>${deeds.map(row).join('\n')}</tbody></table>
</body></html>
`;
}

const card = (title: string, { verdict, lines }: Card): string =>
  `<h2>${escaped(title)}\u00a0: ${escaped(verdicts[verdict])}</h2><table><thead><tr><th scope="col">verdict</th><th scope="col">règle</th></tr></thead><tbody>${lines.map(line).join('')}</tbody></table>`;

function line({ id, verdict, mistake, evidence, deeds }: Line): string {
  const named = mistake === null ? null : mistakes[mistake];
  const sign = named ? '! à corriger' : `${signs[verdict]} ${verdicts[verdict]}`;
  const requests = deeds.length > 0 ? ` (n° ${deeds.join(', ')})` : '';
  const advice = named ? `<br><strong>${escaped(named.title)}.</strong> ${escaped(named.advice)}` : '';
  return `<tr><td>${escaped(sign)}</td><td>${escaped(rules[id])}<br><span class="preuve">${escaped(evidence + requests)}</span>${advice}</td></tr>`;
}

const row = (deed: TdDeed): string =>
  `<tr><td class="n">${deed.id}</td><td class="n">${clock(deed.at)}</td><td>${escaped(deed.clientId ?? '')}</td><td>${escaped(told(deed))}</td></tr>`;

/** One request in one sentence. */
function told(deed: TdDeed): string {
  switch (deed.kind) {
    case 'asked-metadata':
      return `demande où est ${deed.topic}`;
    case 'produced':
      return deed.batches
        .map(({ partition, baseOffset, count, producerId, baseSequence, error, records }) => {
          const keys = [...new Set(records.map(({ key }) => key?.text ?? 'sans clé'))].slice(0, 5).join(', ');
          const who = producerId === null ? '' : `, producteur ${producerId}, séquence ${baseSequence}`;
          const where = error === 0 ? `offset ${baseOffset}` : `refusé, erreur ${error}`;
          return `écrit ${count} message(s) dans ${deed.topic}, partition ${partition}, ${where}, clé ${keys}, acks ${deed.acks ?? '?'}${who}`;
        })
        .join('\u00a0; ');
    case 'fetched':
      return `lit ${deed.topic}, partition ${deed.partition}, depuis l’offset ${deed.offset}\u00a0: ${deed.count} message(s)`;
    case 'asked-offset':
      return `demande l’offset ${deed.wanted === 'earliest' ? 'du début' : deed.wanted === 'latest' ? 'de la fin' : 'd’une date'}, partition ${deed.partition}\u00a0: ${deed.offset}`;
    case 'committed':
      return `valide l’offset ${deed.offset}, partition ${deed.partition}, groupe ${deed.group}${deed.error === 0 ? '' : ` (refusé, erreur ${deed.error})`}`;
    case 'asked-committed':
      return `demande l’offset validé, partition ${deed.partition}, groupe ${deed.group}\u00a0: ${deed.offset < 0 ? 'aucun' : deed.offset}`;
    case 'joined':
      return `entre dans le groupe ${deed.group}, génération ${deed.generation}`;
    case 'left':
      return `sort du groupe ${deed.group} (${deed.reason})`;
    default:
      return `connexion fermée (${deed.reason})`;
  }
}
