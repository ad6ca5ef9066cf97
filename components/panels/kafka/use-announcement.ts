'use client';
// One calm sentence for screen readers every few seconds, never one per record.
import { useEffect, useRef, useState } from 'react';
import { allPartitions, lagsOf, totalLag } from '#labs/kafka/lag.ts';
import type { KafkaState } from '#labs/kafka/state.ts';
import { counted } from '../../lab/format.ts';
import { groupsOf } from './derive.ts';

const every = 5_000;

export function useAnnouncement(state: KafkaState, topic: string): string {
  const latest = useRef({ state, topic });
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    latest.current = { state, topic };
  });
  useEffect(() => {
    let told = latest.current.state;
    const timer = setInterval(() => {
      const { state: now, topic: shown } = latest.current;
      if (now === told) return;
      const text = summary(told, now, shown);
      told = now;
      if (text !== '') setSentence(text);
    }, every);
    return () => clearInterval(timer);
  }, []);
  return sentence;
}

/** What changed between two states, for one topic; empty when nothing worth saying did. */
export function summary(before: KafkaState, now: KafkaState, name: string): string {
  const parts: string[] = [];
  const fresh = now.totals.records - before.totals.records;
  if (fresh > 0) parts.push(`${counted(fresh, 'message reçu', 'messages reçus')}`);
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
  return parts.slice(0, 4).join(', ');
}
