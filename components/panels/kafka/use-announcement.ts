'use client';
// One calm sentence for screen readers every few seconds, never one per record.
import { useEffect, useRef, useState } from 'react';
import { allPartitions, lagsOf, totalLag } from '#labs/kafka/lag.ts';
import { actorOf } from '#labs/kafka/lines.ts';
import { clientOf, type KafkaState } from '#labs/kafka/state.ts';
import { counted } from '../../lab/format.ts';
import { groupsOf } from './derive.ts';
import { factText } from './sentences.ts';
import { actorText, type Who } from './who.ts';

const every = 5_000;

export function useAnnouncement(state: KafkaState, topic: string, who: Who): string {
  const latest = useRef({ state, topic, who });
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    latest.current = { state, topic, who };
  });
  useEffect(() => {
    let told = latest.current.state;
    const timer = setInterval(() => {
      const { state: now, topic: shown, who: named } = latest.current;
      if (now === told) return;
      const text = summary(told, now, shown, named);
      told = now;
      if (text !== '') setSentence(text);
    }, every);
    return () => clearInterval(timer);
  }, []);
  return sentence;
}

/** What changed between two states, for one topic; empty when nothing worth saying did. */
export function summary(before: KafkaState, now: KafkaState, name: string, who: Who): string {
  const parts = deeds(before, now, who);
  const fresh = now.totals.records - before.totals.records;
  if (fresh > 0) parts.push(`${counted(fresh, 'message reçu', 'messages reçus')}${from(before, now, who)}`);
  const topic = now.topics.find((each) => each.topic === name);
  for (const { group } of groupsOf(now, name)) {
    const was = before.groups.find((each) => each.group === group.group);
    if (was?.generation !== group.generation || was.phase !== group.phase) {
      parts.push(`${group.group}\u00a0: ${group.phase}, ${counted(group.members.length, 'membre')}`);
    }
    if (!topic || fresh <= 0) continue;
    const lag = totalLag(lagsOf(group, topic, allPartitions(topic)));
    if (lag !== null) parts.push(lag === 0 ? `${group.group} à jour` : `${group.group} en retard de ${lag}`);
  }
  return parts.slice(0, partsTold).join(', ');
}

const partsTold = 6;
const deedsTold = 2;
const namesTold = 3;

/** What people did from a page: the first few, and how many more. */
function deeds(before: KafkaState, now: KafkaState, who: Who): string[] {
  const facts = now.lines.flatMap(({ n, fact }) =>
    n >= before.nextLine && 'by' in fact && fact.by !== null ? [fact] : [],
  );
  const times = new Map<string, number>();
  for (const fact of facts) {
    const text = factText(fact, who);
    times.set(text, (times.get(text) ?? 0) + 1);
  }
  const more = times.size - deedsTold;
  return [
    ...[...times].slice(0, deedsTold).map(([text, n]) => (n === 1 ? text : `${text} (${n}\u00a0fois)`)),
    ...(more > 0 ? [`et ${counted(more, 'autre action', 'autres actions')}`] : []),
  ];
}

/** Who sent the new messages, as far as the source tells: ` (Ada, producteur.py)`. */
function from(before: KafkaState, now: KafkaState, who: Who): string {
  const senders = now.clients.filter(
    ({ view, producedTotal }) => producedTotal > (clientOf(before, view.id)?.producedTotal ?? 0),
  );
  const names = [...new Set(senders.map((client) => actorText(actorOf(client), who)))];
  if (names.length === 0) return '';
  return ` (${names.slice(0, namesTold).join(', ')}${names.length > namesTold ? '…' : ''})`;
}
